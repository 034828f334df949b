import Contract
import KubernetesModel
import MeshModel
import Planning
import PrometheusModel
import Scenarios

extension Evidence {
  /// Why a target is down, from what the scraper says and what the processes on the way did.
  func diagnose(down target: ObservedTarget) -> Diagnosis? {
    let error = target.lastError
    let scrape = lastScrape(of: target)
    let pod = pod(of: target)
    let address = TargetAddress(target)
    let listener = pod.flatMap { pod in address.flatMap { inboundListener(at: $0.port, of: pod) } }
    let inbound = pod.flatMap { pod in address.flatMap { self.inbound(at: $0.port, of: pod).last } }
    let place = pod.map { "\($0.reference)" } ?? target.scrapeURL

    if let limit = Self.limit(error) { return limit }
    if let parse = Self.parse(error) { return broken(pod, address) ?? parse }
    if let own = diagnose(ownProxyOf: target, inbound: inbound, listener, place) { return own }
    if error.hasPrefix("server returned HTTP status") {
      return diagnose(status: error, scrape?.status, pod: pod, inbound: inbound, address: address)
    }
    if let refusal = Self.policy(inbound, address, place) { return refusal }
    if let inbound, let listener, let found = Self.diagnose(inbound, listener, place) { return found }
    if let tls = Self.tls(error, scrape?.failure) { return tls }
    if error.contains("connection refused"), let pod, let exit = pod.consul?.metrics?.exits,
      pod.captures(address?.port ?? 0) || address?.port == pod.statusPort
    {
      return Diagnosis(.connectionSidecarExited, "consul-dataplane of \(place) exits: \(exit)")
    }
    if inbound == nil, let denied = networkDenial(error, pod, address) { return denied }
    if let inbound, inbound.decision == .mutualTLSTCP, offersHTTP2(inbound, target),
      error.hasSuffix("unexpected EOF")
    {
      return Diagnosis(
        .tlsHTTP2ToTCP, "HTTP/2 was negotiated on a port that passes bytes to an HTTP/1.1 application: \(error)"
      )
    }
    if error.contains("connection refused") {
      let isServed = pod?.exposures.contains { $0.port == address?.port } ?? false
      return isServed
        ? Diagnosis(.connectionRefused, "nobody listens at \(target.scrapeURL)")
        : Diagnosis(.appNotListening, "no container of \(place) listens on port \(address?.port ?? 0)")
    }
    if error.contains("deadline exceeded") || error.contains("imeout") {
      return Diagnosis(.appTooSlow, "no whole answer from \(target.scrapeURL) within the scrape timeout")
    }
    if inbound?.decision == .upstreamFailed {
      return Diagnosis(
        .appNotListening, "the proxy of \(place) cannot reach the application: \(inbound?.detail ?? "")")
    }
    if error.contains("unexpected EOF") {
      return Diagnosis(.appTruncated, "the answer of \(target.scrapeURL) broke off")
    }
    if error.contains("connection reset by peer") || error.contains("broken pipe") {
      return Diagnosis(.connectionReset, "the connection to \(target.scrapeURL) was reset")
    }
    if error.hasSuffix("EOF") {
      return Diagnosis(.connectionClosed, "the connection was closed before an answer")
    }
    if error.contains("malformed HTTP") {
      return Diagnosis(.httpProtocol, "what answers is not HTTP: \(error)")
    }
    if error.contains("no route to host") || error.contains("network is unreachable") {
      return Diagnosis(.connectionUnreachable, "no way to \(target.scrapeURL)")
    }
    return nil
  }

  /// What a parser's error at a merged port comes from, where a part of the merging failed.
  private func broken(_ pod: PlannedPod?, _ address: TargetAddress?) -> Diagnosis? {
    guard let pod, pod.consul != nil, address?.port == pod.statusPort,
      let failed = failedParts(of: pod).last
    else { return nil }
    return Diagnosis(
      .mergeBrokenAnswer,
      "\(failed.url ?? "a part") failed (\(failed.error ?? "")), and the merging server wrote so into its answer"
    )
  }

  /// A connection that never came about, and that a NetworkPolicy keeps from coming about.
  private func networkDenial(_ error: String, _ pod: PlannedPod?, _ address: TargetAddress?) -> Diagnosis? {
    guard error.contains("deadline exceeded") || error.contains("imeout"), let pod, let address,
      let denial = plan.network.denial(of: address.port, on: pod)
    else { return nil }
    let policies = denial.policies.joined(separator: ", ")
    let words =
      switch denial.direction {
      case .ingress:
        "no ingress rule of \(policies) lets Prometheus in to port \(address.port) of \(pod.reference)"
      case .egress:
        "no egress rule of \(policies) lets Prometheus out to port \(address.port) of \(pod.reference)"
      }
    return Diagnosis(.policyNetworkDenied, "\(words), and its packets are dropped")
  }

