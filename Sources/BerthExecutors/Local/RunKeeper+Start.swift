import BerthModel
import BerthScheduler
import BerthSystem
import FoundationEssentials
import Logging

extension RunKeeper {
    /// Starts a run that was never started; one that was is kept as it is.
    func startOnce(_ order: StartOrder) {
        guard runs[order.run] == nil else { return }
        let files = runDirectory(order.run)
        runs[order.run] = Kept(reader: RunReader(run: order.run, directory: files))
        do {
            if try files.wasStarted() {
                // An earlier daemon's: what it has done since is in the records, and whether it still lives shows in its lock.
                check(order.run)
                return
            }
            let request = try composer.compose(order, in: files)
            try Files.createDirectory(files.path, permissions: 0o700)
            // A supervisor that an earlier daemon started may be reading the order, so it is replaced, not rewritten. It need not last
            // longer than the processes: after a loss of power it is composed again.
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            try Files.replace(files.order, with: encoder.encode(request))
            runs[order.run]?.child = try spawnSupervisor(files)
        } catch {
            end(.exited(order.run, .failedToStart("\(error)")))
        }
    }

    private func spawnSupervisor(_ files: RunDirectory) throws(SystemError) -> Int32 {
        var request = SpawnRequest(supervisor, [files.path], environment: [:], directory: "/")
        request.newSession = true
        return try Processes.spawn(request)
    }

    /// Ends and removes runs that nobody expects any more: their ends are durable already, or their jobs are not known.
    func endUnexpected() {
        do throws(SystemError) {
            for name in try Files.list(directory) {
                guard let run = RunID(name), runs[run] == nil else { continue }
                log.notice("ending a run that nobody expects", metadata: ["run": "\(run)"])
                var kept = Kept(reader: RunReader(run: run, directory: runDirectory(run)))
                kept.isExpected = false
                runs[run] = kept
                stop(run, StopRequest(signal: Signal.terminate.rawValue, grace: 10_000, reason: "not-expected"))
                check(run)
            }
        } catch {
            log.error("the run directories cannot be listed", metadata: ["error": "\(error)"])
        }
    }
}
