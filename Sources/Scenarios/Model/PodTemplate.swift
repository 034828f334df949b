public import KubernetesModel
public import SourceText

/// A pod before injection and without address, and how many there are of it.
public struct PodTemplate: Sendable, Hashable {
  /// The pod. With several replicas its name is the stem of theirs.
  public var pod: Pod
  /// How many; 0 for one that is not there at present.
  public var replicas: Int
  /// What the pods come from; its name is that of ``pod``.
  public var workload: WorkloadKind
  /// The containers that have ended.
  public var ended: Set<String>
  /// What its containers expose.
  public var exposures: [Exposure]
  /// Faults by kind of role: `app: hang`.
  public var faults: [String: String]
  /// Where the file says so.
  public var span: Span

  /// Makes a template.
  public init(
    pod: Pod, replicas: Int = 1, exposures: [Exposure] = [], faults: [String: String] = [:],
    workload: WorkloadKind = .pod, ended: Set<String> = [], span: Span = .synthetic
  ) {
    self.pod = pod
    self.replicas = replicas
    self.workload = workload
    self.ended = ended
    self.exposures = exposures
    self.faults = faults
    self.span = span
  }
}