  func inboundListener(at port: UInt16, of pod: PlannedPod) -> InboundListener? {
    for case .proxy(let proxy) in pod.roles { return proxy.inbound.first { $0.listener.endpoint.port == port } }
    return nil
  }

  /// Whether a scraper offered HTTP/2 to a proxy. A real Envoy does not tell what it was offered; then the job's own
  /// `enable_http2` says it.
  private func offersHTTP2(_ inbound: InboundOutcome, _ target: ObservedTarget) -> Bool {
    inbound.offeredProtocols.isEmpty
      ? scrapeConfig(of: target.scrapePool)?.client.enableHTTP2 == true
      : inbound.offeredProtocols.contains("h2")
  }

  // MARK: The proxy's decision

  /// A refusal by the proxy's policies, which is 403 on HTTP chains and a closed connection on TCP chains.
  private static func policy(_ inbound: InboundOutcome?, _ address: TargetAddress?, _ place: String)
    -> Diagnosis?
  {
    guard let detail = inbound?.detail, detail.hasPrefix("rbac: ") else { return nil }
    return Diagnosis(
      detail.contains("no intention ") ? .policyIntentionDenied : .policyAuthorizationDenied,
      "the proxy of \(place) refuses the scrape of port \(address?.port ?? 0): \(detail.dropFirst("rbac: ".count))"
    )
  }

  private static func diagnose(
    _ inbound: InboundOutcome, _ listener: InboundListener, _ place: String
  ) -> Diagnosis? {
    let port = listener.listener.endpoint.port
    switch (inbound.decision, inbound.transport, listener.mode) {
    case (.noFilterChainMatch, .plaintext, .strict), (.noFilterChainMatch, .nothing, .strict):
      return Diagnosis(
        .tlsPlaintextToStrict,
        "port \(port) of \(place) is STRICT: the proxy resets a plaintext connection without a byte")
    // Consul's listener has one chain, with TLS.
    case (.tlsRefused, .plaintext, .strict), (.tlsRefused, .nothing, .strict):
      return Diagnosis(
        .tlsPlaintextToStrict,
        "port \(port) of \(place) takes mutual TLS only: the proxy ends a plaintext connection without a byte")
    case (.noFilterChainMatch, .tls, .permissive), (.passedThrough, .tls, .permissive):
      return Diagnosis(
        .tlsToPermissive,
        "port \(port) of \(place) is PERMISSIVE: TLS without Istio's ALPN is not taken for mutual TLS")
    case (_, .tls, .disable):
      return Diagnosis(.tlsToPlaintext, "port \(port) of \(place) speaks plaintext only (DISABLE)")
    case (.tlsRefused, _, _):
      let detail = inbound.detail ?? ""
      if detail.contains("no_cert") {
        return Diagnosis(
          .tlsNoClientCertificate, "the scraper showed no client certificate to the proxy of \(place)")
      }
      if detail.contains("fail_verify_san") {
        return Diagnosis(
          .tlsTrustDomainMismatch,
          "the scraper's identity \(inbound.peerIdentity ?? "") is of another trust domain")
      }
      if detail.contains("expired") || detail.contains("not yet valid") {
        return Diagnosis(.tlsClientCertificateExpired, "the scraper's certificate is not valid now")
      }
      if detail.contains("purpose") {
        return Diagnosis(.tlsClientCertificateUsage, "the scraper's certificate is not for clients")
      }
      if detail.contains("fail_verify") {
        return Diagnosis(.tlsClientCertificateUntrusted, "the scraper's certificate is of another authority")
      }
      return nil
    default: return nil
    }
  }

  // MARK: Error texts

