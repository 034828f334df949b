/// What the endpoint controllers make of a Service and the pods behind it.
///
/// Source: kubernetes/kubernetes `pkg/controller/endpoint/endpoints_controller.go`,
/// `staging/src/k8s.io/endpointslice/reconciler.go`, 1.34.
public enum EndpointPublishing {
  /// The Endpoints of a Service; nil if it has no selector, for then a user makes them by hand.
  ///
  /// - Parameter pods: pods of any namespace; only those of the Service's that it selects count.
  public static func endpoints(of service: Service, pods: [Pod]) -> Endpoints? {
    guard let members = Member.all(of: service, among: pods) else { return nil }
    var subsets: [EndpointSubset] = []
    for servicePort in service.spec.ports ?? [] {
      let ports = Dictionary(grouping: members) { $0.pod.number(of: servicePort) }
      for (number, members) in ports.sorted(by: { ($0.key ?? 0) < ($1.key ?? 0) }) {
        guard let number else { continue }
        let addresses = members.compactMap { member in
          member.address(of: service.spec.ipFamilies?.first).map { (member.isReady, member.address($0)) }
        }
        let ready = addresses.filter(\.0).map(\.1)
        let notReady = addresses.filter { !$0.0 }.map(\.1)
        let port = EndpointPort(
          name: servicePort.name, port: number, protocol: servicePort.protocol ?? "TCP",
          appProtocol: servicePort.appProtocol)
        add(port, to: &subsets, ready: ready, notReady: notReady)
      }
    }
    var metadata = ObjectMeta(name: service.metadata.name, namespace: service.metadata.namespace)
    metadata.labels = service.metadata.labels
    if service.isHeadless { metadata.labels = (metadata.labels ?? [:]).merging([headlessLabel: ""]) { $1 } }
    return Endpoints(metadata: metadata, subsets: subsets.isEmpty ? nil : subsets)
  }

  /// The EndpointSlices of a Service, one for each address family and set of port numbers.
  ///
  /// Kubernetes names them with a random ending and starts a new one after 100 endpoints; here they are
  /// numbered and hold all.
  public static func slices(of service: Service, pods: [Pod]) -> [EndpointSlice] {
    guard let members = Member.all(of: service, among: pods) else { return [] }
    let families = service.spec.ipFamilies ?? Array(Set(members.compactMap(\.primaryFamily))).sorted()
    var slices: [EndpointSlice] = []
    for family in families {
      let present = members.filter { $0.address(of: family) != nil }
      let groups = Dictionary(grouping: present) { member in
        (service.spec.ports ?? []).map { member.pod.number(of: $0) }
      }
      for (numbers, members) in groups.sorted(by: { "\($0.key)" < "\($1.key)" }) {
        let ports = zip(service.spec.ports ?? [], numbers).compactMap { servicePort, number -> SlicePort? in
          guard let number else { return nil }
          return SlicePort(
            name: servicePort.name ?? "", port: number, protocol: servicePort.protocol ?? "TCP",
            appProtocol: servicePort.appProtocol)
        }
        let metadata = sliceMetadata(of: service, number: slices.count + 1)
        let endpoints = members.compactMap { member in
          member.address(of: family).map { member.endpoint($0) }
        }
        slices.append(
          EndpointSlice(metadata: metadata, addressType: family, endpoints: endpoints, ports: ports))
      }
    }
    return slices
  }

  private static let headlessLabel = "service.kubernetes.io/headless"

  private static func sliceMetadata(of service: Service, number: Int) -> ObjectMeta {
    var labels = service.metadata.labels ?? [:]
    labels[EndpointSlice.serviceNameLabel] = service.metadata.name
    labels["endpointslice.kubernetes.io/managed-by"] = "endpointslice-controller.k8s.io"
    if service.isHeadless { labels[headlessLabel] = "" }
    return ObjectMeta(
      name: "\(service.metadata.name)-\(number)", namespace: service.metadata.namespace, labels: labels)
  }

