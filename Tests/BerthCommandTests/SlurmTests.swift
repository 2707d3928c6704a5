import BerthModel
import TestSupport
import Testing

@testable import berth

@Suite struct SlurmTests {
    struct Script: Sendable, CustomTestStringConvertible {
        var name: String
        var lines: [String]
        var words: [String]
        var findings: [String]
        var testDescription: String { name }
    }

    /// Heads of scripts as people write them, the flags that are made of them, and what is said of the rest.
    static let scripts = [
        Script(
            name: "a training job on two nodes",
            lines: [
                "#SBATCH --job-name=llm-train", "#SBATCH --account=noaa", "#SBATCH --partition=research", "#SBATCH --nodes=2",
                "#SBATCH --ntasks-per-node=1", "#SBATCH --gpus-per-node=h200:8", "#SBATCH --cpus-per-task=96", "#SBATCH --mem=1024G",
                "#SBATCH --time=2-00:00:00", "#SBATCH --output=logs/%x-%j.out", "#SBATCH --signal=B:USR1@300", "#SBATCH --requeue",
                "#SBATCH --mail-type=END,FAIL", "#SBATCH --mail-user=user1@example.org", "#SBATCH --exclusive",
            ],
            words: [
                "--name", "llm-train", "--agency", "noaa", "--signal", "B:USR1@300", "--requeue", "--queue", "research", "--nodes", "2",
                "--accel", "h200:8", "--cpus", "96", "--mem", "1048576MiB", "--time", "2-00:00:00", "--output", "logs/llm-train-%j.out",
            ],
            findings: [
                "14 --mail-type=END,FAIL: nothing sends mail; berth wait ID tells when it is over",
                "15 --mail-user=user1@example.org: nothing sends mail; berth wait ID tells when it is over",
                "16 --exclusive: devices and cores are never shared, and a whole node cannot be asked for yet",
            ]),
        Script(
            name: "an array on one device, in letters",
            lines: [
                "#SBATCH -J tune -p batch -a 0-63%4", "#SBATCH -G h200:1 -c 8 --mem-per-cpu=4G", "#SBATCH -t 90",
                "#SBATCH -o out_%A_%a.txt",
                "#SBATCH -e err_%A_%a.txt", "#SBATCH -d afterok:41:42,afterany:43", "#SBATCH -x h-[01-02] -w h-03 # two that fail",
            ],
            words: [
                "--name", "tune", "--array", "0-63%4", "--exclude", "h-[01-02]", "--nodelist", "h-03", "--queue", "batch", "--accel-total",
                "h200:1", "--cpus", "8", "--mem", "32768MiB", "--time", "90m", "--output", "out_%j_%a.txt", "--error", "err_%j_%a.txt",
                "--dependency", "afterok:41:42,afterany:43",
            ], findings: []),
        Script(
            name: "devices without a kind, and a range of nodes",
            lines: ["#SBATCH --gres=gpu:4", "#SBATCH -N 2-4", "#SBATCH -n 5"],
            words: ["--nodes", "2", "--cpus", "3"],
            findings: [
                "2 --gres=gpu:4: it names no kind of device: write --accel KIND:COUNT", "3 -N 2-4: a gang has one size: 2 is taken",
                "4 -n 5: 5 tasks cannot be shared evenly by 2 nodes: cores for 3 are asked for",
            ]),
        Script(
            name: "generic resources besides devices", lines: ["#SBATCH --gres=gpu:h100:2,shard:8", "#SBATCH --cpus-per-gpu=12"],
            words: ["--accel", "h100:2", "--cpus", "24"], findings: ["2 --gres=gpu:h100:2,shard:8: \"shard:8\" is not managed"]),
        Script(
            name: "times to begin and to be done",
            lines: ["#SBATCH --begin=now+1hour", "#SBATCH --deadline 2030-01-01T00:00:00", "#SBATCH -H"],
            words: ["--begin", "now+1hour", "--deadline", "2030-01-01T00:00:00", "--hold"], findings: []),
        Script(
            name: "a dependency that is none here", lines: ["#SBATCH --dependency=singleton,afterok:7"],
            words: ["--dependency", "afterok:7"],
            findings: ["2 --dependency=singleton,afterok:7: \"singleton\" is none of after, afterok, afternotok and afterany"]),
        Script(
            name: "the whole environment, and one variable more", lines: ["#SBATCH --export=ALL,OMP_NUM_THREADS=8"],
            words: ["--export", "OMP_NUM_THREADS=8"],
            findings: ["2 --export=ALL,OMP_NUM_THREADS=8: the environment is never captured as a whole; name the variables"]),
        Script(
            name: "queue by partition and qos, features, and what nobody knows",
            lines: ["#SBATCH -p gpu --qos=high", "#SBATCH -C a100", "#SBATCH --frobnicate=3", "#SBATCH --open-mode=truncate", "#SBATCH 5"],
            words: ["--queue", "gpu"],
            findings: [
                "2 --qos=high: a job is in one queue, and the partition names it",
                "3 -C a100: nodes have no features; ask for a device kind, or for nodes with -w",
                "4 --frobnicate=3: berth has nothing of the kind", "5 --open-mode=truncate: output is always appended",
                "6 5: it is no option",
            ]),
        Script(
            name: "lines after the first command, and comments, are not read",
            lines: ["# a comment", "#SBATCHED --x", "##SBATCH --nodes=9", "", "#SBATCH --mem=0", "module load cuda", "#SBATCH --nodes=3"],
            words: [], findings: ["6 --mem=0: all of a node's memory cannot be asked for"]),
        Script(
            name: "srun in the script", lines: ["#SBATCH -N2 --gpus-per-node=trn2:16", "srun python3 train.py"],
            words: ["--nodes", "2", "--accel", "trn2:16"],
            findings: ["3 srun: the script runs once for each member; start the program itself"]),
    ]

