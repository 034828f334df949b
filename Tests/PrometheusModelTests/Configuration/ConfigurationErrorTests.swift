import PrometheusModel
import SourceText
import Testing

/// Files that are refused, with Prometheus' messages at the right line.
///
/// The messages were checked against Prometheus 2.53.3 and 3.5.3.
@Suite struct ConfigurationErrorTests {
  @Test(arguments: general + times + clients + discoveries + rules)
  func refuses(_ text: String, _ expected: String) {
    check(text, expected, PrometheusVersion(3, 5))
  }

  @Test(arguments: repeated)
  func refusesRepeatedKeys(_ text: String, _ expected: String) {
    check(text, expected, PrometheusVersion(3, 5))
  }

  @Test(arguments: unused)
  func refusesInUnusedSections(_ text: String, _ expected: String) {
    check(text, expected, PrometheusVersion(3, 5))
  }

  @Test(arguments: selectors)
  func refusesSelectorsAndAddresses(_ text: String, _ expected: String) {
    check(text, expected, PrometheusVersion(3, 5))
  }

  @Test(arguments: byVersion)
  func refusesByVersion(_ version: String, _ text: String, _ expected: String) throws {
    check(text, expected, try #require(PrometheusVersion(version)))
  }

  private func check(_ text: String, _ expected: String, _ version: PrometheusVersion) {
    let error = #expect(throws: Diagnostics.self) { try ConfigurationTests.parse(text, version) }
    let messages = (error?.all ?? []).map { "\($0.span?.start.line ?? 0): \($0.message)" }
    #expect(messages == expected.split(separator: "\n").map { String($0) })
  }

  @Test func findsEverythingAtOnce() {
    let text = """
      globl: {}
      scrape_configs:
        - job_name: a
          scrape_intervall: 5s
          scrape_timeout: 5x
          relabel_configs:
            - {action: keeep}
        - job_name: a
      """
    let error = #expect(throws: Diagnostics.self) { try ConfigurationTests.parse(text) }
    #expect(
      error?.all.map(\.description) == [
        "prometheus.yml:1:1: field globl not found in type config.plain; did you mean `global`?",
        "prometheus.yml:4:5: field scrape_intervall not found in type config.ScrapeConfig; "
          + "did you mean `scrape_interval`?",
        #"prometheus.yml:5:21: unknown unit "x" in duration "5x""#,
        #"prometheus.yml:7:18: unknown relabel action "keeep"; did you mean `keep`?"#,
        #"prometheus.yml:8:5: found multiple scrape configs with job name "a""#,
      ])
  }

  private static func job(_ fields: String) -> String { "scrape_configs:\n- job_name: x\n  " + fields }

  static let general: [(String, String)] = [
    ("foo: 1", "1: field foo not found in type config.plain"),
    ("global:\n  foo: 1", "2: field foo not found in type config.plain"),
    ("global: 1", "1: cannot unmarshal !!int `1` into config.plain"),
    ("[]", "1: cannot unmarshal !!seq into config.plain"),
    ("abc", "1: cannot unmarshal !!str `abc` into config.plain"),
    ("scrape_configs: 1", "1: cannot unmarshal !!int `1` into []*config.ScrapeConfig"),
    ("scrape_configs: [1]", "1: cannot unmarshal !!int `1` into config.ScrapeConfig"),
    ("scrape_configs: [null]", "1: empty or null scrape config section"),
    ("scrape_configs:\n- {}", "2: job_name is empty"),
    ("scrape_configs:\n- job_name: ''", "2: job_name is empty"),
    (job("foo: 1"), "3: field foo not found in type config.ScrapeConfig"),
    (job("params: 1"), "3: cannot unmarshal !!int `1` into url.Values"),
    (job("params: {a: b}"), "3: cannot unmarshal !!str `b` into []string"),
    (job("sample_limit: -1"), "3: cannot unmarshal !!int `-1` into uint"),
    (job("sample_limit: a"), "3: cannot unmarshal !!str `a` into uint"),
    (job("honor_labels: 5"), "3: cannot unmarshal !!int `5` into bool"),
    (job("honor_labels: 'true'"), "3: cannot unmarshal !!str `true` into bool"),
    (job("metrics_path: [a]"), "3: cannot unmarshal !!seq into string"),
    (job("scheme: {a: b}"), "3: cannot unmarshal !!map into string"),
    (job("body_size_limit: 10"), "3: units: unknown unit  in 10"),
    (job("body_size_limit: 10XB"), "3: units: unknown unit XB in 10XB"),
    (
      job("scrape_protocols: [a]"),
      "3: scrape_protocols: unknown scrape protocol a, supported: [OpenMetricsText0.0.1 OpenMetricsText1.0.0 "
        + "PrometheusProto PrometheusText0.0.4 PrometheusText1.0.0] for scrape config with job name \"x\""
    ),
    (job("scrape_protocols: []"), "3: scrape_protocols cannot be empty for scrape config with job name \"x\""),
    (
      job("metric_name_validation_scheme: legacy"),
      "2: utf8 metric names requested but validation scheme is not set to UTF8"
    ), ("rule_files: ['a/*/b.yml']", "1: invalid rule file path \"a/*/b.yml\""),
    ("global: {external_labels: [a]}", "1: cannot unmarshal !!seq into map[string]string"),
  ]

