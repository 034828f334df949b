/// An object of which only the metadata matters: a ReplicaSet or a Job on the way from a pod to its
/// Deployment or CronJob.
///
/// Source: kubernetes/apimachinery `pkg/apis/meta/v1/types.go`, `PartialObjectMetadata`.
public struct PartialObject: Sendable, Hashable, Codable {
  /// The API version.
  public var apiVersion: String?
  /// The kind.
  public var kind: String?
  /// Metadata.
  public var metadata: ObjectMeta

  /// Makes an object.
  public init(apiVersion: String? = nil, kind: String? = nil, metadata: ObjectMeta) {
    self.apiVersion = apiVersion
    self.kind = kind
    self.metadata = metadata
  }
}

extension ObjectMeta {
  /// The owner that manages the object, nil if nothing does.
  public var controller: OwnerReference? { (ownerReferences ?? []).first { $0.controller == true } }

  /// `namespace/name`, the key under which the object is known among those of its kind.
  public var key: String { "\(namespace ?? "")/\(name)" }
}