    @Test("a script's #SBATCH lines become flags, and every one that is not honoured is named", arguments: scripts)
    func table(_ script: Script) throws {
        let text = (["#!/bin/bash"] + script.lines).joined(separator: "\n") + "\n"
        let read = try SlurmScript(text, path: "x.sh")
        #expect(read.words == script.words)
        #expect(read.findings.map { "\($0.line) \($0.text): \($0.why)" } == script.findings)
    }

    @Test("--slurm makes a job of them, under #BERTH lines and the command line, and --strict refuses what is not honoured")
    func submitted() async throws {
        let scratch = try TemporaryDirectory(prefix: "berth-slurm")
        let text = """
            #!/bin/bash
            #SBATCH -J old -N 2 --gpus-per-node=h200:8 -t 60
            #SBATCH --mail-type=END
            #BERTH --queue research
            python3 train.py
            """
        let path = try scratch.write(text, to: "x.sh")
        let explained = await Typed.run(["submit", "--explain", "--slurm", "-t", "2h", path])
        #expect(explained.code == 0)
        for line in ["name: old", "nodes: 2", "time: 2h", "queue: research", "kind: h200, count: 8"] {
            #expect(explained.out.contains(line), "\(line)")
        }
        #expect(explained.notes.count == 1 && explained.notes[0].hasPrefix("berth: \(path):3: --mail-type=END is not honoured: nothing"))
        let strict = await Typed.run(["submit", "--slurm", "--strict", path])
        #expect(strict.code == 65)
        #expect(strict.notes.last == "berth: \(path): 1 thing of its #SBATCH lines could not be honoured, and --strict was asked")
        #expect(await Typed.run(["submit", "--slurm", "--", "x"]).code == 64)
        #expect(await Typed.run(["submit", "--strict", path]).code == 64)
        let plain = await Typed.run(["submit", "--explain", path])
        #expect(plain.notes == ["berth: \(path) has #SBATCH lines, which are read with --slurm only"])
        #expect(plain.out.contains("queue: research") && !plain.out.contains("nodes: 2"))
    }
}