  static let times: [(String, String)] = [
    (job("scrape_interval: 5x"), "3: unknown unit \"x\" in duration \"5x\""),
    (job("scrape_interval: 5"), "3: not a valid duration string: \"5\""),
    (job("scrape_interval: ''"), "3: empty duration string"),
    (job("scrape_interval: 1s1m"), "3: not a valid duration string: \"1s1m\""),
    (job("scrape_interval: 400y"), "3: duration out of range"),
    (job("scrape_interval: [5]"), "3: cannot unmarshal !!seq into string"),
    (
      job("scrape_timeout: 2m"),
      "3: scrape timeout greater than scrape interval for scrape config with job name \"x\""
    ),
    ("global: {scrape_timeout: 2m}", "1: global scrape timeout greater than scrape interval"),
  ]

  static let clients: [(String, String)] = [
    (job("tls_config:\n    foo: 1"), "4: field foo not found in type config.plain"),
    (job("basic_auth:\n    foo: 1"), "4: field foo not found in type config.plain"),
    (job("authorization:\n    foo: 1"), "4: field foo not found in type config.Authorization"),
    (job("tls_config: {min_version: TLS14}"), "3: unknown TLS version: TLS14; did you mean `TLS10`?"),
    (
      job("tls_config: {cert_file: a}"),
      "3: exactly one of key or key_file must be configured when a client certificate is configured"
    ), (job("tls_config: {ca: a, ca_file: b}"), "3: at most one of ca, ca_file & ca_ref must be configured"),
    (
      job("authorization: {type: Basic}"),
      "3: authorization type cannot be set to \"basic\", use \"basic_auth\" instead"
    ),
    (
      job("bearer_token: a\n  bearer_token_file: b"),
      "4: at most one of bearer_token & bearer_token_file must be configured"
    ),
    (
      job("basic_auth: {username: a}\n  authorization: {credentials: b}"),
      "4: at most one of basic_auth, oauth2 & authorization must be configured"
    ), (job("http_headers: {Host: {values: [a]}}"), "3: setting header \"Host\" is not allowed"),
    (
      job("proxy_url: http://p"),
      "3: proxy_url is not supported here: targets are reached directly, from the scraper's own address"
    ), (job("oauth2: {client_id: a}"), "3: oauth2 is not supported here; use authorization with credentials"),
  ]

