import Contract
import SourceText

/// The services that are registered, and at which index each has changed.
final class ConsulCatalogue: Sendable {
  /// What a query is about.
  enum Subject: Hashable, Sendable {
    /// The names and tags of all services.
    case services
    /// The instances of a service in the catalogue.
    case catalog(String)
    /// The instances of a service with their checks.
    case health(String)

    /// The service, if it is about one.
    var service: String? {
      switch self {
      case .services: nil
      case .catalog(let name), .health(let name): name
      }
    }
  }

  fileprivate struct State {
    var configuration: ConsulConfiguration
    /// The index of the last change of anything.
    var index: Int
    /// The index of the last change of each service.
    var services: [String: Int] = [:]
    /// The index at which a service was last removed altogether.
    var lastExtinction: Int
  }

  private static let firstIndex = 10

  private let state: Monitor<State>

  /// Registers what is there at the start.
  init(_ configuration: ConsulConfiguration) {
    let names = Set(configuration.instances.map(\.service))
    state = Monitor(
      State(
        configuration: configuration, index: Self.firstIndex,
        services: Dictionary(uniqueKeysWithValues: names.map { ($0, Self.firstIndex) }),
        lastExtinction: Self.firstIndex))
  }

  /// Registers what is new and removes what is gone.
  func replace(by configuration: ConsulConfiguration) {
    state.change { state in
      let before = Dictionary(grouping: state.configuration.instances, by: \.service)
      let after = Dictionary(grouping: configuration.instances, by: \.service)
      let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
      state.configuration = configuration
      guard !changed.isEmpty else { return }
      state.index += 1
      for name in changed {
        state.services[name] = after[name] == nil ? nil : state.index
        if after[name] == nil { state.lastExtinction = state.index }
      }
    }
  }

  // MARK: Asking

  /// `/v1/agent/self`, as far as clients read it.
  var agent: String {
    let datacenter = state.read { $0.configuration.datacenter }.jsonText
    return #"{"Config":{"Datacenter":\#(datacenter),"PrimaryDatacenter":\#(datacenter),"NodeName":"server-1","#
      + #""Server":true,"Version":"1.20.0"},"Member":{"Name":"server-1","Status":1}}"#
  }

  /// `/v1/catalog/datacenters`.
  var datacenters: String { "[\(state.read { $0.configuration.datacenter }.jsonText)]" }

  /// Refuses who has not the token, and who asks for another data centre.
  ///
  /// Source: hashicorp/consul `acl/errors.go`, `agent/consul/rpc.go` (`ErrNoDCPath`), 1.20.
  func admit(_ query: ConsulQuery, to path: [String]) throws(ConsulRefusal) {
    let configuration = state.read { $0.configuration }
    if let token = configuration.token, query.token != token {
      let what = path.first == "agent" ? "agent:read" : "service:read"
      throw ConsulRefusal(
        status: 403,
        message: query.token == nil
          ? "Permission denied: anonymous token lacks permission '\(what)'. The anonymous token is used implicitly "
            + "when a request does not specify a token." : "ACL not found")
    }
    if let datacenter = query.datacenter, datacenter != configuration.datacenter {
      throw ConsulRefusal(status: 500, message: "No path to datacenter")
    }
  }

  /// Waits as the query asks, then answers it.
  func answer(_ subject: Subject, _ query: ConsulQuery, _ filter: ConsulFilter?) -> (index: Int, body: String) {
    let end = MonotonicTime.now + Int64(query.waitMilliseconds) * 1_000_000
    let answer = state.wait(until: query.index > 0 ? end : .now) { state in
      state.index(of: subject) > query.index ? state.answer(subject, query, filter) : nil
    }
    return answer ?? state.read { $0.answer(subject, query, filter) }
  }
}

extension ConsulCatalogue.State {
  fileprivate func index(of subject: ConsulCatalogue.Subject) -> Int {
    subject.service.map { services[$0] ?? lastExtinction } ?? index
  }

  fileprivate func answer(
    _ subject: ConsulCatalogue.Subject, _ query: ConsulQuery, _ filter: ConsulFilter?
  ) -> (index: Int, body: String) {
    let selected = configuration.instances.filter { instance in
      query.nodeMeta.allSatisfy { instance.nodeMeta[$0.key] == $0.value }
        && [instance.namespace, "*"].contains(query.namespace ?? "default")
        && instance.partition == query.partition ?? "default"
        && (subject.service == nil || subject.service == instance.service)
        && (subject.service == nil || query.tags.allSatisfy(instance.tags.contains))
    }
    let body: String
    switch subject {
    case .services:
      var names: [String] = []
      var tags: [String: [String]] = [:]
      for instance in selected where filter?.matches(instance.catalog) ?? true {
        if tags[instance.service] == nil { names.append(instance.service) }
        let known = tags[instance.service, default: []]
        tags[instance.service, default: []] += instance.tags.filter { !known.contains($0) }
      }
      body =
        "{"
        + names.sorted().map { name in
          "\(name.jsonText):[\((tags[name] ?? []).map(\.jsonText).joined(separator: ","))]"
        }.joined(separator: ",") + "}"
    case .catalog:
      body = "[\(selected.map(\.catalog).filter { filter?.matches($0) ?? true }.joined(separator: ","))]"
    case .health:
      let entries = selected.map(\.health).filter { entry in
        (filter?.matches(entry) ?? true) && (!query.isPassingOnly || Self.isPassing(entry))
      }
      body = "[\(entries.joined(separator: ","))]"
    }
    return (index(of: subject), body)
  }

  private static func isPassing(_ entry: String) -> Bool {
    (YAMLNode(json: entry)?["Checks"]?.sequence ?? []).allSatisfy { $0["Status"]?.string == "passing" }
  }
}

extension String {
  /// The text as a JSON string.
  fileprivate var jsonText: String { YAMLNode.string(self).json() }
}
