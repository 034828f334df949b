import Contract

extension AcceptedDifference {
  /// Where VictoriaMetrics differs from Prometheus by its nature: in what it reads of sources of targets other than
  /// Kubernetes.
  static let sourcesOfVictoriaMetrics: [AcceptedDifference] = [
    of(
      "file-path-as-written",
      "VictoriaMetrics tells the path of a file of targets from the folder of the configuration on; Prometheus tells the "
        + "whole path.",
      "lib/promscrape/config.go, appendScrapeWork of FileSDConfig"
    ) { difference, state in
      switch difference.aspect {
      case .discoveredLabels: difference.labelNames == ["__meta_filepath"]
      case .labels, .series:
        state.pairs(of: "__meta_filepath").contains { ours, theirs in
          ours.labels != theirs.labels && (difference.isOf(ours) || difference.isOf(theirs))
        }
      default: false
      }
    },
    of(
      "broken-file-has-no-targets",
      "VictoriaMetrics has no targets of a file that it cannot read; Prometheus goes on with those that it had.",
      "lib/promscrape/config.go, appendScrapeWork of FileSDConfig"
    ) { difference, state in
      difference.real == nil && [.activeTargets, .series].contains(difference.aspect)
        && state.builtIn.active.contains { ours in
          ours.discoveredLabels["__meta_filepath"] != nil && difference.isOf(ours)
            && !state.real.active.contains { $0.scrapeURL == ours.scrapeURL }
        }
    },
    of(
      "http-targets-of-any-content-type",
      "VictoriaMetrics takes targets that come over HTTP whatever their Content-Type; Prometheus insists on JSON's.",
      "lib/promscrape/discovery/http/api.go"
    ) { difference, state in
      difference.builtIn == nil && [.activeTargets, .series].contains(difference.aspect)
        && state.real.active.contains { theirs in
          theirs.discoveredLabels["__meta_url"] != nil && difference.isOf(theirs)
            && !state.builtIn.active.contains { $0.scrapeURL == theirs.scrapeURL }
        }
    },
    of(
      "targets-without-certificates",
      "VictoriaMetrics has targets of a job whose certificate files cannot be used, all of them down; Prometheus has no "
        + "scrape pool for it.",
      "lib/promauth/config.go"
    ) { difference, state in
      guard difference.builtIn == nil else { return false }
      let waiting = state.real.active.filter { theirs in
        theirs.health == "down"
          && ["cannot initialize TLS config", "private key does not match"].contains(
            where: theirs.lastError.contains)
          && !state.builtIn.active.contains { $0.scrapePool == theirs.discoveredLabels["job"] }
      }
      switch difference.aspect {
      case .activeTargets, .series: return waiting.contains(where: difference.isOf)
      case .droppedTargets:
        // The built-in scraper has no pool for the job at all.
        guard let pool = difference.scrapePool, state.builtIn.droppedCounts?[pool] == nil else { return false }
        return !waiting.isEmpty && difference.labels["__scheme__"] == "https"
      default: return false
      }
    },
    of(
      "tags-of-consul-one-by-one",
      "VictoriaMetrics tells each tag of a Consul service in a label of its own, too.",
      "lib/promscrape/discoveryutils/utils.go"
    ) { difference, _ in
      difference.aspect == .discoveredLabels
        && difference.labelNames.allSatisfy {
          $0.hasPrefix("__meta_consul_tag_") || $0.hasPrefix("__meta_consul_tagpresent_")
        }
    },
  ]
}

extension Difference {
  /// Whether it is about a target, or about a series of it.
  func isOf(_ target: ScraperReading.Target) -> Bool {
    target.labels.allSatisfy { labels[$0.key] == $0.value }
  }
}

extension ComparedState {
  /// The targets that both scrape at one URL, and that are discovered with a label.
  fileprivate func pairs(of label: String) -> [(ScraperReading.Target, ScraperReading.Target)] {
    builtIn.active.flatMap { ours in
      real.active.filter { $0.scrapeURL == ours.scrapeURL && $0.discoveredLabels[label] != nil }.map {
        (ours, $0)
      }
    }
  }
}
