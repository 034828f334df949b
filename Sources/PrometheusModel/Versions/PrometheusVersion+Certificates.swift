/// What becomes of connections with TLS by version.
extension PrometheusVersion {
  /// Whether a job whose certificates cannot be read is scraped all the same, by a client that knows none: Go's default
  /// one, which stays until the job's configuration changes. From 2.8 on such a job has no scrape pool.
  ///
  /// Source: prometheus/prometheus `scrape/scrape.go`, `newScrapePool`, v2.7.0 and v2.8.0;
  /// `vendor/golang.org/x/net/context/ctxhttp/ctxhttp.go`, `Do`, v2.3.1.
  public var scrapesWithoutCertificates: Bool { exhibits(.scrapesWithoutCertificates) }

  /// Whether certificate and key are read once and for all; from 2.9 on with every handshake.
  ///
  /// Source: prometheus/common `config/http_config.go`, `NewTLSConfig`, b36ad289a3ea (Prometheus 2.8) and 0.3.0 (2.9).
  public var readsCertificatesOnce: Bool { exhibits(.readsCertificatesOnce) }

  /// Whether HTTP/2 takes frames of several megabytes: an answer in HTTP/1.1, read as such a frame, then ends too early,
  /// where later the frame is too large.
  ///
  /// Source: golang/net `http2/transport.go`, 0.28 (Prometheus 2.55), and `http2/config.go`, `defaultMaxReadFrameSize`,
  /// 0.30 (3.0); observed on 2.53.3 and 3.5.3.
  public var readsLargeFrames: Bool { exhibits(.readsLargeFrames) }
}
