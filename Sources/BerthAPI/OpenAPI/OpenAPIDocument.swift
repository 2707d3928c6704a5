/// The OpenAPI 3.1 document of the API, made from `Endpoint` and the wire types.
public enum OpenAPIDocument {
    /// - Parameter version: of the daemon.
    public static func json(version: String) -> JSONValue {
        var paths: [String: [String: JSONValue]] = [:]
        for endpoint in Endpoint.allCases {
            paths[endpoint.path, default: [:]][endpoint.method.rawValue.lowercased()] = operation(endpoint)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Berth", "version": .string(version),
                "description": "HTTP/1.1 over a unix socket. The caller is who the kernel says. Other agencies' objects answer 404.",
            ],
            "paths": .object(paths.mapValues(JSONValue.object)),
            "components": ["schemas": .object(schemas)],
        ]
    }

    private static func operation(_ endpoint: Endpoint) -> JSONValue {
        var operation: [String: JSONValue] = [
            "operationId": .string(endpoint.rawValue), "summary": .string(endpoint.summary), "responses": responses(endpoint),
        ]
        if !endpoint.parameters.isEmpty { operation["parameters"] = .array(endpoint.parameters.map(parameter)) }
        if let content = endpoint.requestContent {
            operation["requestBody"] = ["required": true, "content": .object(content.mapValues(media))]
        }
        return .object(operation)
    }

    private static func parameter(_ parameter: Endpoint.Parameter) -> JSONValue {
        var json: [String: JSONValue] = [
            "name": .string(parameter.name), "in": .string(parameter.place.rawValue), "required": .boolean(parameter.place == .path),
            "schema": ["type": .string(parameter.form.rawValue)],
        ]
        if !parameter.text.isEmpty { json["description"] = .string(parameter.text) }
        return .object(json)
    }

    private static func responses(_ endpoint: Endpoint) -> JSONValue {
        var responses: [String: JSONValue] = [
            "default": ["description": "A fault (RFC 9457)", "content": [Wire.problem: media("Problem")]]
        ]
        for (status, content) in endpoint.responseContent {
            responses[status] = ["description": .string(endpoint.summary), "content": .object(content.mapValues(media))]
        }
        return .object(responses)
    }

    private static func media(_ schema: String) -> JSONValue {
        precondition(schemas[schema] != nil, "no schema is called \(schema)")
        return ["schema": ["$ref": .string("#/components/schemas/\(schema)")]]
    }

    static let schemas: [String: JSONValue] = [
        "Job": ["type": "object", "description": "A job file, as docs/spec/job-file.md describes it"],
        "Document": ["type": "object", "description": "An OpenAPI document"],
        "VersionView": WireSchema(of: VersionView.self).json,
        "SubmitView": WireSchema(of: SubmitView.self).json,
        "BatchLine": WireSchema(of: BatchLine.self).json,
        "PlanView": WireSchema(of: PlanView.self).json,
        "JobView": WireSchema(of: JobView.self).json,
        "JobList": WireSchema(of: JobList.self).json,
        "WhyView": WireSchema(of: WhyView.self).json,
        "EventView": WireSchema(of: EventView.self).json,
        "EventList": WireSchema(of: EventList.self).json,
        "AttemptList": WireSchema(of: AttemptList.self).json,
        "JobPatch": WireSchema(of: JobPatch.self).json,
        "CancelRequest": WireSchema(of: CancelRequest.self).json,
        "CancelReply": WireSchema(of: CancelReply.self).json,
        "NodeView": WireSchema(of: NodeView.self).json,
        "NodeList": WireSchema(of: NodeList.self).json,
        "DrainRequest": WireSchema(of: DrainRequest.self).json,
        "TopologyView": WireSchema(of: TopologyView.self).json,
        "PowerView": WireSchema(of: PowerView.self).json,
        "PolicyView": WireSchema(of: PolicyView.self).json,
        "PolicyRequest": WireSchema(of: PolicyRequest.self).json,
        "PolicyCheckView": WireSchema(of: PolicyCheckView.self).json,
        "PolicyRevisionList": WireSchema(of: PolicyRevisionList.self).json,
        "PolicyDiffView": WireSchema(of: PolicyDiffView.self).json,
        "ScheduledPolicyView": WireSchema(of: ScheduledPolicyView.self).json,
        "ScheduledPolicyList": WireSchema(of: ScheduledPolicyList.self).json,
        "PolicyScheduleRequest": WireSchema(of: PolicyScheduleRequest.self).json,
        "PolicyRollbackRequest": WireSchema(of: PolicyRollbackRequest.self).json,
        "JobsChangeRequest": WireSchema(of: JobsChangeRequest.self).json,
        "JobsChangeReply": WireSchema(of: JobsChangeReply.self).json,
        "QueueList": WireSchema(of: QueueList.self).json,
        "AgencyList": WireSchema(of: AgencyList.self).json,
        "ProfileList": WireSchema(of: ProfileList.self).json,
        "UsageView": WireSchema(of: UsageView.self).json,
        "JournalRow": WireSchema(of: JournalRow.self).json,
        "FleetSourceView": WireSchema(of: FleetSourceView.self).json,
        "HealthView": WireSchema(of: HealthView.self).json,
        "Problem": WireSchema(of: Problem.self).json,
    ]
}
