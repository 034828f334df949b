import Contract
import PrometheusModel
import Synchronization
import Wire

/// The built-in scraper: a Prometheus as far as deciding which series arrive.
final class ScraperRole: Role {
  private struct Running {
    var jobs: [String: JobDiscovery] = [:]
    var order: [String] = []
    var text = ""
  }

  private let configuration: ScraperConfiguration
  private let version: PrometheusVersion
  private let events: EventWriter
  private let acceptor: RoleAcceptor
  private let store = SeriesStore()
  private let scheduler: Scheduler
  private let hub: ProviderHub
  private let running = Mutex(Running())
  /// One reload at a time.
  private let reloading = Mutex(())

  init(
    configuration: ScraperConfiguration, events: EventWriter, acceptor: RoleAcceptor
  ) throws(RoleFailure) {
    guard let version = PrometheusVersion(configuration.version) else {
      throw RoleFailure("'\(configuration.version)' is no version of Prometheus, such as 3.5.0")
    }
    self.configuration = configuration
    self.version = version
    self.events = events
    self.acceptor = acceptor
    // Inside the pod, localhost is the scraper's own address.
    let own = configuration.listener.endpoint.address
    let client = HTTPClient(resolver: { $0 == "localhost" ? own : nil })
    scheduler = Scheduler(
      schedule: configuration.schedule, fetch: TargetFetch(client: client, source: configuration.sourceAddress),
      record: { events.emit(.scraped($0)) })
    hub = ProviderHub(
      client: client, source: configuration.sourceAddress, version: version, log: { events.log($0) })
  }

  func start() throws(RoleFailure) {
    try load()
    let api = ScraperAPI(
      store: store, version: version, now: { Clock.wallMilliseconds },
      targets: { [self] in views() }, configuration: { [self] in running.withLock { $0.text } },
      reload: { [self] in
        do throws(RoleFailure) {
          try load()
          return nil
        } catch {
          return error.message
        }
      })
    let acceptor = acceptor
    try acceptor.add(configuration.listener) { stream in
      HTTPServerConnection.serve(stream) { connection, request throws(WireError) in
        if acceptor.answersWrongly {
          try connection.respond(HTTPResponse(status: 200, text: "this is not Prometheus\n"))
        } else {
          try connection.respond(api.respond(to: request))
        }
      }
    }
  }

  func handle(_ command: Command) throws(RoleFailure) {
    switch command {
    case .scrape:
      let jobs = running.withLock { Array($0.jobs.values) }
      scheduler.scrapeAll(jobs.flatMap(\.pool.targets))
    case .reload:
      try load()
      try awaitSynchronisation()
    case .apply, .delete, .reconfigure: throw RoleFailure.notForThisRole(command)
    }
  }

  // MARK: Configuration

  /// Puts the configuration file in force: jobs that are gone end, others go on with what they know.
  private func load() throws(RoleFailure) {
    let settings = try ScraperSettings.read(configuration.configurationFile, version: version)
    let failure: RoleFailure? = reloading.withLock { _ in
      do throws(RoleFailure) {
        try apply(settings)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }

  /// A reload is done when every job has made its targets anew.
  private func awaitSynchronisation() throws(RoleFailure) {
    let limit = MonotonicTime.now + Self.synchronisationNanoseconds
    for (name, job) in running.withLock({ $0.jobs }) where !job.waitUntilSynchronised(until: limit) {
      throw RoleFailure("job \(name) did not find its targets anew within 10 s")
    }
  }

  private static let synchronisationNanoseconds: Int64 = 10_000_000_000

  private func apply(_ settings: ScraperSettings) throws(RoleFailure) {
    for failure in settings.failures { events.log(failure) }
    let names = Set(settings.jobs.map(\.scraping.name))
    var jobs = running.withLock { $0.jobs }
    for (name, job) in jobs where !names.contains(name) {
      job.stop()
      jobs[name] = nil
    }
    for job in settings.jobs {
      let name = job.scraping.name
      if let known = jobs[name] {
        known.pool.reconfigure(job.scraping, assemble: job.assemble)
        known.use(hub.providers(job.providers, job: name) { [weak known] in known?.refresh() })
      } else {
        jobs[name] = try begin(job)
      }
    }
    hub.retain(Dictionary(uniqueKeysWithValues: settings.jobs.map { ($0.scraping.name, $0.providers) }))
    let order = settings.jobs.map(\.scraping.name)
    running.withLock { $0 = Running(jobs: jobs, order: order, text: settings.text) }
  }

  private func begin(_ job: ConfiguredJob) throws(RoleFailure) -> JobDiscovery {
    let pool = ScrapePool(job: job.scraping, store: store, assemble: job.assemble)
    let discovery = JobDiscovery(pool: pool, providers: [], scheduler: scheduler, events: events)
    discovery.use(
      hub.providers(job.providers, job: job.scraping.name) { [weak discovery] in discovery?.refresh() })
    try discovery.start()
    return discovery
  }

  private func views() -> TargetViews {
    let (jobs, order) = running.withLock { ($0.jobs, $0.order) }
    var all = TargetViews()
    for name in order {
      guard let views = jobs[name]?.pool.views else { continue }
      all.active += views.active
      all.dropped += views.dropped
      all.droppedCounts.merge(views.droppedCounts) { $1 }
    }
    return all
  }
}
