import Contract
import FoundationEssentials
import PrometheusModel
import Wire

/// What a watch tells of its objects.
enum WatchNews: Sendable {
  /// These are some of the objects there are.
  case listed([KubernetesObject])
  /// All objects that there are have been listed; others are gone.
  case complete(keys: Set<String>, version: Int)
  /// An object is new or changed.
  case changed(KubernetesObject, version: Int)
  /// An object is gone.
  case deleted(KubernetesObject, version: Int)
  /// Nothing of this kind has changed up to a version.
  case progressed(version: Int)
  /// The API server cannot be reached, or says something that cannot be read.
  case failed(message: String)
}

/// Lists the objects of one kind, then watches them, on a thread of its own; begins anew after every failure.
///
/// Source: kubernetes/client-go `tools/cache/reflector.go`, `ListAndWatch`, 0.33.
final class ResourceWatch: Sendable {
  /// What is watched.
  struct Query: Hashable, Sendable {
    /// The API server.
    var server: HTTPURL
    /// The kind.
    var kind: KubernetesKind
    /// The namespace, nil for all.
    var namespace: String?
    /// Restricts by labels; empty for none.
    var labelSelector = ""
    /// Restricts by fields; empty for none.
    var fieldSelector = ""
  }

  private let query: Query
  private let client: TargetClient
  private let userAgent: String
  private let deliver: @Sendable (WatchNews) -> Void
  private let cancellation = Cancellation()
  private let isStopped = Monitor(false)

  init(
    _ query: Query, client: TargetClient, userAgent: String,
    deliver: @escaping @Sendable (WatchNews) -> Void
  ) {
    self.query = query
    self.client = client
    self.userAgent = userAgent
    self.deliver = deliver
  }

  /// Begins, on a thread.
  func start() throws(WireError) { try DetachedThread.start { [self] in run() } }

  /// Ends; nothing is delivered afterwards.
  func stop() {
    isStopped.change { $0 = true }
    cancellation.cancel()
  }

  private func run() {
    var pause: Int64 = 50
    while !isStopped.read({ $0 }) {
      do {
        try listAndWatch { pause = 50 }
      } catch {
        if isStopped.read({ $0 }) { return }
        deliver(.failed(message: "\(error)"))
        _ = isStopped.wait(until: .now + pause * 1_000_000) { $0 ? true : nil }
        pause = min(pause * 2, 5000)
      }
    }
  }

  private func listAndWatch(onSuccess: () -> Void) throws {
    var keys: Set<String> = []
    var version = ""
    var continuation = ""
    repeat {
      var page: [KubernetesObject] = []
      let end = try list(continuation) { object in
        keys.insert(object.key)
        page.append(object)
        // Objects are let go of as soon as their groups are made; a list may hold all of a cluster.
        if page.count == Self.pageSize {
          deliver(.listed(page))
          page = []
        }
      }
      deliver(.listed(page))
      version = end.version
      continuation = end.continuation
    } while !continuation.isEmpty
    onSuccess()
    deliver(.complete(keys: keys, version: Int(version) ?? 0))
    keys = []
    while !isStopped.read({ $0 }) {
      guard let next = try watch(from: version) else { return }
      version = next
    }
  }

  /// How many objects are handed on at once, and asked for.
  private static let pageSize = 500

  private func list(
    _ continuation: String, _ take: (KubernetesObject) -> Void
  ) throws -> KubernetesListEnd {
    var items = [("limit", "\(Self.pageSize)"), ("resourceVersion", "0")]
    if !continuation.isEmpty { items = [("continue", continuation), ("limit", "\(Self.pageSize)")] }
    let exchange = try open(items, deadline: .after(milliseconds: 30_000))
    guard exchange.status == 200 else { throw refusal(exchange.status, try exchange.readAll()) }
    if query.kind == .pods {
      return try PodReading().list({ try exchange.readPart(upTo: 256 << 10) }, { take(.pod($0)) })
    }
    return try query.kind.list(try exchange.readAll(), take)
  }

  /// Watches until the server ends the watch; gives the version to go on from, nil to list again.
  private func watch(from version: String) throws -> String? {
    var version = version
    let items = [
      ("allowWatchBookmarks", "true"), ("resourceVersion", version), ("timeoutSeconds", "420"),
      ("watch", "true"),
    ]
    let exchange = try open(items, deadline: .after(milliseconds: 450_000))
    guard exchange.status == 200 else { throw refusal(exchange.status, try exchange.readAll()) }
    var rest: [UInt8] = []
    while true {
      let part = try exchange.readPart()
      if part.isEmpty { return version }
      rest += part
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Data(rest[..<end])
        rest.removeSubrange(...end)
        guard let next = try take(line) else { return nil }
        version = next.isEmpty ? version : next
      }
    }
  }

  /// Passes a line on; gives its version, nil if the watch is of no more use.
  private func take(_ json: Data) throws -> String? {
    let line = try WatchLine(json, kind: query.kind)
    let version = Int(line.version) ?? 0
    switch (line.type, line.object) {
    case ("DELETED", let object?): deliver(.deleted(object, version: version))
    case (_, let object?): deliver(.changed(object, version: version))
    case ("BOOKMARK", nil): deliver(.progressed(version: version))
    case ("ERROR", nil): return nil
    default: break
    }
    return line.version
  }

  private func open(_ items: [(String, String)], deadline: Deadline) throws(ScrapeFailure) -> ClientExchange {
    var items = items
    if !query.fieldSelector.isEmpty { items.append(("fieldSelector", query.fieldSelector)) }
    if !query.labelSelector.isEmpty { items.append(("labelSelector", query.labelSelector)) }
    let text = items.map { "\($0)=\(FormEncoding.encode($1))" }.joined(separator: "&")
    var url = query.server
    let base = url.path.hasSuffix("/") ? String(url.path.dropLast()) : url.path
    url.target = base + query.kind.path(namespace: query.namespace) + "?" + text
    return try client.open(
      url, headers: ["User-Agent": userAgent, "Accept": "application/json, */*"], deadline: deadline,
      decoding: .transparent, cancellation: cancellation)
  }

  private func refusal(_ status: Int, _ body: [UInt8]) -> WireError {
    WireError(
      .status, "\(query.kind.rawValue): \(status): \(String(decoding: body.prefix(200), as: UTF8.self))")
  }
}
