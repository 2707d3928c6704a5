import BerthModel
import BerthPlacement
import BerthPolicy
import Testing

@testable import BerthStorage

@Suite("policy files")
struct PolicyFileTests {
    private func decode(_ text: String) throws(BerthError) -> Policy { try PolicyFile.decode(text, fileName: "policy.yaml") }

    @Test("a policy reads as it says")
    func example() throws {
        let policy = try decode(
            """
            schema: 1
            power:
              site: {budget: 4 MW}
              hall-2: {budget: 1.2 MW, nodes: "h-[05-06],t-1", cooling: {fixed: 20 kW, factor: 1.25}}
            accelerators:
              h200: {watts: {idle: 75, max: 690 W, provenance: measured}}
            workloads:
              claude-serving:
                alternatives:
                  - {kind: h200, slots: 8, throughput: 5200, unit: tokens/s, watts_per_slot: {steady: 430, peak: 620}}
                  - {kind: trn2, slots: 16, throughput: 0.5, watts_per_slot: {peak: 480, provenance: operator-estimate}}
            queues:
              research: {class: gang, weight: 5, max_time: 48h, default_time: 4h}
            agencies:
              commerce: {}
              noaa: {parent: commerce, users: [user1, "@noaa-hpc"], admins: [chief], limits: {h200: 32, power: 60 kW, jobs: 2000}}
            operators: ["@ops"]
            """)
        #expect(
            policy.power == [
                Policy.BudgetRule(name: Place.site, parent: nil, budget: Watts(4_000_000)),
                Policy.BudgetRule(
                    name: try PlaceName("hall-2"), parent: Place.site, budget: Watts(1_200_000),
                    nodes: try ["h-05", "h-06", "t-1"].map { name throws(BerthError) in try NodeName(name) },
                    coolingFixed: Watts(20_000), coolingFactorThousandths: 1250),
            ])
        #expect(
            policy.accelerators == [try KindName("h200"): Policy.PowerOverride(idle: Watts(75), max: Watts(690), provenance: .measured)])
        #expect(
            policy.workloads[try WorkloadName("claude-serving")]?.profiles == [
                Policy.Profile(
                    kind: try KindName("h200"), slots: 8, throughputThousandths: 5_200_000, unit: "tokens/s", steady: Watts(430),
                    peak: Watts(620)),
                Policy.Profile(
                    kind: try KindName("trn2"), slots: 16, throughputThousandths: 500, peak: Watts(480), provenance: .operatorEstimate),
            ])
        #expect(
            policy.queues == [
                try QueueName("research"): Policy.Queue(
                    jobClass: .gang, weight: 5, maxTime: .seconds(172_800), defaultTime: .seconds(14_400))
            ])
        #expect(
            policy.agencies[try AgencyName("noaa")]
                == Policy.Agency(
                    parent: try AgencyName("commerce"), users: ["user1", "@noaa-hpc"], admins: ["chief"],
                    deviceLimits: [try KindName("h200"): 32],
                    powerLimit: Watts(60_000), jobLimit: 2000))
        #expect(policy.operators == ["@ops"])
    }

    @Test("an empty policy has no rules, and chooses nodes by what was submitted")
    func empty() throws {
        #expect(try decode("schema: 1") == Policy())
        #expect(try decode("schema: 1").placement == .learnt)
    }

    @Test("a policy names its rule of placement", arguments: PlacementRule.allCases)
    func placement(rule: PlacementRule) throws { #expect(try decode("placement: \(rule.rawValue)").placement == rule) }

    @Test(
        "each fault is named with its place",
        arguments: [
            (
                "power:\n  hall-2:\n    power_cap_wats: 1 MW",
                "policy.yaml:3:5: unknown key \"power_cap_wats\" in power.hall-2 "
                    + "(known: budget, parent, nodes, cooling, time_zone, on_cut, schedule)"
            ),
            ("power: {site: {buget: 1 MW}}", "policy.yaml:1:16: unknown key \"buget\" in power.site (did you mean \"budget\"?)"),
            ("power: {site: {budget: 4}}", "policy.yaml:1:24: \"4\" is not a power: it has no unit; write it like \"1.2 MW\""),
            ("power: {site: {parent: x}}", "policy.yaml:1:9: \"site\" is the root of all places: it has no parent, and all nodes"),
            (
                "power: {a: {budget: 1 W, cooling: {factor: 0.5}}}",
                "policy.yaml:1:44: a cooling factor is 1 to 10: watts drawn for each watt of the nodes"
            ),
            (
                "power: {a: {budget: 1 W, schedule: []}}",
                "policy.yaml:1:26: \"schedule\" in power.a is not enforced by this version (take it out, so that nobody relies on it)"
            ),
            ("accelerators: {h20: {watts: {max: 1}}}", "policy.yaml:1:16: no accelerator kind \"h20\" is known (did you mean \"h200\"?)"),
            (
                "accelerators: {h200: {watts: {idle: 800}}}",
                "policy.yaml:1:30: h200 would draw 800 W idle and 700 W at most; idle is above zero and not above the maximum"
            ),
            (
                "agencies: {a: {limits: {jbos: 1}}}",
                "policy.yaml:1:25: \"jbos\" in agencies.a.limits is no accelerator kind (did you mean \"jobs\"?)"
            ),
            ("agencies: {a: {users: [\"@\"]}}", "policy.yaml:1:24: \"@\" is not a user: write a user's name, \"@group\" or \"*\""),
            (
                "agencies: {a: {parent: bb}, bc: {}}",
                "policy.yaml:1:12: no agency \"bb\" is in this policy, the parent of \"a\" (did you mean \"bc\"?)"
            ),
            ("agencies: {a: {parent: b}, b: {parent: a}}", "policy.yaml:1:12: the parents of agency \"a\" run in a circle"),
            ("queues: {q: {max_time: 1h, default_time: 2h}}", "policy.yaml:1:28: the default time 2h of queues.q is above its maximum 1h"),
            ("agencies: {a: {share: 0}}", "policy.yaml:1:23: \"share\" must be 1 to 1000000, not 0"),
            (
                "agencies: {a: {limits: {borrow: {h2000: 1}}}}",
                "policy.yaml:1:34: \"h2000\" in agencies.a.limits.borrow is no accelerator kind (did you mean \"h200\"?)"
            ),
            (
                "queues: {a: {preempts: [bach]}, batch: {}}",
                "policy.yaml:1:10: no queue \"bach\" is in this policy, which \"a\" may preempt (did you mean \"batch\"?)"
            ),
            ("fairness: {half_lif: 1d}", "policy.yaml:1:12: unknown key \"half_lif\" in fairness (did you mean \"half_life\"?)"),
            (
                "fairness: {unit: watts}",
                "policy.yaml:1:18: \"unit\" must be joules, device-hours, not \"watts\""
            ),
            ("backfill: {reservations: 0}", "policy.yaml:1:26: \"reservations\" must be 1 to 1000, not 0"),
            ("preemption: {notice: TRM}", "policy.yaml:1:22: \"TRM\" is not a signal (write it like TERM, USR1 or 10)"),
            (
                "agencies: {a: {labels: [x]}}",
                "policy.yaml:1:12: no label \"x\" is in this policy, which agency \"a\" names (define it under \"labels\")"
            ),
            (
                "workloads: {w: {alternatives: [{kind: h200}]}}",
                "policy.yaml:1:32: \"slots\" is missing in an alternative of workloads.w"
            ),
            ("queues: {q: {max_time: 0s}}", "policy.yaml:1:24: \"max_time\" must be above zero"),
            ("queues: {q: {weight: 1001}}", "policy.yaml:1:22: \"weight\" must be 0 to 1000, not 1001"),
            (
                "placement: bestfit",
                "policy.yaml:1:12: \"placement\" must be learnt, best-fit, least-fragmentation, least-watts, first-fit, not \"bestfit\" "
                    + "(did you mean \"best-fit\"?)"
            ),
            ("placment: learnt", "policy.yaml:1:1: unknown key \"placment\" in the policy file (did you mean \"placement\"?)"),
            (
                "queues: {q: {class: bach}}",
                "policy.yaml:1:21: \"class\" must be service, gang, batch, not \"bach\" (did you mean \"batch\"?)"
            ),
            (
                "workloads: {w: {alternatives: [{kind: h200, slots: 1}, {kind: h200, slots: 1}]}}",
                "policy.yaml:1:56: h200 with 1 slots is given twice in workloads.w"
            ),
            (
                "agencies: {\"a b\": {}}",
                "policy.yaml:1:12: \"a b\" is not a name "
                    + "(use 1 to 63 letters, digits, \".\", \"_\" or \"-\", starting with a letter or digit)"
            ),
        ])
    func faults(text: String, message: String) {
        let error = #expect(throws: BerthError.self) { try decode(text) }
        #expect(error?.description == message)
    }

    @Test("keys without effect are read, and said to have none")
    func warnings() throws {
        let text = """
            power: {site: {budget: 1 MW, time_zone: UTC, on_cut: [cap-accelerators]}}
            queues: {q: {preempts: [batch]}, batch: {}}
            agencies: {a: {share: 30, limits: {borrow: {power: 20 kW}}}}
            fairness: {half_life: 7d, unit: joules}
            api: {requests_per_second_per_uid: 200, max_body: 1 MiB}
            """
        let file = try PolicyFile(text, fileName: "p.yaml")
        #expect(file.warnings.count == 3)
        #expect(file.warnings.first == "p.yaml:1:30: \"time_zone\" in power.site has no effect in this version")
        var agency = Policy.Agency()
        agency.share = 30
        agency.borrowing.power = Watts(20_000)
        #expect(file.policy.agencies[try AgencyName("a")] == agency)
        #expect(file.policy.fairness == Policy.Fairness(halfLife: .seconds(604_800)))
    }

    @Test("every key of the planned policy reads as it says")
    func everything() throws {
        let file = try PolicyFile(
            """
            schema: 1
            fairness: {half_life: 0s, unit: device-hours}
            backfill: {method: conservative, reservations: 4, after: 10m, depth: 50}
            preemption: {min_run: 1m, grace: 30s, notice: USR1, cooldown: 0s, max_per_job: 2}
            objective: throughput-per-watt
            labels:
              il5: {scrub: {command: [/usr/local/sbin/scrub, "-a"], time: 5m}}
              open:
            accelerators: {h200: {units: 1.5, cost: 3.5}}
            queues:
              serve: {class: service, weight: 50, preempts: [batch]}
              batch: {order: shortest, limits: {jobs: 9}, jobs_per_user: 3, stopped: true, min_run: 5m, objective: cost, ageing: 10}
            agencies:
              commerce: {share: 60, limits: {h200: 64, power: 100 kW, units: 100}}
              noaa:
                parent: commerce
                limits: {units: 48.5, jobs: 7, jobs_per_user: 2, borrow: {h200: 16, power: 20 kW, units: 0.5}}
                labels: [il5]
                models: ["claude-*", llama]
            power_operators: ["@facility"]
            auditors: ["@ig"]
            """, fileName: "p.yaml", readsRefused: true)
        let policy = file.policy
        #expect(policy.fairness == Policy.Fairness(halfLife: .zero, unit: .deviceHours))
        var backfill = Policy.Backfill()
        (backfill.method, backfill.reservations, backfill.after, backfill.depth) = (.conservative, 4, .seconds(600), 50)
        #expect(policy.backfill == backfill)
        var preemption = Policy.Preemption()
        (preemption.minRun, preemption.grace, preemption.notice) = (.seconds(60), .seconds(30), 10)
        (preemption.cooldown, preemption.maxPerJob) = (.zero, 2)
        #expect(policy.preemption == preemption)
        #expect(policy.objective == .throughputPerWatt)
        let scrub = Policy.Scrub(command: ["/usr/local/sbin/scrub", "-a"], time: .seconds(300))
        #expect(
            policy.hostLabels == [
                LabelName(literal: "il5"): Policy.HostLabel(scrub: scrub), LabelName(literal: "open"): Policy.HostLabel(),
            ])
        let figures = policy.accelerators[KindName(literal: "h200")]
        #expect(figures?.unitThousandths == 1500 && figures?.costThousandths == 3500 && figures?.max == nil)
        var batch = Policy.Queue()
        (batch.order, batch.jobLimit, batch.jobsPerUser, batch.isStopped) = (.shortest, 9, 3, true)
        (batch.minRun, batch.objective, batch.ageing) = (.seconds(300), .cost, 10)
        #expect(policy.queues[QueueName(literal: "batch")] == batch)
        #expect(policy.queues[QueueName(literal: "serve")]?.preempts == [QueueName(literal: "batch")])
        let noaa = policy.agencies[AgencyName(literal: "noaa")]
        #expect(noaa?.unitLimitThousandths == 48_500 && noaa?.jobLimit == 7 && noaa?.jobsPerUser == 2)
        #expect(noaa?.borrowing.devices == [KindName(literal: "h200"): 16] && noaa?.borrowing.unitThousandths == 500)
        #expect(noaa?.labels == [LabelName(literal: "il5")] && noaa?.models == ["claude-*", "llama"])
        #expect(policy.powerOperators == ["@facility"] && policy.auditors == ["@ig"])
        #expect(file.users.map(\.user) == ["@facility", "@ig"])
    }
}
