public import Behaviours
import MeshModel
import PrometheusModel

/// Every behaviour that is modelled, whatever the model.
///
/// A model enters it with one line in ``chapters``.
public enum Ledger {
  /// The models, in the order of the page.
  public static let chapters: [Chapter] = [
    Chapter(IstioBehaviour.self, carriedBy: .mesh(.istio)),
    Chapter(ConsulBehaviour.self, carriedBy: .mesh(.consul)),
    Chapter(LinkerdBehaviour.self, carriedBy: .mesh(.linkerd)),
    Chapter(PrometheusBehaviour.self, carriedBy: .prometheus),
    Chapter(OperatorBehaviour.self, carriedBy: .prometheusOperator),
  ]

  /// The behaviours of all chapters.
  public static let entries: [Entry] = chapters.flatMap(\.entries)

  /// The behaviour with an id.
  public static func entry(_ id: String) -> Entry? { byID[id] }

  private static let byID = Dictionary(
    entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

  /// The behaviours of one model.
  public struct Chapter: Sendable {
    /// What behaves so.
    public let subject: String
    /// Its behaviours, in the order of the table.
    public let entries: [Entry]

    init<Behaviour: ModelledBehaviour>(_: Behaviour.Type, carriedBy carrier: Carrier) {
      subject = Behaviour.subject
      entries = Behaviour.allCases.map { Entry(id: $0.rawValue, row: $0.row, carrier: carrier) }
    }
  }

  /// One behaviour.
  public struct Entry: Sendable, Hashable {
    /// The id: `merge.application-last`.
    public let id: String
    /// What the table says of it.
    public let row: BehaviourRow
    /// What in a scenario can be made to behave otherwise.
    let carrier: Carrier
  }

  /// Which version of a state tells a model what to do.
  enum Carrier: Sendable, Hashable {
    /// That of a mesh of this kind.
    case mesh(MeshKind)
    /// That of the installed Prometheus.
    case prometheus
    /// That of the operator which a flavour brings.
    case prometheusOperator
  }
}

extension Scenario {
  /// The scenario with one behaviour deliberately wrong wherever it is asked for; nil if nothing in it behaves so.
  public func mutated(by entry: Ledger.Entry) -> Scenario? {
    var mutant = self
    for index in states.indices {
      switch entry.carrier {
      case .mesh(let kind):
        guard states[index].mesh.kind == kind else { continue }
        let isFirst = !states[index].mesh.version.contains("~")
        mutant.states[index].mesh.version += (isFirst ? "~" : ",") + entry.id
        for revision in mutant.states[index].mesh.revisions.indices {
          mutant.states[index].mesh.revisions[revision].version += (isFirst ? "~" : ",") + entry.id
        }
      case .prometheus:
        mutant.states[index].prometheus.mutation = PrometheusBehaviour(rawValue: entry.id)
      case .prometheusOperator:
        guard Flavour.named(states[index].prometheus.flavour)?.operatorVersion != nil else { continue }
        mutant.states[index].prometheus.operatorMutation = OperatorBehaviour(rawValue: entry.id)
      }
      mutant.mutation = entry.id
    }
    return mutant.mutation == nil ? nil : mutant
  }
}
