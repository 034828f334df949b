/// The candidate that a misspelt word most probably means, nil if none is near: for "did you mean".
///
/// Compares without case; one edit is an insertion, a deletion, a replacement or a swap of neighbours.
/// Near is at most a third of the word's length, and one edit always.
public func nearest(_ word: String, among candidates: [String]) -> String? {
  let target = Array(word.lowercased().unicodeScalars.prefix(longestWord))
  let limit = max(1, target.count / 3)
  var best: (distance: Int, candidate: String)?
  for candidate in candidates {
    let scalars = Array(candidate.lowercased().unicodeScalars.prefix(longestWord))
    guard abs(scalars.count - target.count) <= limit else { continue }
    let distance = editDistance(target, scalars)
    if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
  }
  return best?.candidate
}

/// What to append to a message about an unknown word: the nearest candidate, or all if they are few.
public func suggestion(for word: String, among candidates: [String]) -> String {
  if let near = nearest(word, among: candidates) { return "; did you mean `\(near)`?" }
  guard !candidates.isEmpty, candidates.count <= 12 else { return "" }
  return "; there is " + candidates.map { "`\($0)`" }.joined(separator: ", ")
}

private let longestWord = 64

/// The restricted edit distance of Damerau and Levenshtein ("optimal string alignment").
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 1...a.count {
    var row = [Int](repeating: i, count: b.count + 1)
    for j in 1...b.count {
      let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      row[j] = min(replaced, last[j] + 1, row[j - 1] + 1)
      let isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]
      if isSwap { row[j] = min(row[j], beforeLast[j - 2] + 1) }
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}
