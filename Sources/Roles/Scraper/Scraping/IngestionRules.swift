import Exposition
import PrometheusModel

/// What a scrape does with samples: the part of a scrape configuration that matters once the bytes are there.
struct IngestionRules: Sendable {
  /// The labels of the target that its series get: those that do not begin with `__`.
  var targetLabels = Labels()
  /// Exposed labels win over the target's.
  var honorsLabels = false
  /// Exposed timestamps count.
  var honorsTimestamps = true
  /// Series with exposed timestamps are marked stale, too.
  var tracksTimestampStaleness = false
  /// `metric_relabel_configs`; nil without any. It gives nil for a series that is dropped.
  var metricRelabelling: (@Sendable (Labels) -> Labels?)?
  /// Which names some metric relabelling rule takes away, be it that a later one brings them back.
  var namesTakenAway: (@Sendable (Labels) -> Set<String>)?
  /// The most samples after relabelling; 0 is no limit.
  var sampleLimit = 0
  /// `scrape_timeout_seconds` and its like are stored (`extra-scrape-metrics`).
  var storesExtraMetrics = false
  /// How long a scrape may take.
  var timeoutSeconds = 0.0
  /// The limits on labels.
  var labelLimits = LabelLimits()
  /// The format of `fallback_scrape_protocol`.
  var fallbackFormat: ExpositionFormat?
  /// Native histograms are stored; otherwise they are passed over.
  var storesNativeHistograms = false
  /// `native_histogram_bucket_limit`; 0 is no limit.
  var bucketLimit = 0
  /// The finest schema of native histograms, from `native_histogram_min_bucket_factor`.
  var mostSchema = NativeHistogram.exponentialSchemas.upperBound
  /// Classic histograms are stored as native ones with buckets of their own (`convert_classic_histograms_to_nhcb`).
  var convertsClassicHistograms = false
  /// The classic buckets of a native histogram are stored, too (`always_scrape_classic_histograms`).
  var keepsClassicHistograms = false
  /// Whether names must have the characters of old.
  var requiresLegacyNames = false
  /// Prometheus' version.
  var version = PrometheusVersion(3, 14)

  /// How many labels a sample may have in the body without failing the scrape whatever else it has; 0 for any number:
  /// relabelling may take labels or samples away before they are counted, and what is converted is counted afterwards.
  var exposedLabelLimit: Int { metricRelabelling == nil && !convertsClassicHistograms ? labelLimits.count : 0 }

  /// The parsers' version.
  var dialect: ExpositionDialect {
    ExpositionDialect(major: version.major, minor: version.minor, wrong: version.mutation?.trait)
  }

  /// Whether the storage takes nothing of the target, not even `up`: `labelmap` can make a label without a name, which
  /// looks to the storage as if a name stood twice, and then all of a scrape is taken back.
  ///
  /// Source: prometheus/prometheus `model/labels/labels_stringlabels.go`, `HasDuplicateLabelNames`, `scrape/scrape.go`,
  /// `scrapeAndReport`, 3.5.3. Builds of 2.x without `stringlabels`, such as Debian's 2.53.3, take it.
  var refusesTarget: Bool { targetLabels[""] != nil && version.exhibits(.refusesNamelessLabels) }

  /// Whether the target or a rule that replaces a label of a name that stands twice replaces the first alone, so that
  /// the storage refuses the series for the other.
  ///
  /// Source: prometheus/prometheus `model/labels/labels_stringlabels.go`, `Builder.Labels`, 3.5.3; `labels.go`, the same,
  /// 2.53.3, which builds without `stringlabels` have, such as Debian's; observed on both.
  var replacesFirstNamesakeOnly: Bool { version >= PrometheusVersion(3, 0) }

  /// Whether the same line twice in a body counts as a duplicate at once.
  ///
  /// Source: prometheus/prometheus `scrape/scrape.go`, 50c81bed86, 2.52.0.
  var noticesRepeatedLines: Bool { version.exhibits(.noticesRepeatedLines) }

  /// Whether native histograms that are not stored leave no trace. Before, their series got a sample of 0.
  ///
  /// Source: prometheus/prometheus `scrape/scrape.go`, `append`, 2.53.3, 3.3.0.
  var passesOverHistograms: Bool { version.exhibits(.passesOverHistograms) }

  /// Whether a failed scrape counts as an iteration of the cache. Before, a series that was read before the
  /// error looked like a repeated line to the next scrape, and was dropped there.
  ///
  /// Source: prometheus/prometheus `scrape/scrape.go`, e32d89af7f, 3.3.0 and 2.53.4.
  var countsFailedScrapes: Bool {
    version >= PrometheusVersion(3, 3)
      || (version >= PrometheusVersion(2, 53, 4) && version < PrometheusVersion(2, 54))
  }
}

extension PrometheusBehaviour {
  /// What of the parsers is meant; nil for what is decided elsewhere.
  fileprivate var trait: ExpositionDialect.Trait? {
    switch self {
    case .requiresContentType: .requiresContentType
    case .quotesNames: .quotesNames
    case .normalisesBounds: .normalisesFloatLabels
    case .takesAnyNames: .takesAnyNames
    case .exemplarsEverywhere: .allowsExemplarsEverywhere
    default: nil
    }
  }
}
