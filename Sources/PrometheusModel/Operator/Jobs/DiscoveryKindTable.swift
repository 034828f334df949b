internal import SourceText

extension DiscoveryKind {
  private static let set = Schema.list(.text, isSet: true)
  private static let server = Item.plain("server", "server", .httpURL, isRequired: true)
  private static let tags = Item.text("tagSeparator", "tag_separator")
  private static let anyURL = Schema.text(.url([]))

  private static func words(_ words: String...) -> Schema { .text(.oneOf(words)) }

  /// All ways of discovery, in the order in which the operator writes them.
  static let all: [DiscoveryKind] = [
    DiscoveryKind("staticConfigs", "static_configs", [.special(.staticTargets)]),
    DiscoveryKind(
      "fileSDConfigs", "file_sd_configs",
      [
        .plain("files", "files", .list(.text(.targetFile), minimum: 1, isSet: true), isRequired: true),
        .refresh,
      ]),
    DiscoveryKind(
      "httpSDConfigs", "http_sd_configs",
      [
        .basicAuth, .authorization, .tls, .proxy, .oauth2, .plain("url", "url", .httpURL, isRequired: true),
        .refresh, .redirects, .http2,
      ]),
    DiscoveryKind("kubernetesSDConfigs", "kubernetes_sd_configs", [.special(.kubernetes)]),
    DiscoveryKind(
      "consulSDConfigs", "consul_sd_configs",
      [
        .basicAuth, .authorization, .oauth2, .proxy, .tls, .text("server", "server", isRequired: true),
        .text("pathPrefix", "path_prefix"), .secret("tokenRef", "token"), .text("datacenter", "datacenter"),
        .text("namespace", "namespace"), .text("partition", "partition"),
        .lowered("scheme", "scheme", .scheme), .plain("services", "services", set),
        .plain("tags", "tags", set), tags, .plain("nodeMeta", "node_meta", .map(.text)),
        .text("filter", "filter"), .text("healthFilter", "health_filter"),
        .plain("allowStale", "allow_stale", .boolean), .refresh, .redirects, .http2,
      ]),
    DiscoveryKind(
      "dnsSDConfigs", "dns_sd_configs",
      [
        .plain("names", "names", .list(.notEmpty, minimum: 1), isRequired: true), .refresh,
        .special(.dnsType), .port,
      ]),
    DiscoveryKind(
      "ec2SDConfigs", "ec2_sd_configs",
      [
        .proxy, .text("region", "region"), .secretPair, .text("roleARN", "role_arn"), .refresh, .port,
        .since(PrometheusVersion(2, 3), [.filters]),
        .since(PrometheusVersion(2, 41), [.redirects, .http2, .tls]),
      ]),
    DiscoveryKind(
      "azureSDConfigs", "azure_sd_configs",
      [
        .basicAuth, .authorization, .oauth2, .proxy, .special(.azureEnvironment),
        .plain(
          "authenticationMethod", "authentication_method",
          words("OAuth", "ManagedIdentity", "SDK", "WorkloadIdentity")),
        .text("subscriptionID", "subscription_id", isRequired: true), .text("tenantID", "tenant_id"),
        .text("clientID", "client_id"), .secret("clientSecret", "client_secret"),
        .text("resourceGroup", "resource_group"), .refresh, .port, .unwritten("followRedirects", .boolean),
        .unwritten("enableHTTP2", .boolean), .unwritten("tlsConfig", .safeTLS),
      ]),
    DiscoveryKind(
      "gceSDConfigs", "gce_sd_configs",
      [
        .text("project", "project", isRequired: true), .text("zone", "zone", isRequired: true),
        .text("filter", "filter"), .refresh, .port, tags,
      ]),
    DiscoveryKind(
      "openstackSDConfigs", "openstack_sd_configs",
      [
        .lowered("role", "role", words("Instance", "Hypervisor", "LoadBalancer"), isRequired: true),
        .text("region", "region", isRequired: true),
        .plain("identityEndpoint", "identity_endpoint", .httpURL), .text("username", "username"),
        .text("userid", "userid"), .secret("password", "password"), .text("domainName", "domain_name"),
        .text("domainID", "domain_id"), .text("projectName", "project_name"), .text("projectID", "project_id"),
        .text("applicationCredentialName", "application_credential_name"),
        .text("applicationCredentialId", "application_credential_id"),
        .secret("applicationCredentialSecret", "application_credential_secret"),
        .plain("allTenants", "all_tenants", .boolean), .refresh, .port,
        .plain(
          "availability", "availability", words("Public", "public", "Admin", "admin", "Internal", "internal")),
        .tls,
      ]),
    DiscoveryKind(
      "digitalOceanSDConfigs", "digitalocean_sd_configs",
      [.authorization, .oauth2, .proxy, .redirects, .http2, .tls, .port, .refresh]),
    DiscoveryKind(
      "kumaSDConfigs", "kuma_sd_configs",
      [
        .basicAuth, .authorization, .oauth2, .proxy, server, .redirects, .http2, .tls, .refresh,
        .plain("fetchTimeout", "fetch_timeout", .duration), .text("clientID", "client_id"),
      ]),
    DiscoveryKind(
      "eurekaSDConfigs", "eureka_sd_configs",
      [.basicAuth, .authorization, .oauth2, .proxy, .redirects, .http2, .tls, .refresh, server]),
    DiscoveryKind(
      "dockerSDConfigs", "docker_sd_configs",
      [
        .authorization, .oauth2, .proxy, .basicAuth, .filters, .plain("host", "host", anyURL, isRequired: true),
        .tls, .port, .text("hostNetworkingHost", "host_networking_host"),
        .since(PrometheusVersion(2, 54, 1), [.plain("matchFirstNetwork", "match_first_network", .boolean)]),
        .refresh, .redirects, .http2,
      ]),
    DiscoveryKind(
      "linodeSDConfigs", "linode_sd_configs",
      [
        .authorization, .oauth2, .proxy, .tls, .port, .text("region", "region"), .http2, tags, .refresh,
        .redirects,
      ]),
    DiscoveryKind(
      "hetznerSDConfigs", "hetzner_sd_configs",
      [
        .basicAuth, .authorization, .oauth2, .proxy,
        .lowered("role", "role", words("hcloud", "Hcloud", "robot", "Robot"), isRequired: true), .redirects,
        .http2, .tls, .port, .refresh,
        .since(PrometheusVersion(3, 5), [.text("labelSelector", "label_selector")]),
      ]),
    DiscoveryKind(
      "nomadSDConfigs", "nomad_sd_configs",
      [
        .basicAuth, .authorization, .oauth2, .proxy, server, .plain("allowStale", "allow_stale", .boolean),
        .text("namespace", "namespace"), .refresh, .text("region", "region"), tags, .redirects, .http2, .tls,
      ]),
    DiscoveryKind(
      "dockerSwarmSDConfigs", "dockerswarm_sd_configs",
      [
        .basicAuth, .authorization, .oauth2, .proxy, .filters, .plain("host", "host", anyURL, isRequired: true),
        .tls, .lowered("role", "role", words("Services", "Tasks", "Nodes"), isRequired: true), .port, .refresh,
        .redirects, .http2,
      ]),
    DiscoveryKind(
      "puppetDBSDConfigs", "puppetdb_sd_configs",
      [
        .basicAuth, .authorization, .oauth2, .proxy, .plain("url", "url", .httpURL, isRequired: true),
        .text("query", "query", isRequired: true), .plain("includeParameters", "include_parameters", .boolean),
        .port, .refresh, .redirects, .tls, .http2,
      ]),
    DiscoveryKind(
      "lightSailSDConfigs", "lightsail_sd_configs",
      [
        .basicAuth, .authorization, .proxy, .oauth2, .text("region", "region"), .text("endpoint", "endpoint"),
        .port, .refresh, .secretPair, .text("roleARN", "role_arn"), .tls, .redirects, .http2,
      ]),
    DiscoveryKind(
      "ovhcloudSDConfigs", "ovhcloud_sd_configs",
      [
        .text("applicationKey", "application_key", isRequired: true),
        .secret("applicationSecret", "application_secret", isRequired: true),
        .secret("consumerKey", "consumer_key", isRequired: true), .special(.ovhService),
        .text("endpoint", "endpoint"), .refresh,
      ]),
    DiscoveryKind(
      "scalewaySDConfigs", "scaleway_sd_configs",
      [
        .text("accessKey", "access_key", isRequired: true),
        .secret("secretKey", "secret_key", isRequired: true),
        .text("projectID", "project_id", isRequired: true),
        .lowered("role", "role", words("Instance", "Baremetal"), isRequired: true), .port,
        .plain("apiURL", "api_url", .httpURL), .text("zone", "zone"), .text("nameFilter", "name_filter"),
        .plain("tagsFilter", "tags_filter", .list(.notEmpty, minimum: 1, isSet: true)), .refresh, .proxy, .tls,
        .redirects, .http2,
      ]),
    DiscoveryKind(
      "ionosSDConfigs", "ionos_sd_configs",
      [
        .special(.ionosAuthorization), .oauth2, .proxy, .tls,
        .text("datacenterID", "datacenter_id", isRequired: true), .redirects, .http2, .port, .refresh,
      ]),
  ]
}
