/// The table behind ``IstioBehaviour``: every row read from the releases on both sides of the change; those without a
/// release from the first and the last that are modelled.
enum BehaviourTable {
  static let facts: [IstioBehaviour: BehaviourFact] =
    [injection, capture, inbound, policy, telling, outbound, certificates, merging, agent].reduce(into: [:]) {
      all, part in
      all.merge(part) { first, _ in first }
    }
}