  static let discoveries: [(String, String)] = [
    (job("static_configs:\n  - targets: [http://a]"), "4: \"http://a\" is not a valid hostname"),
    (job("static_configs:\n  - targets: a"), "4: cannot unmarshal !!str `a` into []string"),
    (
      job("static_configs:\n  - target: [a]"),
      "4: field target not found in type \(groupType); did you mean `targets`?"
    ),
    (job("static_configs:\n  - null"), "4: empty or null section in static_configs"),
    (
      job("kubernetes_sd_configs:\n  - {}"),
      "4: role missing (one of: pod, service, endpoints, endpointslice, node, ingress)"
    ),
    (
      job("kubernetes_sd_configs:\n  - role: Pod"), "4: unknown Kubernetes SD role \"Pod\"; did you mean `pod`?"
    ),
    (
      job("kubernetes_sd_configs:\n  - role: pod\n    basic_auth: {username: a}"),
      "4: to use custom HTTP client configuration please provide the 'api_server' URL explicitly"
    ),
    (
      job(
        "kubernetes_sd_configs:\n  - role: pod\n    api_server: http://a\n    namespaces: {own_namespace: true}"
      ),
      "6: cannot use 'api_server' and 'namespaces.own_namespace' simultaneously"
    ),
    (
      job("kubernetes_sd_configs:\n  - role: pod\n    selectors: [{role: service}]"),
      "5: pod role supports only pod selectors"
    ), (job("file_sd_configs:\n  - files: [a.txt]"), "4: path name \"a.txt\" is not valid for file discovery"),
    (job("file_sd_configs:\n  - {}"), "4: file service discovery config must contain at least one path name"),
    (job("http_sd_configs:\n  - url: ftp://a"), "4: URL scheme must be 'http' or 'https'"),
    (job("http_sd_configs:\n  - url: 'http://'"), "4: host is missing in URL"),
    (job("consul_sd_configs:\n  - server: ''"), "4: consul SD configuration requires a server address"),
    (
      job("dns_sd_configs:\n  - names: [a]"),
      "4: dns_sd_configs is not supported here; there is consul_sd_configs, file_sd_configs, http_sd_configs, "
        + "kubernetes_sd_configs, static_configs"
    ),
  ]

  static let rules: [(String, String)] = [
    (job("relabel_configs:\n  - foo: 1\n    target_label: a"), "4: field foo not found in type relabel.plain"),
    (job("relabel_configs: [null]"), "3: empty or null target relabeling rule in scrape config"),
    (job("metric_relabel_configs: [null]"), "3: empty or null metric relabeling rule in scrape config"),
    (job("metric_relabel_configs:\n  - regex: ("), "4: error parsing regexp: missing closing ): `^(?s:()$`"),
  ]

  /// Go prints the whole of an anonymous type.
  static let groupType =
    #"struct { Targets []string "yaml:\"targets\""; Labels model.LabelSet "yaml:\"labels\"" }"#

  static let repeated: [(String, String)] = [
    ("global: {}\nglobal: {}", "2: field global already set in type config.plain"),
    (job("scheme: http\n  scheme: https"), "4: field scheme already set in type config.ScrapeConfig"),
    (job("params: {a: [b], a: [c]}"), "3: key \"a\" already set in map"),
    (job("static_configs:\n  - labels: {a: b, a: c}"), "4: key \"a\" already set in map"),
    (job("http_headers: {X-A: {values: [a]}, X-A: {values: [b]}}"), "3: key \"X-A\" already set in map"),
  ]

  static let unused: [(String, String)] = [
    ("alerting: {foo: 1}", "1: field foo not found in type config.plain"),
    ("alerting: x", "1: cannot unmarshal !!str `x` into config.plain"),
    ("alerting: {alertmanagers: [{foo: 1}]}", "1: field foo not found in type config.AlertmanagerConfig"),
    ("alerting: {alertmanagers: [{timeout: x}]}", "1: not a valid duration string: \"x\""),
    (
      "alerting: {alertmanagers: [{api_version: v1}]}",
      "1: expected Alertmanager api version to be one of [v2] but got v1"
    ), ("alerting: {alert_relabel_configs: [{action: x}]}", "1: unknown relabel action \"x\""),
    ("remote_write: x", "1: cannot unmarshal !!str `x` into []*config.RemoteWriteConfig"),
    ("remote_write: [null]", "1: empty or null remote write config section"),
    ("remote_write: [{}]", "1: url for remote_write is empty"),
    ("remote_write: [{url: 'http://x', foo: 1}]", "1: field foo not found in type config.plain"),
    (
      "remote_write: [{url: 'http://x', queue_config: {foo: 1}}]",
      "1: field foo not found in type config.QueueConfig"
    ),
    (
      "remote_write: [{url: 'http://x', name: a}, {url: 'http://y', name: a}]",
      "1: found multiple remote write configs with job name \"a\""
    ), ("remote_read: [{}]", "1: url for remote_read is empty"),
    ("storage: {foo: 1}", "1: field foo not found in type config.StorageConfig"),
    ("storage: {tsdb: {out_of_order_time_window: x}}", "1: not a valid duration string: \"x\""),
    ("tracing: {}", "1: tracing endpoint must be set"),
    (
      "tracing: {endpoint: x, client_type: bar}",
      "1: expected tracing client type to be to be http or grpc, but got bar"
    ), ("runtime: {foo: 1}", "1: field foo not found in type config.RuntimeConfig"),
    ("otlp: {translation_strategy: x}", "1: unsupported OTLP translation strategy \"x\""),
    (
      "otlp: {promote_resource_attributes: [a, a]}",
      "1: invalid 'promote_resource_attributes': duplicated promoted OTel resource attribute \"a\""
    ),
  ]

