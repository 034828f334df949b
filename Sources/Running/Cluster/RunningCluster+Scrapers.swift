import Contract
import Planning
import PrometheusModel

extension RunningCluster {
  /// Starts the scraper, or the two that are compared.
  func startScrapers(_ state: StatePlan) throws(HarnessFailure) {
    let configuration = try writeConfiguration(state)
    if options.scraper != .builtIn {
      try startReal(options.scraper, at: state.scraper.listener.endpoint, state, configuration)
    } else if let beside = options.beside {
      refusals.real = try refusal(by: beside.processName) { () throws(HarnessFailure) in
        try startReal(beside, at: state.secondScraper, state, configuration)
      }
      refusals.builtIn = try refusal(by: Self.scraperName) { () throws(HarnessFailure) in
        try startBuiltIn(state, configuration)
        try awaitReadiness()
      }
    } else {
      try startBuiltIn(state, configuration)
    }
  }

  /// Starts the built-in scraper.
  func startBuiltIn(_ state: StatePlan, _ configuration: String) throws(HarnessFailure) {
    var scraper = state.scraper
    scraper.schedule = options.schedule
    scraper.configurationFile = configuration
    try table.start(ProcessConfiguration(name: Self.scraperName, roles: [.scraper(scraper)]))
  }

  /// Starts a real engine, in the place of one that is there, and waits until it answers.
  func startReal(
    _ engine: ScraperEngine, at endpoint: Endpoint, _ state: StatePlan, _ configuration: String
  ) throws(HarnessFailure) {
    // Its first look at the API server must find it there.
    try awaitReadiness()
    realScraper?.stop(table)
    let scraper = try RealScraper(
      engine, at: endpoint, configuration: configuration, features: state.scraper.features,
      builtInAddress: state.scraper.sourceAddress, folder: folder, client: client, table: table,
      generation: (realScraper?.generation ?? 0) + 1)
    scraper.markChange(to: state)
    realScraper = scraper
    try scraper.awaitReadiness(table, milliseconds: options.patience.readiness)
  }

  /// What a scraper says when it does not take its configuration, nil if it does; any other failure is one.
  func refusal(
    by process: String, _ body: () throws(HarnessFailure) -> Void
  ) throws(HarnessFailure) -> String? {
    do throws(HarnessFailure) {
      try body()
      return nil
    } catch  where error.process == process && Self.refusing.contains(where: error.message.contains) {
      table.dismiss(failed: process)
      return error.message
    }
  }

  /// What a refusal has, by the built-in scraper, Prometheus and VictoriaMetrics: the file, or the flag that names it.
  static let refusing = ["prometheus.yml", "config"]

  /// Whom failures of the built-in scraper name.
  static let scraperName = "scraper"

  /// Writes prometheus.yml and what it refers to.
  /// - Returns: its path.
  func writeConfiguration(_ state: StatePlan) throws(HarnessFailure) -> String {
    for (name, text) in state.files.sorted(by: { $0.key < $1.key }) { _ = try folder.write(text, to: name) }
    for name in (current?.files ?? [:]).keys where state.files[name] == nil { folder.remove(file: name) }
    try writeCertificates(state.certificates)
    return try folder.write(
      options.realScraper?.adapted(state.prometheusConfiguration) ?? state.prometheusConfiguration,
      to: "prometheus.yml")
  }

  /// Writes the certificates of Prometheus; files that are there no more are removed.
  private func writeCertificates(_ certificates: CertificateFolder?) throws(HarnessFailure) {
    let files = try certificates.map { folder throws(HarnessFailure) in
      try resources.identities.files(of: folder)
    }
    for path in current?.certificates?.paths ?? []
    where files?.contains(where: { "\(CertificateFolder.name)/\($0.name)" == path }) != true {
      folder.remove(file: path)
    }
    guard let files, !files.isEmpty else { return }
    try folder.makeFolder(CertificateFolder.name)
    for file in files { _ = try folder.write(file.text, to: "\(CertificateFolder.name)/\(file.name)") }
  }

  /// Makes every scraper read its configuration again.
  func reloadScrapers() throws(HarnessFailure) {
    func reloadReal() throws(HarnessFailure) { try realScraper?.reload() }
    guard let beside = options.beside else {
      try reloadReal()
      return try reloadBuiltIn()
    }
    refusals.real = try refusal(by: beside.processName, reloadReal)
    refusals.builtIn = try refusal(by: Self.scraperName, reloadBuiltIn)
  }

  /// Makes the built-in scraper read its configuration again, and ask every source of targets once more.
  func reloadBuiltIn() throws(HarnessFailure) {
    guard let scraper = table.process(playing: .scraper) else { return }
    try table.command("reload its configuration", of: scraper, milliseconds: options.patience.command) {
      .reload(id: $0)
    }
  }
}