  /// Adds a port; ports with the same addresses share a subset.
  private static func add(
    _ port: EndpointPort, to subsets: inout [EndpointSubset], ready: [EndpointAddress],
    notReady: [EndpointAddress]
  ) {
    let subset = EndpointSubset(
      addresses: ready.isEmpty ? nil : ready, notReadyAddresses: notReady.isEmpty ? nil : notReady,
      ports: [port])
    let twin = subsets.firstIndex {
      $0.addresses == subset.addresses && $0.notReadyAddresses == subset.notReadyAddresses
    }
    if let twin { subsets[twin].ports?.append(port) } else { subsets.append(subset) }
  }
}

/// A pod behind a Service.
private struct Member {
  var pod: Pod
  var isReady: Bool
  var isServing: Bool

  /// The pods behind a Service, by name; nil if the Service selects none on purpose.
  static func all(of service: Service, among pods: [Pod]) -> [Member]? {
    guard let selector = service.spec.selector, service.spec.type != "ExternalName" else { return nil }
    let publishesAll = service.spec.publishNotReadyAddresses == true
    return pods.filter { $0.metadata.namespace == service.metadata.namespace && $0.isBehind(selector) }
      .sorted { $0.metadata.name < $1.metadata.name }
      .map { Member(pod: $0, isReady: publishesAll || $0.isReady, isServing: $0.isReady) }
  }

  /// The family of the pod's first IP.
  var primaryFamily: String? { pod.status?.podIP.map(Self.family) }

  /// The pod's IP of a family; its first IP if no family is asked for.
  func address(of family: String?) -> String? {
    let all = [pod.status?.podIP ?? ""] + (pod.status?.podIPs ?? []).map(\.ip)
    return all.first { !$0.isEmpty && (family == nil || Self.family(of: $0) == family) }
  }

  func address(_ ip: String) -> EndpointAddress {
    EndpointAddress(ip: ip, nodeName: pod.spec.nodeName, targetRef: reference)
  }

  func endpoint(_ ip: String) -> SliceEndpoint {
    SliceEndpoint(
      addresses: [ip], conditions: SliceConditions(ready: isReady, serving: isServing, terminating: false),
      targetRef: reference, nodeName: pod.spec.nodeName)
  }

  private var reference: ObjectReference {
    ObjectReference(
      kind: "Pod", namespace: pod.metadata.namespace, name: pod.metadata.name, uid: pod.metadata.uid)
  }

  private static func family(of address: String) -> String { address.contains(":") ? "IPv6" : "IPv4" }
}

extension Pod {
  /// Whether the condition `Ready` is true.
  public var isReady: Bool {
    (status?.conditions ?? []).contains { $0.type == "Ready" && $0.status == "True" }
  }

  /// The number of a Service's port on this pod; nil if it names a port that neither a container nor a native
  /// sidecar declares with that protocol.
  ///
  /// Source: kubernetes/kubernetes `pkg/api/v1/pod/util.go` `FindPort`, 1.34.
  public func number(of servicePort: ServicePort) -> UInt16? {
    switch servicePort.targetPort {
    case nil, .number(0): return servicePort.port
    case .number(let number): return number
    case .name(let name):
      let sidecars = (spec.initContainers ?? []).filter { $0.restartPolicy == "Always" }
      let ports = (spec.containers + sidecars).lazy.flatMap { $0.ports ?? [] }
      let wanted = servicePort.protocol ?? "TCP"
      return ports.first { $0.name == name && ($0.protocol ?? "TCP") == wanted }?.containerPort
    }
  }

  fileprivate func isBehind(_ selector: [String: String]) -> Bool {
    let labels = metadata.labels ?? [:]
    let isOver = status?.phase == "Succeeded" || status?.phase == "Failed"
    let hasAddress = !(status?.podIP ?? "").isEmpty || !(status?.podIPs ?? []).isEmpty
    return !isOver && hasAddress && selector.allSatisfy { labels[$0.key] == $0.value }
  }
}

extension Service {
  /// Whether the Service has no address of its own.
  public var isHeadless: Bool { spec.clusterIP == "None" }
}
