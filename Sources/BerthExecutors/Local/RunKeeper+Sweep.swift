import BerthModel
import BerthScheduler
import BerthSystem
import FoundationEssentials
import Logging

extension RunKeeper {
    /// Looks at every run that has not ended.
    func sweep() {
        for (run, kept) in runs where !kept.isReported { check(run) }
    }

    /// Reads a run's records, and finds out whether its supervisor is still there.
    func check(_ run: RunID) {
        guard let kept = runs[run], !kept.isReported else { return }
        do throws(SystemError) {
            if let child = kept.child {
                guard try Processes.poll(child) != nil else {
                    readRecords(run)
                    return pokeAgain(run)
                }
                runs[run]?.child = nil
            }
            // Asked before the records are read: a supervisor lets go of its lock only after the last record.
            let isHeld = try kept.reader.directory.isHeld()
            readRecords(run)
            guard runs[run]?.isReported == false else { return }
            isHeld ? pokeAgain(run) : endLost(run)
        } catch {
            log.error("a run cannot be checked", metadata: ["run": "\(run)", "error": "\(error)"])
        }
    }

    /// Tells a run to end.
    func stop(_ run: RunID, _ request: StopRequest) {
        guard runs[run] != nil else {
            // Never started here, and nothing is known of it: its end can only be told now.
            return sink(.exited(run, .failedToStart("it was told to end before it was started")))
        }
        runs[run]?.stop = request
        do {
            try Files.replace(runDirectory(run).stop, with: JSONEncoder().encode(request))
        } catch {
            log.error("a run cannot be told to end", metadata: ["run": "\(run)", "error": "\(error)"])
        }
        pokeAgain(run)
    }

    /// Has the supervisor read `stop`, if there is one. It looks by itself before it starts the program.
    private func pokeAgain(_ run: RunID) {
        guard let kept = runs[run], kept.stop != nil, !kept.isReported else { return }
        if let supervisor = try? kept.reader.directory.supervisor() { _ = try? Processes.send(.user1, to: supervisor) }
    }

    /// Ends a run whose supervisor has gone without a word: whatever is left of it is killed, and only then is it reported.
    private func endLost(_ run: RunID) {
        for _ in 0..<20 {
            let left = Processes.withEnvironment(OrderComposer.mark, runDirectory(run).path)
            if left.isEmpty {
                log.warning("a run's supervisor ended without a record", metadata: ["run": "\(run)"])
                let wasStarted = (try? runDirectory(run).wasStarted()) ?? true
                return end(.exited(run, wasStarted ? .lost : .failedToStart("its supervisor could not record that it starts")))
            }
            for process in left { _ = try? Processes.send(.kill, to: process) }
            _ = try? Poll.wait([], milliseconds: 5)
        }
        log.error("processes of a lost run cannot be killed yet", metadata: ["run": "\(run)"])
    }
}
