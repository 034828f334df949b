import PrometheusModel
import SourceText

extension Subject {
  /// prometheus.yml, as several versions read it.
  static let configuration = Subject(
    name: "configuration", about: "prometheus.yml: what is refused has a place inside the file",
    seeds: [
      .seed(
        0,
        """
        global: {scrape_interval: 15s, evaluation_interval: 1m, external_labels: {a: b}}
        scrape_configs:
          - job_name: pods
            scheme: https
            params: {m: [a, b]}
            tls_config: {ca_file: /ca, insecure_skip_verify: true, min_version: TLS12}
            basic_auth: {username: u, password: p}
            kubernetes_sd_configs:
              - role: pod
                namespaces: {names: [shop], own_namespace: true}
                selectors: [{role: pod, label: "a=b"}]
            relabel_configs:
              - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape]
                regex: (.+)
                action: keep
              - {action: labelmap, regex: "__meta_(.+)", replacement: "x_$1"}
            metric_relabel_configs: [{source_labels: [__name__], regex: "go_.*", action: drop}]

        """),
      .seed(
        1,
        """
        global:
          scrape_timeout: 10s
          scrape_protocols: [PrometheusProto, OpenMetricsText1.0.0]
        rule_files: [/etc/*.yml]
        scrape_configs:
        - &job
          job_name: a
          static_configs: [{targets: ['h:1', "[::1]:2"], labels: {x: y}}]
          sample_limit: 5
          body_size_limit: 10MB
        - <<: *job
          job_name: b
          file_sd_configs: [{files: [a.json], refresh_interval: 5m}]
          authorization: {type: Bearer, credentials_file: /t}
          fallback_scrape_protocol: PrometheusText0.0.4
        alerting: {alertmanagers: [{static_configs: [{targets: [a]}]}]}

        """),
      .seed(2, "scrape_configs:\n- job_name: c\n  consul_sd_configs: [{server: 'h:8500', services: [s]}]\n"),
      .seed(3, "scrape_config_files: [a/*.yml]\nremote_write: [{url: 'http://x'}]\nstorage: {tsdb: {}}\n"),
    ],
    words: yamlWords + [
      "job_name", "scrape_configs", "global", "relabel_configs", "source_labels", "regex", "action", "replace",
      "keep", "hashmod", "modulus", "target_label", "replacement", "separator", "static_configs", "targets",
      "labels",
      "kubernetes_sd_configs", "role", "pod", "scrape_interval", "15s", "1h30m", "10MB", "honor_labels", "true",
      "http_sd_configs", "url", "tls_config", "proxy_url", "sample_limit", "metric_name_validation_scheme",
      "legacy",
      "(a", "$1", "-1", "1e400",
    ],
    largest: 512 << 10, memoryPerByte: 4000,
    check: { input in
      var choice = Choice(input)
      let version = choice.pick(versions)
      let text = choice.text
      do throws(Diagnostics) {
        var configuration = try PrometheusConfiguration.parse(try yaml(text), version: version)
        configuration.resolvePaths(from: "/etc/prometheus")
        return nil
      } catch {
        return Places(text).problem(error.all)
      }
    })

  /// JSON: what file, HTTP and Consul discovery and the API server answer.
  static let json = Subject(
    name: "json", about: "JSON as discovery reads it: what is refused has a place, and nesting is bounded",
    seeds: [
      .seed(0, #"[{"targets": ["a:1", "b:2"], "labels": {"x": "y\u00e9\n", "z": ""}}]"#),
      .seed(0, #"{"a": [1, -2.5e3, true, null, {"b": []}], "c": "\ud83d\ude00\/"}"#), .seed(0, "\"\t\""),
    ],
    words: [
      "{", "}", "[", "]", ",", ":", "\"", "\\u", "\\ud800", "\\n", "null", "true", "false", "1e5", "-",
      "\"a\":", "[[[[",
      "{\"a\":", " ", "\n", "é", "\0",
    ],
    memoryPerByte: 2000,
    check: { input in
      let text = Choice(input).text
      do throws(Diagnostic) {
        _ = try JSONReader.node(text, file: "input.json")
        return nil
      } catch {
        return Places(text).problem([error])
      }
    })

  static let yamlWords = [
    ": ", "- ", "\n", "\n  ", "[", "]", "{", "}", ",", "\"", "'", "|\n", ">-\n", "&a ", "*a", "<<: ", "? ",
    "!!str ",
    "!!int ", "---\n", "...\n", "# c\n", "~", "null", "0x1F", "1_000", ".inf", "\t", "%YAML 1.1\n", "\u{FEFF}",
    "\u{85}",
    "{}", "[]", "[[", "{a: ",
  ]

  static let versions = [
    PrometheusVersion(3, 5), PrometheusVersion(2, 53), PrometheusVersion(3, 14), PrometheusVersion(2, 36),
  ]

  static func yaml(_ text: String) throws(Diagnostics) -> YAMLNode {
    do throws(Diagnostic) { return try YAMLReader.document(text, file: "input.yml") } catch {
      throw Diagnostics(error)
    }
  }
}
