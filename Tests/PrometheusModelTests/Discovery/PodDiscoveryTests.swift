import KubernetesModel
import PrometheusModel
import Testing

@Suite("Targets of pods")
struct PodDiscoveryTests {
  typealias Context = DiscoveryLabels.Context

  @Test("A target a declared port, one without a port for a container that declares none")
  func everyLabel() {
    let own: [[String: String]] = [
      [
        "__address__": "10.0.0.7:8080", "__meta_kubernetes_pod_container_name": "app",
        "__meta_kubernetes_pod_container_id": "containerd://1",
        "__meta_kubernetes_pod_container_image": "cart:1", "__meta_kubernetes_pod_container_init": "false",
        "__meta_kubernetes_pod_container_port_name": "http",
        "__meta_kubernetes_pod_container_port_number": "8080",
        "__meta_kubernetes_pod_container_port_protocol": "TCP",
      ],
      [
        "__address__": "10.0.0.7:9125", "__meta_kubernetes_pod_container_name": "app",
        "__meta_kubernetes_pod_container_id": "containerd://1",
        "__meta_kubernetes_pod_container_image": "cart:1", "__meta_kubernetes_pod_container_init": "false",
        "__meta_kubernetes_pod_container_port_number": "9125",
        "__meta_kubernetes_pod_container_port_protocol": "UDP",
      ],
      [
        "__address__": "10.0.0.7", "__meta_kubernetes_pod_container_name": "log",
        "__meta_kubernetes_pod_container_image": "log:2", "__meta_kubernetes_pod_container_init": "false",
      ],
    ]
    let expected = own.map { Labels(Sample.cartShared.merging($0) { $1 }) }
    let targets = DiscoveryLabels.pod(Sample.cart)
    #expect(targets.map(\.labels) == expected)
    #expect(Set(targets.map(\.source)) == ["pod/shop/cart-0"])
  }

  struct AddressCase: CustomTestStringConvertible {
    var testDescription: String
    var pod: Pod
    var addresses: [String]
  }

  @Test(
    "Addresses",
    arguments: [
      AddressCase(
        testDescription: "no IP yet: no target", pod: Sample.cart { $0.status?.podIP = nil }, addresses: []),
      AddressCase(
        testDescription: "an empty IP: no target", pod: Sample.cart { $0.status?.podIP = "" }, addresses: []),
      AddressCase(
        testDescription: "IPv6: brackets with a port, none without",
        pod: Sample.cart { $0.status?.podIP = "fd00::1" },
        addresses: ["[fd00::1]:8080", "[fd00::1]:9125", "fd00::1"]),
      AddressCase(
        testDescription: "a completed pod keeps its targets",
        pod: Sample.cart { $0.status?.phase = "Succeeded" },
        addresses: ["10.0.0.7:8080", "10.0.0.7:9125", "10.0.0.7"]),
      AddressCase(
        testDescription: "init containers come last",
        pod: Sample.cart {
          $0.spec.initContainers = [
            Container(
              name: "istio-proxy", ports: [ContainerPort(name: "http-envoy-prom", containerPort: 15090)],
              restartPolicy: "Always"), Container(name: "istio-init"),
          ]
        }, addresses: ["10.0.0.7:8080", "10.0.0.7:9125", "10.0.0.7", "10.0.0.7:15090", "10.0.0.7"]),
    ])
  func addresses(_ example: AddressCase) {
    #expect(DiscoveryLabels.pod(example.pod).map { $0.labels["__address__"] } == example.addresses)
  }

  struct LabelCase: CustomTestStringConvertible {
    var testDescription: String { "\(label) of \(what)" }
    var what: String
    var label: String
    var value: String?
    var pod: Pod
    var context = Context()
  }

  static let replicaSet = PartialObject(
    metadata: ObjectMeta(
      name: "cart-7d9", namespace: "shop",
      ownerReferences: [
        OwnerReference(apiVersion: "apps/v1", kind: "Deployment", name: "cart", controller: true)
      ]))
  static let job = PartialObject(
    metadata: ObjectMeta(
      name: "nightly-1", namespace: "shop",
      ownerReferences: [
        OwnerReference(apiVersion: "batch/v1", kind: "CronJob", name: "nightly", controller: true)
      ]))
  static let node = Node(metadata: ObjectMeta(name: "node-a", labels: ["topology.kubernetes.io/zone": "z1"]))
  static let store = ObjectStore(
    nodes: [node],
    namespaces: [Namespace(metadata: ObjectMeta(name: "shop", labels: ["istio-injection": "enabled"]))],
    replicaSets: [replicaSet], jobs: [job])
  static let ofJob = Sample.cart {
    $0.metadata.ownerReferences = [
      OwnerReference(apiVersion: "batch/v1", kind: "Job", name: "nightly-1", controller: true)
    ]
  }

