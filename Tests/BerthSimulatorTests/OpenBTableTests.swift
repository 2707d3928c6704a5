import BerthModel
import Testing

@testable import BerthSimulator

@Suite("Lists of openb")
struct OpenBTableTests {
    private static func refusal(pods: String) -> BerthError? {
        do {
            var table = try OpenBTable(pods: CSVRows(text: pods, name: "pods.csv"))
            while try table.nextPod() != nil {}
            return nil
        } catch { return error }
    }

    private static func refusal(nodes: String) -> BerthError? {
        do {
            var table = try OpenBTable(nodes: CSVRows(text: "sn,cpu_milli,memory_mib,gpu,model\n" + nodes, name: "nodes.csv"))
            while try table.nextNode() != nil {}
            return nil
        } catch { return error }
    }

    private static let columns = "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,creation_time,deletion_time\n"

    @Test("nodes and pods come row by row as they are written")
    func rows() throws {
        var nodes = try OpenBTable(nodes: Sample.nodes())
        let first = try nodes.nextNode()
        #expect(
            first == OpenBNode(name: "node-a", cpuMilli: 32_000, memoryMebibytes: 131_072, gpuCount: 2, model: OpenBModel.place(of: "T4")))
        var pods = try OpenBTable(pods: Sample.pods())
        var found: [OpenBPod] = []
        while let pod = try pods.nextPod() { found.append(pod) }
        #expect(found.map(\.gpuCount) == [1, 1, 4, 0, 1, 8, 1])
        #expect(found.map(\.gpuMilli) == [500, 1000, 1000, 0, 500, 1000, 250])
        #expect(found.map { $0.models.nonzeroBitCount } == [64, 1, 2, 64, 64, 1, 2])
        #expect(found[3].deleted == nil && found[2].created == 50)
        #expect(pods.outOfOrderCount == 1)
    }

    @Test("a list of five columns is enough, in any order of columns")
    func fewColumns() throws {
        var pods = try OpenBTable(pods: CSVRows(text: "num_gpu,gpu_milli,name,cpu_milli,memory_mib\n1,40,x,1,2\n", name: "p"))
        let pod = try #require(try pods.nextPod())
        #expect(pod == OpenBPod(name: "x", cpuMilli: 1, memoryMebibytes: 2, gpuCount: 1, gpuMilli: 40, models: .max))
    }

    @Test(
        "a row that cannot be right is refused with its line and its reason",
        arguments: [
            ("a,1,2,1,500", "pods.csv:2: the row has 5 of 8 fields: it is cut short"),
            ("a,1,2,1,500,,5,4", "pods.csv:2: deletion_time 4 is before creation_time 5"),
            ("a,-1,2,1,500,,,", "pods.csv:2: cpu_milli -1 is negative"),
            ("a,1,2,1,500,T5,,", "pods.csv:2: there is no GPU model \"T5\""),
            ("a,1,2,1,1500,,,", "pods.csv:2: gpu_milli 1500 is not in 0...1000"),
            ("a,1,2,9,1000,,,", "pods.csv:2: num_gpu 9 is not in 0...8"),
            ("a,1,2,2,500,,,", "pods.csv:2: 500 thousandths of each of 2 GPUs: only one GPU can be shared"),
            ("a,1,2,0,500,,,", "pods.csv:2: num_gpu 0 and gpu_milli 500 contradict each other"),
            ("a,,2,1,500,,,", "pods.csv:2: cpu_milli is empty"),
            (",1,2,1,500,,,", "pods.csv:2: the name is empty"),
            ("a,1,2,1,500,,,\n\nb,x,2,1,500,,,", "pods.csv:4: cpu_milli \"x\" is not a whole number"),
            ("a,99999999999999999999,2,1,500,,,", "pods.csv:2: cpu_milli \"99999999999999999999\" is not a whole number"),
        ])
    func pods(row: String, reason: String) throws {
        let text = try #require(OpenBTableTests.refusal(pods: OpenBTableTests.columns + row)).description
        #expect(text.hasPrefix(reason))
    }

    @Test("so is a node of a model that nobody knows, and one with GPUs of no model")
    func nodes() {
        #expect(OpenBTableTests.refusal(nodes: "a,1,2,1,H100\n")?.code == .noSuchKind)
        #expect(OpenBTableTests.refusal(nodes: "a,1,2,1,\n")?.description == "nodes.csv:2: 1 GPUs have no model")
        #expect(OpenBTableTests.refusal(nodes: "a,1,2,0,\n") == nil)
        #expect(OpenBTableTests.refusal(pods: "name,cpu_milli\n")?.message == "there is no column \"memory_mib\"")
        #expect(OpenBTableTests.refusal(pods: "")?.message == "the file has no rows")
    }

    @Test("a pod larger than any node is counted and listed, and arrives all the same")
    func tooLarge() throws {
        let fleet = try PackingFleet(Sample.nodes())
        let demand = try PackingDemand(Sample.pods(), on: fleet)
        #expect(fleet.nodes.count == 4 && fleet.gpuMilli == 16_000)
        #expect(demand.tooLarge == ["pod-5"])
        #expect(demand.pods == [0, 1, 2, 3, 0, 4, 5] && demand.outOfOrderCount == 1)
    }
}