  private static func selector(_ text: String) -> String {
    job("kubernetes_sd_configs:\n  - {role: pod, selectors: [{\(text)}]}")
  }

  static let selectors: [(String, String)] = [
    (selector("label: a"), "4: pod role supports only pod selectors"),
    (selector("role: pod}, {role: pod"), "4: duplicated selector role: pod"),
    (selector("role: pod, label: '=b'"), "4: found '=', expected: !, identifier, or 'end of string'"),
    (
      selector("role: pod, label: 'a!!b'"),
      "4: unable to parse requirement: found '!', expected: in, notin, =, ==, !=, gt, lt"
    ), (selector("role: pod, label: 'a in b'"), "4: unable to parse requirement: found 'b' expected: '('"),
    (selector("role: pod, label: 'a=b c'"), "4: found 'c', expected: ',' or 'end of string'"),
    (selector("role: pod, field: a"), "4: invalid selector: 'a'; can't understand 'a'"),
    (
      job("kubernetes_sd_configs: [{role: pod, api_server: ':x'}]"), "3: parse \":x\": missing protocol scheme"
    ),
    (
      job("http_sd_configs: [{url: 'http://a b'}]"),
      "3: parse \"http://a b\": invalid character \" \" in host name"
    ),
    (job("http_sd_configs: [{url: 'http://x:y'}]"), "3: parse \"http://x:y\": invalid port \":y\" after host"),
    (job("http_sd_configs: [{url: 'http://x/%zz'}]"), "3: parse \"http://x/%zz\": invalid URL escape \"%zz\""),
    (
      job("http_sd_configs: [{url: 'http://x', refresh_interval: 0s}]"),
      "3: a refresh_interval of 0 ends Prometheus with: panic: non-positive interval for NewTicker"
    ),
    (
      job("basic_auth: {username: u, password_ref: p}"),
      "3: password_ref needs a secret manager, and Prometheus has none; use password_file"
    ),
  ]

  static let byVersion: [(String, String, String)] = [
    (
      "2.53", job("fallback_scrape_protocol: PrometheusText0.0.4"),
      "3: field fallback_scrape_protocol not found in type config.ScrapeConfig; Prometheus has it from 3.0 on"
    ),
    (
      "3.0", job("scrape_classic_histograms: true"),
      "3: field scrape_classic_histograms not found in type config.ScrapeConfig; "
        + "Prometheus had it from 2.45 until 3.0"
    ),
    (
      "2.34", job("enable_http2: false"),
      "3: field enable_http2 not found in type config.ScrapeConfig; Prometheus has it from 2.35 on"
    ),
    (
      "3.5", job("kubernetes_sd_configs:\n  - role: pod\n    attach_metadata: {namespace: true}"),
      "5: field namespace not found in type kubernetes.AttachMetadataConfig; Prometheus has it from 3.6 on"
    ),
    (
      "2.53", job("scrape_protocols: [PrometheusText1.0.0]"),
      "3: scrape_protocols: unknown scrape protocol PrometheusText1.0.0, supported: [OpenMetricsText0.0.1 "
        + "OpenMetricsText1.0.0 PrometheusProto PrometheusText0.0.4] for scrape config with job name \"x\""
    ), ("2.53", "global: {external_labels: {a-b: c}}", "1: \"a-b\" is not a valid label name"),
    ("3.7", "global: {metric_name_validation_scheme: x}", "1: unrecognized ValidationScheme: \"x\""),
    (
      "3.7", job("metric_name_validation_scheme: legacy\n  relabel_configs: [{target_label: a-b}]"),
      "4: \"a-b\" is invalid 'target_label' for replace action"
    ),
    (
      "2.53", "remote_write: [{url: 'http://x', protobuf_message: io.prometheus.write.v2.Request}]",
      "1: field protobuf_message not found in type config.plain; Prometheus has it from 2.54 on"
    ), ("2.53", job("static_configs:\n  - labels: {a-b: c}"), "4: \"a-b\" is not a valid label name"),
  ]
}
