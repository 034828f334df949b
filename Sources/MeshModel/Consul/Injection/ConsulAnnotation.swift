/// The annotations and labels of Consul on Kubernetes that decide something here.
///
/// Source: hashicorp/consul-k8s `control-plane/connect-inject/constants/annotations_and_labels.go`, 2.0.3.
public enum ConsulAnnotation {
  /// Whether the pod wants a sidecar.
  public static let inject = "consul.hashicorp.com/connect-inject"
  /// Says that the pod has one: annotation and label.
  public static let status = "consul.hashicorp.com/connect-inject-status"
  /// The service's name in Consul.
  public static let service = "consul.hashicorp.com/connect-service"
  /// The service's port, or its name.
  public static let port = "consul.hashicorp.com/connect-service-port"
  /// Which of several ports is meant where one is.
  public static let defaultPort = "consul.hashicorp.com/connect-service-default-port"
  /// The one Kubernetes Service that counts.
  public static let kubernetesService = "consul.hashicorp.com/kubernetes-service"
  /// On a Kubernetes Service: it does not count.
  public static let serviceIgnore = "consul.hashicorp.com/service-ignore"
  /// Whether there are metrics.
  public static let enableMetrics = "consul.hashicorp.com/enable-metrics"
  /// Whether those of the service are merged in.
  public static let enableMerging = "consul.hashicorp.com/enable-metrics-merging"
  /// Where the merging server listens.
  public static let mergedPort = "consul.hashicorp.com/merged-metrics-port"
  /// Where Prometheus scrapes.
  public static let scrapePort = "consul.hashicorp.com/prometheus-scrape-port"
  /// The path there.
  public static let scrapePath = "consul.hashicorp.com/prometheus-scrape-path"
  /// Where the service has its metrics.
  public static let servicePort = "consul.hashicorp.com/service-metrics-port"
  /// The path there.
  public static let servicePath = "consul.hashicorp.com/service-metrics-path"
  /// A file with the authorities whose client certificates are taken.
  public static let caFile = "consul.hashicorp.com/prometheus-ca-file"
  /// A folder with them.
  public static let caPath = "consul.hashicorp.com/prometheus-ca-path"
  /// The certificate of the listener for Prometheus.
  public static let certFile = "consul.hashicorp.com/prometheus-cert-file"
  /// Its key.
  public static let keyFile = "consul.hashicorp.com/prometheus-key-file"
  /// Whether traffic is redirected to the proxy: annotation, or label of the namespace.
  public static let transparentProxy = "consul.hashicorp.com/transparent-proxy"
  /// Says that it is.
  public static let transparentStatus = "consul.hashicorp.com/transparent-proxy-status"
  /// Inbound ports that are not redirected.
  public static let excludedInboundPorts = "consul.hashicorp.com/transparent-proxy-exclude-inbound-ports"
  /// Whether the sidecar is a native one.
  public static let asSidecar = "consul.hashicorp.com/enable-consul-dataplane-as-sidecar"
  /// Who manages the pod's registration: a label.
  public static let managedBy = "consul.hashicorp.com/connect-inject-managed-by"
  /// The release that injected it.
  public static let version = "consul.hashicorp.com/connect-k8s-version"
}
