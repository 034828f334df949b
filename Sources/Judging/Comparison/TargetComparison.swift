import Contract

/// Compares active and dropped targets.
enum TargetComparison {
  private typealias Target = ScraperReading.Target

  static func differences(_ builtIn: ScraperReading, _ real: ScraperReading) -> [Difference] {
    active(builtIn.active, real.active) + DroppedTargetComparison.differences(builtIn.dropped, real.dropped)
      + counts(builtIn.droppedCounts, real.droppedCounts)
  }

  // MARK: Active targets

  /// Targets are paired by what makes them one in Prometheus, the labels and the URL, else by what they were
  /// discovered as, so that a wrong label is told as that and not as two targets.
  private static func active(_ builtIn: [Target], _ real: [Target]) -> [Difference] {
    var unpaired = (builtIn: builtIn, real: real)
    var differences: [Difference] = []
    let identities: [(Target) -> [String]] = [
      { [$0.scrapePool, $0.scrapeURL, SeriesText.labels($0.labels), SeriesText.labels($0.discoveredLabels)] },
      { [$0.scrapePool, $0.scrapeURL, SeriesText.labels($0.labels)] },
      { [$0.scrapePool, $0.scrapeURL, SeriesText.labels($0.discoveredLabels)] },
      { [$0.scrapePool, SeriesText.labels($0.discoveredLabels)] },
      { [$0.scrapePool, SeriesText.labels($0.labels)] },
      { [$0.scrapePool, $0.scrapeURL] },
      { [$0.scrapeURL, SeriesText.labels($0.labels)] },
      { [SeriesText.labels($0.labels)] },
    ]
    for identity in identities {
      var others = Dictionary(grouping: unpaired.real, by: identity)
      var alone: [Target] = []
      for target in unpaired.builtIn {
        if let other = others[identity(target)]?.popLast() {
          differences += fields(target, other)
        } else {
          alone.append(target)
        }
      }
      unpaired = (alone, others.values.flatMap { $0 })
    }
    differences += unpaired.builtIn.map {
      difference(.activeTargets, of: $0, builtIn: SeriesText.labels($0.labels), real: nil)
    }
    differences += unpaired.real.map {
      difference(.activeTargets, of: $0, builtIn: nil, real: SeriesText.labels($0.labels))
    }
    return differences.sorted { ($0.subject, $0.aspect.rawValue) < ($1.subject, $1.aspect.rawValue) }
  }

  private static func fields(_ builtIn: Target, _ real: Target) -> [Difference] {
    var differences: [Difference] = []
    func compare(_ aspect: Difference.Aspect, _ left: String?, _ right: String?) {
      guard left != right else { return }
      differences.append(difference(aspect, of: builtIn, builtIn: left, real: right))
    }
    func compare(_ aspect: Difference.Aspect, labels left: [String: String], _ right: [String: String]) {
      guard left != right else { return }
      let texts = LabelText.distinct(left, right)
      var difference = difference(aspect, of: builtIn, builtIn: texts.left, real: texts.right)
      difference.labelNames = texts.names
      differences.append(difference)
    }
    compare(.scrapePool, builtIn.scrapePool, real.scrapePool)
    compare(
      .discoveredLabels, labels: LabelText.present(builtIn.discoveredLabels),
      LabelText.present(real.discoveredLabels))
    compare(.labels, labels: builtIn.labels, real.labels)
    compare(.scrapeUrl, builtIn.scrapeURL, real.scrapeURL)
    if real.globalURL != nil { compare(.globalUrl, builtIn.globalURL, real.globalURL) }
    compare(.health, builtIn.health, real.health)
    if !ErrorWording.agree(builtIn.lastError, real.lastError) {
      differences.append(
        difference(.lastError, of: builtIn, builtIn: builtIn.lastError, real: real.lastError))
    }
    if real.scrapeInterval != nil { compare(.scrapeInterval, builtIn.scrapeInterval, real.scrapeInterval) }
    if real.scrapeTimeout != nil { compare(.scrapeTimeout, builtIn.scrapeTimeout, real.scrapeTimeout) }
    return differences
  }

  private static func difference(
    _ aspect: Difference.Aspect, of target: Target, builtIn: String?, real: String?
  ) -> Difference {
    Difference(
      aspect, of: "target \(target.scrapePool) \(target.scrapeURL)", scrapePool: target.scrapePool,
      labels: target.labels, builtIn: builtIn, real: real)
  }

  private static func counts(_ builtIn: [String: Int]?, _ real: [String: Int]?) -> [Difference] {
    guard let builtIn, let real else { return [] }
    return Set(builtIn.keys).union(real.keys).sorted().compactMap { pool in
      guard builtIn[pool] != real[pool] else { return nil }
      return Difference(
        .droppedTargetCounts, of: "dropped targets of \(pool)", scrapePool: pool,
        builtIn: builtIn[pool].map(String.init), real: real[pool].map(String.init))
    }
  }
}
