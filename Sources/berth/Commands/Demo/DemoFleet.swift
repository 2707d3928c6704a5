/// What the demo starts with: a mixed fleet whose budget cannot hold everything at once, and a few jobs.
enum DemoFleet {
    static let fleet = """
        schema: 1
        name: demo
        places:
          hall-1: {rating: 120 kW}
          "rack-[1-2]": {parent: hall-1, rating: 60 kW}
        nodes:
          - {names: "h-[01-08]", instance: p5e.48xlarge, place: "rack-[1-2]"}
          - {names: "t-[01-04]", instance: trn2.48xlarge, place: hall-1}

        """

    static let policy = """
        schema: 1
        power:
          site: {budget: 60 kW}
        queues:
          research: {class: gang, max_time: 48h, default_time: 4h}
        agencies:
          demo: {users: ["*"]}

        """

    struct Job {
        var what: String
        var file: String
    }

    static let jobs = [
        Job(
            what: "a service with two replicas",
            file: "{name: chat, class: service, replicas: 2, accelerators: h200:8, command: [serve], simulate: {exit: 0}}"),
        Job(
            what: "a training gang on two nodes",
            file: "{name: train, class: gang, nodes: 2, queue: research, accelerators: h200:8, time: 1h, command: [train], simulate: {duration: 90s}}"),
        Job(
            what: "an array of sixteen tasks",
            file: "{name: sweep, array: 0-15%4, accelerators: trn2:4, time: 30m, command: [tune], simulate: {duration: 20s}}"),
        Job(
            what: "a gang that needs more watts than are free",
            file: "{name: big, class: gang, nodes: 4, queue: research, accelerators: h200:8, time: 1h, command: [train], simulate: {duration: 60s}}"),
    ]
}
