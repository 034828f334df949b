import Contract
import PrometheusModel
import Synchronization
import Wire

/// The built-in Prometheus: discovery, scraping, storage and the HTTP API.
final class ScraperRole: Role {
  private struct State {
    var settings = ScraperSettings()
    var jobs: [String: JobDiscovery] = [:]
    /// When the configuration was put in force, and when the scraper began.
    var loaded = Clock.wallNanoseconds
    let started = Clock.wallNanoseconds
    /// Whether the last reading of the configuration went well.
    var isCurrent = true
  }

  private let configuration: ScraperConfiguration
  private let events: EventWriter
  private let acceptor: RoleAcceptor
  private let version: PrometheusVersion
  private let store = SeriesStore()
  private let scheduler: Scheduler
  private let hub: ProviderHub
  private let counter = ScrapeCounter()
  private let state = Mutex(State())
  /// One reload at a time.
  private let reloading = Mutex(())

  /// Takes the configuration; nothing is read or opened yet.
  init(configuration: ScraperConfiguration, events: EventWriter, acceptor: RoleAcceptor) throws(RoleFailure) {
    guard let version = PrometheusVersion(configuration.version) else {
      throw RoleFailure("\(configuration.version) is no version of Prometheus")
    }
    self.configuration = configuration
    self.events = events
    self.acceptor = acceptor
    self.version = version
    scheduler = Scheduler(schedule: configuration.schedule) { [counter] outcome in
      counter.add(outcome)
      events.emit(.scraped(outcome))
    }
    hub = ProviderHub(source: configuration.sourceAddress, version: version) { events.log($0) }
  }

  /// Reads the configuration file, begins to discover, and serves the API.
  func start() throws(RoleFailure) {
    let settings = try readSettings()
    try apply(settings)
    // Targets that stand in the file are there from the beginning.
    let jobs = state.withLock { $0.jobs }
    for job in settings.jobs where job.providers.allSatisfy(\.isFixed) {
      _ = jobs[job.scraping.name]?.waitUntilSynchronised(until: .now + Self.patience)
    }
    let api = ScraperAPI(
      store: store, version: version, now: { Clock.wallMilliseconds }, targets: { [self] in views() },
      configuration: { [self] in served }, counts: { [counter] in counter.counts },
      reload: { [self] in reload() })
    try acceptor.add(configuration.listener) { [acceptor] stream in
      HTTPServerConnection.serve(stream) { connection, request throws(WireError) in
        try connection.respond(acceptor.answersWrongly ? Self.wrongAnswer : api.respond(to: request))
      }
    }
  }

  /// Scrapes every target once, or reads the configuration file again.
  func handle(_ command: Command) throws(RoleFailure) {
    switch command {
    case .scrape: scheduler.scrapeAll(state.withLock { Array($0.jobs.values) }.flatMap(\.pool.targets))
    case .reload, .reconfigure: if let problem = reload() ?? awaitTargets() { throw RoleFailure(problem) }
    case .apply, .delete, .report: throw .notForThisRole(command)
    }
  }

  /// How long targets may take to be known, in nanoseconds.
  private static let patience: Int64 = 10_000_000_000

  /// What the fault `wrong-answer` answers: an API without targets and series.
  private static let wrongAnswer = HTTPResponse(
    headers: ["Content-Type": "application/json"], text: "{\"status\":\"success\",\"data\":null}")

  private func views() -> TargetViews {
    let pools = state.withLock { $0.jobs.sorted { $0.key < $1.key } }.map(\.value.pool)
    return pools.reduce(into: TargetViews()) { all, pool in
      let views = pool.views
      all.active += views.active
      all.dropped += views.dropped
      guard pool.isCreated, version.hasPoolsWithoutGroups || pool.hasHadGroups else { return }
      all.droppedCounts.merge(views.droppedCounts) { $1 }
    }
  }

  /// The configuration in force, for those who look.
  private var served: ServedConfiguration {
    state.withLock { state in
      ServedConfiguration(
        text: state.settings.text, evaluationInterval: state.settings.evaluationInterval,
        relabelRules: state.settings.jobs.reduce(into: [:]) { $0[$1.scraping.name] = $1.relabelRules },
        loaded: state.loaded, isCurrent: state.isCurrent, started: state.started)
    }
  }

  /// Puts the configuration file in force; what is wrong with it, if it is: then the old one stays.
  private func reload() -> String? {
    do throws(RoleFailure) {
      try apply(try readSettings())
      return nil
    } catch {
      state.withLock { $0.isCurrent = false }
      return error.message
    }
  }

  /// Waits until the targets of every job are known; whose are not, if so.
  private func awaitTargets() -> String? {
    hub.refresh()
    let jobs = state.withLock { Array($0.jobs.values) }
    for job in jobs { job.refresh() }
    let end = MonotonicTime.now + Self.patience
    for job in jobs where !job.waitUntilSynchronised(until: end) {
      return "the targets of \(job.pool.name) are not known within 10 seconds"
    }
    return nil
  }

  private func readSettings() throws(RoleFailure) -> ScraperSettings {
    try ScraperSettings(
      reading: configuration.configurationFile, version: version, features: configuration.features,
      source: configuration.sourceAddress)
  }

  private func apply(_ settings: ScraperSettings) throws(RoleFailure) {
    let result: Result<Void, RoleFailure> = reloading.withLock { _ in
      do throws(RoleFailure) {
        try replaceJobs(by: settings)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  private func replaceJobs(by settings: ScraperSettings) throws(RoleFailure) {
    let old = state.withLock { $0.jobs }
    var jobs: [String: JobDiscovery] = [:]
    var hasFailed = false
    for configured in settings.jobs {
      let name = configured.scraping.name
      if let job = old[name] {
        do throws(RoleFailure) {
          try job.pool.reconfigure(configured.scraping, assemble: configured.assemble)
        } catch {
          events.log("error reloading scrape pool \(name): \(error.message)")
          hasFailed = true
        }
        job.use(hub.providers(configured.providers, job: name) { [job] in job.refresh() })
        jobs[name] = job
      } else {
        let pool = ScrapePool(job: configured.scraping, store: store, assemble: configured.assemble)
        let job = JobDiscovery(pool: pool, providers: [], scheduler: scheduler, events: events)
        job.use(hub.providers(configured.providers, job: name) { [job] in job.refresh() })
        try job.start()
        jobs[name] = job
      }
    }
    let current = jobs
    state.withLock { state in
      state.settings = settings
      state.jobs = current
      state.loaded = Clock.wallNanoseconds
      state.isCurrent = true
    }
    for (name, job) in old where current[name] == nil { job.stop() }
    hub.retain(settings.jobs.reduce(into: [:]) { $0[$1.scraping.name] = $1.providers })
    if hasFailed { throw RoleFailure("one or more errors occurred while applying the new configuration") }
  }
}
