import Contract
import Synchronization

/// The objects of the cluster, their history, and who watches it.
///
/// The resource version starts at a given one and grows by one with every object that is stored or removed, so
/// that the runner can tell which version a command has led to.
final class ObjectStore: Sendable {
  /// How many changes are remembered for watches that start in the past.
  static let historyLimit = 20_000

  private let state: Mutex<State>

  fileprivate struct State {
    var version: Int
    var types: [ResourceName: ResourceType] = [:]
    var objects: [ResourceName: [ObjectKey: StoredObject]] = [:]
    /// The sorted keys of a resource, until one is added or removed.
    var order: [ResourceName: [ObjectKey]] = [:]
    var history: [ObjectChange] = []
    /// The oldest version from which history is complete.
    var oldestVersion = 0
    var watches: [ObjectIdentifier: Watch] = [:]
  }

  /// Takes the objects that exist at the start, with the version before the first of them.
  init(_ objects: [KubernetesResource], firstVersion: Int = 1000) throws(RoleFailure) {
    var state = State(version: firstVersion)
    for type in ResourceType.known { state.types[type.name] = type }
    for object in objects { _ = try state.store(object) }
    state.oldestVersion = state.version
    self.state = Mutex(state)
  }

  /// The version of the last change.
  var version: Int { state.withLock { $0.version } }

  /// Every kind of object there is, by group and name.
  var types: [ResourceType] {
    state.withLock { Array($0.types.values) }.sorted { ($0.group, $0.resource) < ($1.group, $1.resource) }
  }

  /// A kind by where the API has it.
  func type(_ name: ResourceName) -> ResourceType? { state.withLock { $0.types[name] } }

  /// An object.
  func object(_ resource: ResourceName, _ key: ObjectKey) -> StoredObject? {
    state.withLock { $0.objects[resource]?[key] }
  }

  /// The objects that a request asks for, in the order of their keys, and the version at which this is so.
  func list(_ selection: Selection) -> (objects: [StoredObject], version: Int) {
    let (objects, version) = state.withLock { ($0.sorted(selection.type.name), $0.version) }
    return (objects.filter(selection.matches), version)
  }

  /// Adds or replaces objects, and tells the watches. None is stored if one of them is no object.
  func apply(_ objects: [KubernetesResource]) throws(RoleFailure) {
    let (changes, watches, version) = try state.withLock { state throws(RoleFailure) in
      var next = state
      var changes: [ObjectChange] = []
      for object in objects { changes.append(try next.store(object)) }
      state = next
      return state.record(changes)
    }
    for watch in watches { watch.push(changes, version: version) }
  }

  /// Removes objects, and tells the watches. What does not exist stays so without a change.
  func delete(_ objects: [KubernetesResource]) {
    let (changes, watches, version) = state.withLock { state in
      state.record(objects.compactMap { state.remove($0) })
    }
    for watch in watches { watch.push(changes, version: version) }
  }

  /// Whether a watch that starts there cannot be told what it has missed.
  func isExpired(_ start: WatchStart) -> Bool {
    if case .after(let version) = start { state.withLock { version < $0.oldestVersion } } else { false }
  }

  /// Registers a watch, and tells where it starts. The watch must hold back changes until it has sent its start.
  func begin(_ watch: Watch, from start: WatchStart) -> WatchBeginning {
    state.withLock { state in
      let name = watch.selection.type.name
      let beginning: WatchBeginning
      switch start {
      case .existingObjects: beginning = .objects(state.sorted(name), version: state.version)
      case .now: beginning = .changes([], version: state.version)
      case .after(let version) where version < state.oldestVersion:
        return .tooOld(oldest: state.oldestVersion)
      case .after(let version):
        beginning = .changes(state.history.filter { $0.version > version }, version: state.version)
      }
      state.watches[ObjectIdentifier(watch)] = watch
      return beginning
    }
  }

  /// Forgets a watch.
  func end(_ watch: Watch) { state.withLock { $0.watches[ObjectIdentifier(watch)] = nil } }
}

extension ObjectStore.State {
  mutating func store(_ resource: KubernetesResource) throws(RoleFailure) -> ObjectChange {
    let type = ResourceType(of: resource)
    let object = try StoredObject(resource, version: version + 1)
    version += 1
    if types[type.name] == nil { types[type.name] = type }
    let before = objects[type.name, default: [:]].updateValue(object, forKey: object.key)
    if before == nil { order[type.name] = nil }
    return ObjectChange(
      kind: before == nil ? .added : .modified, resource: type.name, object: object, before: before)
  }

  mutating func remove(_ resource: KubernetesResource) -> ObjectChange? {
    let name = ResourceType(of: resource).name
    let key = ObjectKey(namespace: resource.namespace ?? "", name: resource.name)
    guard let before = objects[name]?[key] else { return nil }
    version += 1
    let last = StoredObject(before, version: version)
    objects[name]?[key] = nil
    order[name] = nil
    return ObjectChange(kind: .deleted, resource: name, object: last, before: before)
  }

  mutating func record(_ changes: [ObjectChange]) -> ([ObjectChange], [Watch], Int) {
    history += changes
    if history.count > ObjectStore.historyLimit {
      history.removeFirst(history.count - ObjectStore.historyLimit)
      oldestVersion = (history.first?.version ?? version) - 1
    }
    return (changes, Array(watches.values), version)
  }

  mutating func sorted(_ resource: ResourceName) -> [StoredObject] {
    guard let objects = objects[resource] else { return [] }
    let keys = order[resource] ?? objects.keys.sorted()
    order[resource] = keys
    return keys.compactMap { objects[$0] }
  }
}
