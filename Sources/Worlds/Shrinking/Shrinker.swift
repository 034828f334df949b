import SourceText

/// Makes a world smaller as long as something stays true of it: that two scrapers differ on it, say.
///
/// Delta debugging over the scenario as a tree: pods, jobs, rules and keys are taken out in halves, quarters and one
/// by one, then lines and characters of texts. Several candidates are tried at a time, and those that hold are
/// taken together where that holds, too.
///
/// Source: A. Zeller, R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002.
public struct Shrinker: Sendable {
  /// How many candidates are tried at a time.
  public var width: Int
  /// How many candidates are tried at most.
  public var limit: Int

  /// Makes a shrinker.
  public init(width: Int = 1, limit: Int = 1000) {
    self.width = max(1, width)
    self.limit = limit
  }

  /// The least world found of which a predicate holds.
  ///
  /// - Parameters:
  ///   - world: a world of which it holds.
  ///   - holds: whether it holds of a world. Candidates may be invalid scenarios, of which it must not hold.
  public func least(_ world: World, where holds: (World) throws -> Bool) rethrows -> World {
    try leastInBatches(world) { worlds in try worlds.map(holds) }
  }

  /// The least world found of which a predicate holds that looks at several worlds at a time.
  public func leastInBatches(_ world: World, where holds: ([World]) throws -> [Bool]) rethrows -> World {
    var search = Search(world: world, width: width, left: limit)
    var isSmaller = true
    while isSmaller, search.left > 0 {
      isSmaller = false
      for stage in Reduction.Stage.allCases where try search.pass(stage, holds) { isSmaller = true }
    }
    return search.world
  }

  private struct Search {
    var world: World
    let width: Int
    var left: Int
    private var tried: Set<YAMLNode>

    init(world: World, width: Int, left: Int) {
      self.world = world
      self.width = width
      self.left = left
      tried = [world.document]
    }

    /// Tries every edit of a stage once.
    /// - Returns: whether the world has become smaller.
    mutating func pass(_ stage: Reduction.Stage, _ holds: ([World]) throws -> [Bool]) rethrows -> Bool {
      var isSmaller = false
      var edits = Reduction.edits(stage, of: world.document)
      var index = 0
      while index < edits.count, left > 0 {
        var batch: [(edit: Edit, world: World)] = []
        while index < edits.count, batch.count < min(width, left) {
          let candidate = applying([edits[index]])
          if tried.insert(candidate.document).inserted { batch.append((edits[index], candidate)) }
          index += 1
        }
        guard !batch.isEmpty else { break }
        left -= batch.count
        let results = try holds(batch.map(\.world))
        let good = zip(batch, results).filter(\.1).map(\.0)
        guard let first = good.first else { continue }
        var next = first.world
        if good.count > 1, left > 0 {
          let all = applying(good.map(\.edit))
          left -= 1
          if try tried.insert(all.document).inserted && holds([all]).first == true { next = all }
        }
        world = next
        isSmaller = true
        edits = Reduction.edits(stage, of: world.document)
        index = max(0, index - batch.count)
      }
      return isSmaller
    }

    private func applying(_ edits: [Edit]) -> World {
      var changed = world
      changed.document = world.document.applying(edits)
      return changed
    }
  }
}
