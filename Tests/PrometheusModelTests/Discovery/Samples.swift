import KubernetesModel
import PrometheusModel

/// Objects that the tables of discovery start from.
enum Sample {
  /// A pod with two containers, the first with two ports, the second with none.
  static let cart = Pod(
    metadata: ObjectMeta(
      name: "cart-0", namespace: "shop", uid: "f00d", labels: ["app.kubernetes.io/name": "cart"],
      annotations: ["prometheus.io/scrape": "true"],
      ownerReferences: [
        OwnerReference(apiVersion: "v1", kind: "Bystander", name: "other"),
        OwnerReference(apiVersion: "apps/v1", kind: "ReplicaSet", name: "cart-7d9", controller: true),
      ]),
    spec: PodSpec(
      containers: [
        Container(
          name: "app", image: "cart:1",
          ports: [
            ContainerPort(name: "http", containerPort: 8080, protocol: "TCP"),
            ContainerPort(containerPort: 9125, protocol: "UDP"),
          ]),
        Container(name: "log", image: "log:2"),
      ], nodeName: "node-a"),
    status: PodStatus(
      phase: "Running", podIP: "10.0.0.7", hostIP: "192.168.0.2",
      conditions: [PodCondition(type: "Ready", status: "True")],
      containerStatuses: [ContainerStatus(name: "app", containerID: "containerd://1")]))

  /// The labels that every target of ``cart`` shares.
  static let cartShared: [String: String] = [
    "__meta_kubernetes_namespace": "shop", "__meta_kubernetes_pod_name": "cart-0",
    "__meta_kubernetes_pod_ip": "10.0.0.7", "__meta_kubernetes_pod_host_ip": "192.168.0.2",
    "__meta_kubernetes_pod_ready": "true", "__meta_kubernetes_pod_phase": "Running",
    "__meta_kubernetes_pod_node_name": "node-a", "__meta_kubernetes_pod_uid": "f00d",
    "__meta_kubernetes_pod_controller_kind": "ReplicaSet",
    "__meta_kubernetes_pod_controller_name": "cart-7d9",
    "__meta_kubernetes_pod_label_app_kubernetes_io_name": "cart",
    "__meta_kubernetes_pod_labelpresent_app_kubernetes_io_name": "true",
    "__meta_kubernetes_pod_annotation_prometheus_io_scrape": "true",
    "__meta_kubernetes_pod_annotationpresent_prometheus_io_scrape": "true",
  ]

  /// A pod changed from ``cart``.
  static func cart(_ change: (inout Pod) -> Void) -> Pod {
    var pod = cart
    change(&pod)
    return pod
  }

  /// A Service before ``cart``.
  static let service = Service(
    metadata: ObjectMeta(name: "cart", namespace: "shop", labels: ["team": "a"]),
    spec: ServiceSpec(
      selector: ["app.kubernetes.io/name": "cart"],
      ports: [ServicePort(name: "http-web", port: 80, targetPort: .name("http"))], clusterIP: "10.96.0.1"))
}
