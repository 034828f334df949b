/// What depends on the version of Kubernetes.
struct KubernetesVersion: Hashable, Sendable {
  /// The minor version: 34 of `v1.34.0`.
  let minor: Int

  /// Reads `v1.34.0`; what is no version counts as the newest.
  init(_ text: String) {
    let parts = text.drop { $0 == "v" }.split(separator: ".")
    minor = parts.count >= 2 ? Int(parts[1]) ?? .max : .max
  }

  /// Whether a watch may begin with what exists (feature gate WatchList): on by default in 1.32, off again in 1.33,
  /// on since 1.34.
  ///
  /// Source: kubernetes/kubernetes `pkg/features/kube_features.go`, `WatchList`, 1.34.
  var allowsWatchList: Bool { minor == 32 || minor >= 34 }
}