  @Test(
    "Single labels",
    arguments: [
      LabelCase(
        what: "a pod without the condition", label: "pod_ready", value: "unknown",
        pod: Sample.cart { $0.status?.conditions = nil }),
      LabelCase(
        what: "a pod that is not ready", label: "pod_ready", value: "false",
        pod: Sample.cart { $0.status?.conditions = [PodCondition(type: "Ready", status: "False")] }),
      LabelCase(
        what: "a pod without a controller", label: "pod_controller_kind", value: nil,
        pod: Sample.cart { $0.metadata.ownerReferences = nil }),
      LabelCase(
        what: "a pod with odd names", label: "pod_annotation_prometheus_istio_io_secure_port_1", value: "x",
        pod: Sample.cart { $0.metadata.annotations = ["prometheus.istio.io/secure-port-1": "x"] }),
      LabelCase(
        what: "a label that is there but empty", label: "pod_labelpresent_canary", value: "true",
        pod: Sample.cart { $0.metadata.labels = ["canary": ""] }),
      LabelCase(
        what: "a label that is there but empty", label: "pod_label_canary", value: nil,
        pod: Sample.cart { $0.metadata.labels = ["canary": ""] }),
      LabelCase(
        what: "two spellings of one annotation", label: "pod_annotation_prometheus_io_port", value: "2",
        pod: Sample.cart { $0.metadata.annotations = ["prometheus-io/port": "1", "prometheus.io/port": "2"] }),
      LabelCase(
        what: "a pod, nodes attached", label: "node_label_topology_kubernetes_io_zone", value: "z1",
        pod: Sample.cart, context: Context(store: store, attaching: AttachedMetadata(node: true))),
      LabelCase(
        what: "a pod, nothing attached", label: "node_name", value: nil, pod: Sample.cart,
        context: Context(store: store)),
      LabelCase(
        what: "a pod, namespaces attached", label: "namespace_label_istio_injection", value: "enabled",
        pod: Sample.cart, context: Context(store: store, attaching: AttachedMetadata(namespace: true))),
      LabelCase(
        what: "a pod of a Deployment", label: "pod_deployment_name", value: "cart", pod: Sample.cart,
        context: Context(store: store, attaching: AttachedMetadata(deployment: true))),
      LabelCase(
        what: "a pod of a Job", label: "pod_job_name", value: "nightly-1", pod: ofJob,
        context: Context(store: store, attaching: AttachedMetadata(job: true))),
      LabelCase(
        what: "a pod of a CronJob", label: "pod_cronjob_name", value: "nightly", pod: ofJob,
        context: Context(store: store, attaching: AttachedMetadata(cronJob: true))),
      LabelCase(
        what: "a pod of a CronJob, only the Job asked for", label: "pod_cronjob_name", value: nil, pod: ofJob,
        context: Context(store: store, attaching: AttachedMetadata(job: true))),
      LabelCase(
        what: "a pod as 2.41 sees it", label: "pod_container_id", value: nil, pod: Sample.cart,
        context: Context(version: PrometheusVersion(2, 41))),
      LabelCase(
        what: "a pod as 2.42 sees it", label: "pod_container_id", value: "containerd://1", pod: Sample.cart,
        context: Context(version: PrometheusVersion(2, 42))),
      LabelCase(
        what: "a pod as 2.37 sees it", label: "pod_container_image", value: nil, pod: Sample.cart,
        context: Context(version: PrometheusVersion(2, 37))),
    ])
  func labels(_ example: LabelCase) throws {
    let target = try #require(DiscoveryLabels.pod(example.pod, in: example.context).first)
    #expect(target.labels["__meta_kubernetes_" + example.label] == example.value)
  }

  @Test("A pod on a node that a selector filtered out", arguments: [((3, 11), 0), ((3, 10), 3)])
  func unknownNode(version: (Int, Int), targets: Int) {
    let context = Context(
      attaching: AttachedMetadata(node: true), version: PrometheusVersion(version.0, version.1))
    #expect(DiscoveryLabels.pod(Sample.cart, in: context).count == targets)
  }
}
