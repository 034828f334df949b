extension InboundFilterChain {
  /// The chains as they would be if what the ledger says of them were otherwise.
  static func mutated(
    _ chains: [Chain], _ mode: MTLS, _ portProtocol: SelectedProtocol, _ version: IstioVersion
  ) -> [Chain] {
    var chains = chains
    switch mode {
    case .strict:
      if !version.exhibits(.strictTakesTLSOnly) {
        chains.append(
          Chain(transport: .plaintext, decision: portProtocol == .http ? .plaintextHTTP : .plaintextTCP))
      }
    case .permissive:
      if !version.exhibits(.permissiveTakesPlaintext) { chains.removeAll { $0.transport == .plaintext } }
      if !version.exhibits(.permissivePassesTLS) { chains.removeAll { $0.decision == .passthroughTLS } }
      if !version.exhibits(.permissiveTellsByALPN) {
        chains.removeAll { $0.decision == .passthroughTLS }
        chains.append(
          Chain(transport: .tls, decision: portProtocol == .http ? .mutualTLSHTTP : .mutualTLSTCP))
      }
    case .disable:
      // With a chain for TLS the inspector is on, and finds none for what begins so.
      if !version.exhibits(.disableTakesAnyBytes) {
        chains.append(Chain(transport: .tls, alpn: ["meshscrape-mutant"], decision: .mutualTLSTCP))
      }
    }
    if portProtocol == .auto, !version.exhibits(.undeclaredIsBytes) {
      for index in chains.indices where chains[index].decision == .mutualTLSTCP {
        chains[index].decision = .mutualTLSHTTP
      }
    }
    return chains
  }
}
