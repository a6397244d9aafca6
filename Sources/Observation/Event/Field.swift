/// The names of the vocabulary: Elastic Common Schema where it has one, OpenTelemetry's `gen_ai.*` for model calls,
/// and Earshot's own (`llm.*`, `attribution.*`, `artifact.*`, `content.*`, `configuration.*`, `capture.*`) for the rest.
package enum Field: String, CaseIterable, Sendable {
    // MARK: Process

    /// The process's number.
    case processPID = "process.pid"
    /// The kernel's short name (`comm`), up to 15 bytes.
    case processName = "process.name"
    /// The path of the executable, ` (deleted)` removed.
    case processExecutable = "process.executable"
    /// The arguments joined by blanks. May hold secrets.
    case processCommandLine = "process.command_line"
    /// The script that an interpreter runs, as given in its arguments.
    case processScript = "process.script"
    /// When the process started, RFC 3339.
    case processStart = "process.start"
    /// The name of the user it runs as, or the number where there is no name.
    case processUserName = "process.user.name"
    /// The number of the user it runs as.
    case processUserID = "process.user.id"
    /// The number of the parent.
    case processParentPID = "process.parent.pid"
    /// The short name of the parent.
    case processParentName = "process.parent.name"
    /// The executable of the parent.
    case processParentExecutable = "process.parent.executable"
    /// The short names of all forebears, the parent first (list).
    case processAncestors = "process.ancestors"
    /// The *names* of the environment variables that matter to a product (list); values never.
    case processEnvironmentNames = "process.env_vars"
    /// The systemd unit the process belongs to.
    case systemdUnit = "systemd.unit"
    /// The container the process runs in.
    case containerID = "container.id"
    /// The container's runtime: `docker`, `podman`, `containerd`, `cri-o`, `lxc`.
    case containerRuntime = "container.runtime"
    /// The name of the image that the container was made from.
    case containerImage = "container.image.name"
    /// The inode number of the network namespace.
    case networkNamespace = "network.namespace"

    // MARK: Attribution

    /// How sure the process is: `launched`, `cgroup`, `socket`, `recent`, `port`, `none`.
    case attributionQuality = "attribution.quality"
    /// Why it could not be surer.
    case attributionReason = "attribution.reason"

    // MARK: Product

    /// The product's identifier in `Rules/products/`.
    case llmProduct = "llm.product"
    /// The part played: `server`, `runner` (a child that computes), `app`, `client` (talks to a local server), `tool`.
    case llmRole = "llm.role"
    /// The product's version as the product spells it.
    case llmVersion = "llm.version"
    /// What the product was recognised by (list): `process`, `command-line`, `unit`, `image`, `package`, `probe` …
    case llmRecognisedBy = "llm.recognised_by"
    /// When in the run it happened: `startup`, `model-load`, `idle`, `prompt`, `after`.
    case llmPhase = "llm.phase"

    // MARK: Listening sockets

    /// The address that is listened on.
    case serverIP = "server.ip"
    /// The port that is listened on.
    case serverPort = "server.port"
    /// Who can reach it: `loopback`, `link-local`, `private`, `public`, or `all-interfaces` for `0.0.0.0` and `::`.
    case serverScope = "server.scope"
    /// Whether a caller must prove who it is: `none`, `required`, `unknown`.
    case serverAuthentication = "server.authentication"
    /// How that is known: `probe`, `command-line`, `environment`, `product-default`.
    case serverAuthenticationSource = "server.authentication_source"
    /// Which web pages may call: `any`, `restricted`, `unknown`.
    case serverCORS = "server.cors"
    /// Who publishes the port for the product: `docker-proxy`, `rootlessport`, `pasta`, `systemd`.
    case serverPublishedBy = "server.published_by"
    /// The paths that disclose something to whoever reaches them, answered without a key (list).
    case serverOpenPaths = "server.open_paths"

    // MARK: Network

    /// The address of the side that opened the flow.
    case sourceIP = "source.ip"
    /// The port of the side that opened the flow.
    case sourcePort = "source.port"
    /// Bytes that side sent, headers of IP included.
    case sourceBytes = "source.bytes"
    /// The address of the other side.
    case destinationIP = "destination.ip"
    /// The port of the other side.
    case destinationPort = "destination.port"
    /// Bytes the other side sent, headers of IP included.
    case destinationBytes = "destination.bytes"
    /// The name of the other side, lower case, without the final dot.
    case destinationDomain = "destination.domain"
    /// Where that name comes from: `sni`, `http-host`, `dns`.
    case destinationDomainSource = "destination.domain_source"
    /// Who runs the destination, from `Rules/endpoints/` and `Rules/products/`.
    case destinationOwner = "destination.owner"
    /// What the destination is for: `telemetry`, `crash-report`, `update-check`, `model-download`, `remote-inference` …
    case destinationPurpose = "destination.purpose"
    /// How far the destination is: `loopback`, `link-local`, `private`, `multicast`, `public`.
    case destinationScope = "destination.scope"
    /// `tcp` or `udp`.
    case networkTransport = "network.transport"
    /// The protocol inside: `dns`, `tls`, `http`, or missing when not recognised.
    case networkProtocol = "network.protocol"
    /// `ipv4` or `ipv6`.
    case networkType = "network.type"
    /// `egress` from this host, `ingress` to it, `internal` when both ends are this host, `unknown`.
    case networkDirection = "network.direction"
    /// Bytes of both sides, headers of IP included.
    case networkBytes = "network.bytes"
    /// Packets of both sides.
    case networkPackets = "network.packets"
    /// When the flow's first packet was seen, RFC 3339.
    case eventStart = "event.start"
    /// When the flow's last packet was seen, RFC 3339.
    case eventEnd = "event.end"
    /// The interface it was seen on.
    case interfaceName = "observer.ingress.interface.name"
    /// How the content was seen: `clear`, `decrypted-keylog`, `decrypted-chamber`, `opaque`.
    case contentVisibility = "content.visibility"

    /// The stable name of something that a protocol does not expect, in the manner of Zeek's weird log.
    case weirdName = "weird.name"

    // MARK: DNS

    /// The name that was asked for, lower case, without the final dot.
    case dnsQuestionName = "dns.question.name"
    /// The type that was asked for: `A`, `AAAA`, `HTTPS` … or `TYPE65` as RFC 3597 spells unknown ones.
    case dnsQuestionType = "dns.question.type"
    /// The registered domain of the name.
    case dnsQuestionRegisteredDomain = "dns.question.registered_domain"
    /// The labels before the registered domain.
    case dnsQuestionSubdomain = "dns.question.subdomain"
    /// Text that the labels before the registered domain turn out to encode. The user's words.
    case dnsQuestionHiddenText = "dns.question.hidden_text"
    /// How that text was encoded: `hex`, `base32`, `base64url`, `plain`.
    case dnsQuestionHiddenEncoding = "dns.question.hidden_text_encoding"
    /// `query` or `answer`.
    case dnsType = "dns.type"
    /// The addresses of the answer (list).
    case dnsResolvedIP = "dns.resolved_ip"
    /// The response code by name: `NOERROR`, `NXDOMAIN` …
    case dnsResponseCode = "dns.response_code"

    // MARK: TLS

    /// The host name of the ClientHello, lower case.
    case tlsServerName = "tls.client.server_name"
    /// The application protocols that the client offers, in its order (list).
    case tlsALPN = "tls.client.alpn"
    /// The highest version that the client offers: `1.0` … `1.3`.
    case tlsVersion = "tls.client.version"
    /// The client's JA4 fingerprint.
    case tlsJA4 = "tls.client.ja4"

    // MARK: HTTP

    /// The method, as sent.
    case httpMethod = "http.request.method"
    /// The version: `1.0`, `1.1`.
    case httpVersion = "http.version"
    /// The whole URL. May hold secrets.
    case urlFull = "url.full"
    /// The scheme: `http`.
    case urlScheme = "url.scheme"
    /// The host of the request, lower case, without the port.
    case urlDomain = "url.domain"
    /// The path, without the query.
    case urlPath = "url.path"
    /// The query, without the question mark. May hold secrets.
    case urlQuery = "url.query"
    /// The request's body as text, up to the capture's cap. The user's words.
    case httpBody = "http.request.body.content"
    /// The number of body bytes that were seen.
    case httpBodyBytes = "http.request.body.bytes"
    /// Whether more body was sent than was kept.
    case httpBodyTruncated = "http.request.body.truncated"
    /// The body's media type, lower case, without parameters.
    case httpMimeType = "http.request.mime_type"
    /// The names of the header fields, lower case (list).
    case httpHeaderNames = "http.request.header_names"
    /// The scheme of the Authorization field, lower case: `bearer`, `basic`; never the credentials.
    case httpAuthorization = "http.request.authorization"
    /// The Origin field: the web page that made the browser send the request.
    case httpOrigin = "http.request.origin"
    /// The User-Agent field.
    case userAgent = "user_agent.original"

    // MARK: Model calls

    /// The API's family: `openai`, `ollama`, `anthropic`, `llama.cpp` …
    case genAISystem = "gen_ai.system"
    /// The model that was asked for.
    case genAIRequestModel = "gen_ai.request.model"

    // MARK: Software and configuration

    /// The name of the installed package.
    case packageName = "package.name"
    /// The version of the installed package.
    case packageVersion = "package.version"
    /// Where the version was read: `pypi`, `deb`, `rpm`, `npm`, `go`, `probe`, `command-line`.
    case packageType = "package.type"
    /// The advisory's identifier.
    case vulnerabilityID = "vulnerability.id"
    /// The advisory's severity: `critical`, `high`, `medium`, `low`, `unrated`.
    case vulnerabilitySeverity = "vulnerability.severity"
    /// What an attacker gets.
    case vulnerabilityDescription = "vulnerability.description"
    /// The first version without the flaw.
    case vulnerabilityFixedVersion = "vulnerability.fixed_version"
    /// The setting's name: a variable, an option, a key.
    case configurationName = "configuration.name"
    /// The setting's value; missing when the setting is secret, unset or unreadable.
    case configurationValue = "configuration.value"
    /// Where it was read: `environment`, `command-line`, `unit`, `file`.
    case configurationSource = "configuration.source"
    /// `set`, `unset`, `accepted` or `not-accepted` (an opt-out with a value the product does or does not honour),
    /// `unknown` when it could not be read.
    case configurationState = "configuration.state"
    /// What it is for: `bind`, `authentication`, `cors`, `telemetry-opt-out`, `update-opt-out`, `cloud-opt-out`,
    /// `logging`, `remote`, `debug`.
    case configurationPurpose = "configuration.purpose"

    // MARK: Files

    /// The absolute path.
    case filePath = "file.path"
    /// The size in bytes.
    case fileSize = "file.size"
    /// When it was last written, RFC 3339.
    case fileModified = "file.mtime"
    /// The name of the owner, or the number where there is no name.
    case fileOwner = "file.owner"
    /// The name of the group, or the number where there is no name.
    case fileGroup = "file.group"
    /// The permission bits as four octal digits, `0644`.
    case fileMode = "file.mode"
    /// Who can read it, the folders above it considered: `owner`, `group`, `everyone`.
    case fileAccess = "file.access"
    /// `file`, `directory`.
    case fileType = "file.type"
    /// The identifier of the catalogued place.
    case artifactID = "artifact.id"
    /// What the place is.
    case artifactTitle = "artifact.title"
    /// What it holds (list): `prompt`, `completion`, `token_ids`, `api_key` …
    case artifactHolds = "artifact.holds"
    /// The container format.
    case artifactFormat = "artifact.format"
    /// How long it is kept.
    case artifactRetention = "artifact.retention"
    /// How to stop it being written.
    case artifactDisable = "artifact.disable"
    /// How to remove it.
    case artifactPurge = "artifact.purge"
    /// The number of prompts in it.
    case contentPrompts = "content.prompts"
    /// The number of answers in it.
    case contentAnswers = "content.answers"
    /// The number of tokens in it.
    case contentTokens = "content.tokens"
    /// The number of secrets in it.
    case contentSecrets = "content.secrets"
    /// Whether all of it was read; false when a cap or an error came first.
    case contentComplete = "content.complete"
    /// The text that matched. The user's words.
    case contentText = "content.text"
    /// Where in the file it sits: `line 12`, `$.messages[3].content`.
    case contentLocator = "content.locator"
    /// `live`, `wal`, `deleted`, `slack`.
    case contentState = "content.state"
    /// The identifier of the pattern that matched.
    case patternID = "pattern.id"

    // MARK: Capture

    /// Packets that were received.
    case capturePackets = "capture.packets"
    /// Packets that the kernel dropped because Earshot was too slow.
    case captureDropped = "capture.dropped"
    /// Packets that the interface dropped.
    case captureInterfaceDropped = "capture.interface_dropped"
    /// Packets that were not decoded.
    case captureUndecoded = "capture.undecoded"
    /// Bytes of flows without a process.
    case captureUnattributedBytes = "capture.unattributed_bytes"
}
