/// Metadata that every Kubernetes object has.
///
/// Source: kubernetes/apimachinery `pkg/apis/meta/v1/types.go`, `ObjectMeta`.
public struct ObjectMeta: Sendable, Hashable, Codable {
  /// The name, unique by kind and namespace.
  public var name: String
  /// The namespace; nil for what is cluster-wide.
  public var namespace: String?
  /// The unique identifier.
  public var uid: String?
  /// Labels.
  public var labels: [String: String]?
  /// Annotations.
  public var annotations: [String: String]?
  /// When the object was created, RFC 3339.
  public var creationTimestamp: String?
  /// The objects that this one belongs to.
  public var ownerReferences: [OwnerReference]?
  /// The version that the API server gave.
  public var resourceVersion: String?

  /// Makes metadata.
  public init(
    name: String, namespace: String? = nil, uid: String? = nil, labels: [String: String]? = nil,
    annotations: [String: String]? = nil, creationTimestamp: String? = nil,
    ownerReferences: [OwnerReference]? = nil, resourceVersion: String? = nil
  ) {
    self.name = name
    self.namespace = namespace
    self.uid = uid
    self.labels = labels
    self.annotations = annotations
    self.creationTimestamp = creationTimestamp
    self.ownerReferences = ownerReferences
    self.resourceVersion = resourceVersion
  }

  /// Reads metadata; a missing name is empty.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decodeIfPresent(String.self, forKey: .name) ?? ""
    namespace = try container.decodeIfPresent(String.self, forKey: .namespace)
    uid = try container.decodeIfPresent(String.self, forKey: .uid)
    labels = try container.decodeIfPresent([String: String].self, forKey: .labels)
    annotations = try container.decodeIfPresent([String: String].self, forKey: .annotations)
    creationTimestamp = try container.decodeIfPresent(String.self, forKey: .creationTimestamp)
    ownerReferences = try container.decodeIfPresent([OwnerReference].self, forKey: .ownerReferences)
    resourceVersion = try container.decodeIfPresent(String.self, forKey: .resourceVersion)
  }
}

/// The owner of an object.
public struct OwnerReference: Sendable, Hashable, Codable {
  /// The owner's API version.
  public var apiVersion: String
  /// The owner's kind.
  public var kind: String
  /// The owner's name.
  public var name: String
  /// The owner's unique identifier.
  public var uid: String?
  /// Whether the owner is the managing controller.
  public var controller: Bool?

  /// Names an owner.
  public init(apiVersion: String, kind: String, name: String, uid: String? = nil, controller: Bool? = nil) {
    self.apiVersion = apiVersion
    self.kind = kind
    self.name = name
    self.uid = uid
    self.controller = controller
  }
}

/// A selector over labels.
///
/// Source: kubernetes/apimachinery `pkg/apis/meta/v1/types.go`, `LabelSelector`.
public struct LabelSelector: Sendable, Hashable, Codable {
  /// Labels that must have these values.
  public var matchLabels: [String: String]?
  /// Further requirements, all of which must hold.
  public var matchExpressions: [LabelSelectorRequirement]?

  /// Makes a selector; an empty one matches everything.
  public init(matchLabels: [String: String]? = nil, matchExpressions: [LabelSelectorRequirement]? = nil) {
    self.matchLabels = matchLabels
    self.matchExpressions = matchExpressions
  }

  /// Whether the selector selects an object with these labels.
  public func matches(_ labels: [String: String]) -> Bool {
    for (key, value) in matchLabels ?? [:] where labels[key] != value { return false }
    return (matchExpressions ?? []).allSatisfy { $0.matches(labels) }
  }
}

/// One requirement of a selector.
public struct LabelSelectorRequirement: Sendable, Hashable, Codable {
  /// How the label is compared.
  public enum Operator: String, Sendable, Codable {
    /// The label has one of the values.
    case `in` = "In"
    /// The label is absent or has none of the values.
    case notIn = "NotIn"
    /// The label is there.
    case exists = "Exists"
    /// The label is not there.
    case doesNotExist = "DoesNotExist"
  }

  /// The label.
  public var key: String
  /// How it is compared.
  public var `operator`: Operator
  /// With what it is compared.
  public var values: [String]?

  /// Makes a requirement.
  public init(key: String, operator: Operator, values: [String]? = nil) {
    self.key = key
    self.operator = `operator`
    self.values = values
  }

  /// Whether labels meet the requirement.
  public func matches(_ labels: [String: String]) -> Bool {
    switch `operator` {
    case .in: labels[key].map { (values ?? []).contains($0) } ?? false
    case .notIn: labels[key].map { !(values ?? []).contains($0) } ?? true
    case .exists: labels[key] != nil
    case .doesNotExist: labels[key] == nil
    }
  }
}