  private func diagnose(
    status error: String, _ status: Int?, pod: PlannedPod?, inbound: InboundOutcome?, address: TargetAddress?
  ) -> Diagnosis {
    let number = status ?? error.split(separator: " ").lazy.compactMap { Int($0) }.first ?? 0
    let place = address.map { ":\($0.port)\($0.path)" } ?? ""
    if number == 403, let refusal = Self.policy(inbound, address, pod.map { "\($0.reference)" } ?? "") {
      return refusal
    }
    switch number {
    case 404: return Diagnosis(.httpNotFound, "nothing is served at \(place)")
    case 403 where address?.port == pod?.statusPort:
      return Diagnosis(.policyLocalhostOnly, "the agent answers only to the pod itself")
    case 401, 403: return Diagnosis(.httpUnauthorized, "the application refuses the scraper: \(number)")
    case 502, 503, 504:
      if let inbound, inbound.decision == .upstreamFailed || inbound.detail != nil {
        return Diagnosis(.appNotListening, "the proxy cannot reach the application: \(inbound.detail ?? "")")
      }
      return Diagnosis(.httpUpstreamFailed, "a proxy on the way answers \(number)")
    case 500 where address?.port == pod?.statusPort:
      return Diagnosis(.mergeFailed, "the agent answers 500, because a part of the merged metrics failed")
    default: return Diagnosis(.httpStatus, "the answer has status \(number)")
    }
  }

  private static func limit(_ error: String) -> Diagnosis? {
    if error.contains("sample limit exceeded") { return Diagnosis(.ingestSampleLimit, error) }
    if error.contains("label_limit") || error.contains("label_name_length_limit")
      || error.contains("label_value_length_limit")
    {
      return Diagnosis(.ingestLabelLimit, error)
    }
    if error.contains("histogram bucket limit exceeded") { return Diagnosis(.ingestBucketLimit, error) }
    if error.contains("body size limit exceeded") { return Diagnosis(.ingestBodySizeLimit, error) }
    if error.contains("target_limit exceeded") { return Diagnosis(.ingestTargetLimit, error) }
    return nil
  }

  private static func parse(_ error: String) -> Diagnosis? {
    if error.contains("Content-Type") || error.contains("content type") {
      return Diagnosis(.parseContentType, error)
    }
    if error.contains("does not end with # EOF") { return Diagnosis(.parseNoEOF, error) }
    if error.contains("after # EOF") { return Diagnosis(.parseAfterEOF, error) }
    let marks = [
      "valid start token", "expected ", "while parsing", "strconv.ParseFloat", "invalid UTF-8",
      "is not a valid", "does not support exemplars", "invalid metric ", "invalid label ",
      "is not unique: invalid sample",
      "missing metric name", "unknown metric type", "not a suffix of", "clientpb: ", "protobufparse: ",
      "proto: ",
      "histogram's observation count", "histogram spans", "histogram has a",
    ]
    // What went wrong on the way names the URL.
    return marks.contains { error.contains($0) } && !error.hasPrefix("Get \"")
      ? Diagnosis(.parseInvalid, error) : nil
  }

  private static func tls(_ error: String, _ failure: FailureKind?) -> Diagnosis? {
    let table: [(String, CauseCode, String)] = [
      ("gave HTTP response to HTTPS client", .tlsToPlaintext, "the port speaks plain HTTP, the scraper TLS"),
      ("does not look like a TLS handshake", .tlsToPlaintext, "the port speaks plaintext, the scraper TLS"),
      ("certificate required", .tlsNoClientCertificate, "the scraper has no client certificate"),
      ("handshake failure", .tlsNoClientCertificate, "the scraper has no client certificate"),
      (
        "unknown certificate authority", .tlsClientCertificateUntrusted,
        "the scraper's certificate is of another authority"
      ),
      ("expired certificate", .tlsClientCertificateExpired, "the scraper's certificate is not valid now"),
      (
        "remote error: tls: unknown certificate", .tlsTrustDomainMismatch,
        "the scraper's identity is of another trust domain"
      ),
      (
        "tls: unsupported certificate", .tlsClientCertificateUsage,
        "the scraper's certificate is not for clients"
      ),
      (
        "private key does not match", .tlsCertificateFilesMismatched,
        "the scraper's certificate and key do not belong together"
      ),
      (
        "certificate has expired or is not yet valid", .tlsWorkloadCertificateExpired,
        "the workload's certificate is not valid now"
      ),
      (
        "signed by unknown authority", .tlsWorkloadCertificateUntrusted,
        "the scraper does not know the authority of the workload's certificate"
      ),
      ("x509:", .tlsServerNotVerified, "the scraper does not accept the workload's certificate"),
      ("unable to load specified", .tlsCertificateFileMissing, "a certificate file is missing"),
      ("unable to read", .tlsCertificateFileMissing, "a certificate file is missing"),
      (
        "frame too large", .tlsHTTP2ToTCP,
        "HTTP/2 was negotiated on a port that passes bytes to an HTTP/1.1 application"
      ),
    ]
    for (text, code, words) in table where error.contains(text) { return Diagnosis(code, "\(words): \(error)") }
    return failure == .tlsAlert ? Diagnosis(.tlsNoClientCertificate, error) : nil
  }
}
