/// Keeps the greatest or the smallest of many samples.
///
/// Which of equal values stays depends on the heap, so it works as Go's does.
///
/// Source: prometheus/prometheus `promql/engine.go`, `aggregationK`, 3.5.0; golang/go `src/container/heap/heap.go`.
struct SampleHeap {
  /// The most samples.
  var limit: Int
  /// Whether great values stay, or small ones.
  var keepsGreatest: Bool
  private var samples: [InstantSample] = []

  init(limit: Int, keepsGreatest: Bool) {
    self.limit = limit
    self.keepsGreatest = keepsGreatest
  }

  /// Takes a sample, if it belongs to those that stay.
  mutating func offer(_ sample: InstantSample) {
    if samples.count < limit {
      samples.append(sample)
      rise(samples.count - 1)
    } else if let root = samples.first, isBetter(sample.value, than: root.value) {
      samples[0] = sample
      sink(0)
    }
  }

  /// The samples, the best first.
  var sorted: [InstantSample] {
    samples.enumerated().sorted { left, right in
      if isBetter(left.element.value, than: right.element.value) { return true }
      return !isBetter(right.element.value, than: left.element.value) && left.offset < right.offset
    }.map(\.element)
  }

  private func isBetter(_ value: Double, than other: Double) -> Bool {
    if value.isNaN || other.isNaN { return other.isNaN && !value.isNaN }
    return keepsGreatest ? value > other : value < other
  }

  private func precedes(_ index: Int, _ other: Int) -> Bool {
    let (value, otherValue) = (samples[index].value, samples[other].value)
    if value.isNaN { return true }
    return keepsGreatest ? value < otherValue : value > otherValue
  }

  private mutating func rise(_ start: Int) {
    var index = start
    while index > 0 {
      let parent = (index - 1) / 2
      guard precedes(index, parent) else { break }
      samples.swapAt(index, parent)
      index = parent
    }
  }

  private mutating func sink(_ start: Int) {
    var index = start
    while true {
      let left = 2 * index + 1
      guard left < samples.count else { break }
      let child = left + 1 < samples.count && precedes(left + 1, left) ? left + 1 : left
      guard precedes(child, index) else { break }
      samples.swapAt(index, child)
      index = child
    }
  }
}
