import Wire

/// Does several things at once, each on a thread of its own, and waits for all of them.
enum Gathering {
  /// The results in the order of the inputs; nil where no thread could be had.
  static func map<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], _ transform: @escaping @Sendable (Input) -> Output
  ) -> [Output?] {
    let results = Monitor(Results<Output>(count: inputs.count))
    for (index, input) in inputs.enumerated() {
      do throws(WireError) {
        try DetachedThread.start {
          let output = transform(input)
          results.change { $0.set(output, at: index) }
        }
      } catch {
        results.change { $0.set(nil, at: index) }
      }
    }
    return results.wait { $0.missing == 0 ? $0.values : nil } ?? []
  }

  private struct Results<Output: Sendable>: Sendable {
    var values: [Output?]
    var missing: Int

    init(count: Int) {
      values = Array(repeating: nil, count: count)
      missing = count
    }

    mutating func set(_ value: Output?, at index: Int) {
      values[index] = value
      missing -= 1
    }
  }
}
