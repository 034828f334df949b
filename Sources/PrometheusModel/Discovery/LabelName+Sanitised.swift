extension LabelName {
  /// A name of Kubernetes as it stands in a label of Prometheus: `app.kubernetes.io/name`, `app_kubernetes_io_name`.
  public static func sanitised(_ name: String) -> String { MetaLabels.sanitised(name) }
}
