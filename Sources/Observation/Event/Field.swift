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
    /// Where that name comes from: `sni`, `quic`, `http-host`, `certificate`, `dns`.
    case destinationDomainSource = "destination.domain_source"
    /// Who runs the destination, from `Rules/endpoints/` and `Rules/products/`.
    case destinationOwner = "destination.owner"
    /// What the destination is for: `telemetry`, `crash-report`, `update-check`, `model-download`, `remote-inference` …
    case destinationPurpose = "destination.purpose"
    /// How far the destination is: `loopback`, `link-local`, `private`, `multicast`, `public`.
    case destinationScope = "destination.scope"
    /// `tcp`, `udp`, `icmp`, `ipv6-icmp`, `sctp`, `gre` …: IANA's keyword, or its number where no keyword is well known.
    case networkTransport = "network.transport"
    /// The protocol inside: `dns`, `mdns`, `llmnr`, `nbns`, `dot`, `doh`, `doq`, `tls`, `http`, or missing when not
    /// recognised.
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
    /// Nanoseconds from the first byte of a request to the last of its answer, as far as these were seen; for a DNS
    /// answer those since its query.
    case eventDuration = "event.duration"
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
    /// The number that joins an answer to its query.
    case dnsID = "dns.id"
    /// The operation: `QUERY`, `NOTIFY`, `UPDATE` …
    case dnsOperationCode = "dns.op_code"
    /// The header's bits that are set (list): `AA`, `TC`, `RD`, `RA`, `AD`, `CD`, `DO`.
    case dnsHeaderFlags = "dns.header_flags"
    /// The names of the records that answer (list, in step with the other `dns.answers` fields).
    case dnsAnswersName = "dns.answers.name"
    /// Their types (list): `A`, `CNAME`, `HTTPS` …
    case dnsAnswersType = "dns.answers.type"
    /// What they say, much as a zone file has it (list).
    case dnsAnswersData = "dns.answers.data"
    /// For how many seconds they hold (list).
    case dnsAnswersTTL = "dns.answers.ttl"
    /// The part of the asker's address that the resolver is told to pass on: `203.0.113.0/24`.
    case dnsClientSubnet = "dns.edns.client_subnet"
    /// What the server says about errors and blocking (list).
    case dnsExtendedErrors = "dns.edns.extended_errors"
    /// The name that a ClientHello shows when the real one is encrypted, as the answer tells clients to do.
    case dnsECHPublicName = "dns.ech.public_name"
    /// The addresses of the answer, aliases followed, hints of service bindings included (list).
    case dnsResolvedIP = "dns.resolved_ip"
    /// The response code by name: `NOERROR`, `NXDOMAIN` …
    case dnsResponseCode = "dns.response_code"

    // MARK: TLS

    /// The host name of the ClientHello, lower case.
    case tlsServerName = "tls.client.server_name"
    /// The application protocols that the client offers, in its order (list).
    case tlsALPN = "tls.client.alpn"
    /// The highest version that the client offers: `1.0` … `1.3`, `ssl3.0`.
    case tlsVersion = "tls.client.version"
    /// The client's JA4 fingerprint.
    case tlsJA4 = "tls.client.ja4"
    /// Whether the ClientHello hides another one: `none`, `offered` (or random bytes in its place, which are made so that
    /// nobody can tell), `rejected` (seen where decrypted), `inner`, `esni` (the older extension).
    case tlsEncryptedHello = "tls.client.ech"
    /// The groups for which the client sent key shares: `x25519`, `X25519MLKEM768` … (list).
    case tlsKeyShareGroups = "tls.client.key_share_groups"
    /// The subject of the client's certificate, where it was seen.
    case tlsClientSubject = "tls.client.subject"
    /// The version that the server chose: `1.0` … `1.3`.
    case tlsChosenVersion = "tls.version"
    /// `tls`, `dtls` or `quic`.
    case tlsVersionProtocol = "tls.version_protocol"
    /// The cipher suite that the server chose, as IANA names it.
    case tlsCipher = "tls.cipher"
    /// The group that keys were agreed on with, where the server's hello tells it.
    case tlsCurve = "tls.curve"
    /// The application protocol that the server chose, where it was seen.
    case tlsNextProtocol = "tls.next_protocol"
    /// Whether both sides went on to protected data.
    case tlsEstablished = "tls.established"
    /// Whether an earlier session was resumed.
    case tlsResumed = "tls.resumed"
    /// Why a side broke off: `handshake_failure`, `unknown_ca` …
    case tlsAlert = "tls.alert"
    /// The subject of the server's certificate, the most specific part first.
    case tlsServerSubject = "tls.server.subject"
    /// The issuer of the server's certificate.
    case tlsServerIssuer = "tls.server.issuer"
    /// When the server's certificate begins to be valid, RFC 3339.
    case tlsServerNotBefore = "tls.server.not_before"
    /// When the server's certificate ends to be valid, RFC 3339.
    case tlsServerNotAfter = "tls.server.not_after"
    /// The SHA-256 of the server's certificate, in hexadecimal digits.
    case tlsServerHash = "tls.server.hash.sha256"
    /// The host names and addresses that the server's certificate is for (list).
    case tlsServerNames = "tls.server.x509.alternative_names"
    /// Whether subject and issuer of the server's certificate are the same.
    case tlsServerSelfSigned = "tls.server.self_signed"

    /// The version of QUIC under the handshake: `1`, `2`, `draft-29`, `T051`.
    case quicVersion = "quic.version"
    /// The versions of QUIC that the client offers to go on in (list).
    case quicOfferedVersions = "quic.offered_versions"

    // MARK: HTTP

    /// The method, as sent.
    case httpMethod = "http.request.method"
    /// The version: `0.9`, `1.0`, `1.1`, `2`.
    case httpVersion = "http.version"
    /// The whole URL. May hold secrets.
    case urlFull = "url.full"
    /// The scheme: `http`, or `https` where the content was decrypted.
    case urlScheme = "url.scheme"
    /// The host of the request, lower case, without the port.
    case urlDomain = "url.domain"
    /// The path, without the query.
    case urlPath = "url.path"
    /// The query, without the question mark. May hold secrets.
    case urlQuery = "url.query"
    /// The request's body as text, content codings undone, up to the capture's cap. The user's words.
    case httpBody = "http.request.body.content"
    /// The number of body bytes that were seen, as they were sent.
    case httpBodyBytes = "http.request.body.bytes"
    /// The number of body bytes that decoding gave, where the body was coded (gzip, br …).
    case httpBodyDecodedBytes = "http.request.body.decoded_bytes"
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
    /// The status of the answer; missing when no answer was seen.
    case httpStatusCode = "http.response.status_code"
    /// The answer's body as text, content codings undone, up to the capture's cap, where it is text. Words of a model, or
    /// the user's own.
    case httpResponseBody = "http.response.body.content"
    /// The number of the answer's body bytes that were seen, as they were sent.
    case httpResponseBodyBytes = "http.response.body.bytes"
    /// The number of the answer's body bytes that decoding gave, where the body was coded (gzip, br …).
    case httpResponseBodyDecodedBytes = "http.response.body.decoded_bytes"
    /// Whether more of the answer's body was sent than was kept.
    case httpResponseBodyTruncated = "http.response.body.truncated"
    /// The media type of the answer's body, lower case, without parameters.
    case httpResponseMimeType = "http.response.mime_type"
    /// The names of the answer's header fields, lower case (list).
    case httpResponseHeaderNames = "http.response.header_names"
    /// The Server field: the product that answered, as it calls itself.
    case httpServer = "http.response.server"
    /// The host that a redirection leads to, lower case.
    case httpLocationDomain = "http.response.location_domain"

    // MARK: Remote procedure calls

    /// How a remote procedure call was made: `grpc`. Its text is in `http.request.body.content`, one string a line.
    case rpcSystem = "rpc.system"
    /// The service that was called, with its package: `opentelemetry.proto.collector.trace.v1.TraceService`.
    case rpcService = "rpc.service"
    /// The procedure of the service: `Export`.
    case rpcMethod = "rpc.method"
    /// How the call ended, as a number of gRPC; 0 is success. Missing when its end was not seen.
    case rpcGRPCStatusCode = "rpc.grpc.status_code"
    /// The number of messages that the client sent.
    case rpcRequestMessages = "rpc.request.message_count"
    /// Their bytes as they were sent, compressed or not.
    case rpcRequestBytes = "rpc.request.bytes"
    /// The number of messages that the server sent.
    case rpcResponseMessages = "rpc.response.message_count"
    /// Their bytes as they were sent, compressed or not.
    case rpcResponseBytes = "rpc.response.bytes"

    // MARK: WebSocket

    /// Who sent the message: `client`, `server`.
    case webSocketSender = "websocket.sender"
    /// The kind of message: `text`, `binary`, `close`, `ping`, `pong`.
    case webSocketOpcode = "websocket.opcode"
    /// The message as text, decompressed, up to the capture's cap; of a close its reason. The user's words.
    case webSocketContent = "websocket.content"
    /// The number of bytes of the message as they were sent, without framing.
    case webSocketBytes = "websocket.bytes"
    /// Whether the message was longer than what was kept.
    case webSocketTruncated = "websocket.truncated"
    /// Whether the message was compressed.
    case webSocketCompressed = "websocket.compressed"
    /// The subprotocol that both sides agreed on.
    case webSocketSubprotocol = "websocket.subprotocol"
    /// Why a connection is closed, as a number of RFC 6455.
    case webSocketCloseCode = "websocket.close_code"

    // MARK: Model calls

    /// The provider whose host it is, or the API's family, as OpenTelemetry spells them where it does: `openai`, `anthropic`,
    /// `gcp.gemini`, `aws.bedrock`, `mistral_ai` …; of local servers `ollama`, `llama.cpp`, `koboldcpp`, `tgi`,
    /// `text-generation-webui` …, and `openai` for every one that is spoken to as OpenAI is.
    case genAISystem = "gen_ai.system"
    /// What is asked for: `chat`, `text_completion`, `embeddings`, `generate_content`, and Earshot's own `rerank`, `tokenize`,
    /// `detokenize`, `token_count`, `apply_template`, `logits`, `moderation`, `image_generation`, `image_edit`,
    /// `audio_transcription`, `audio_speech`, `workflow`, `model_list`, `model_running`, `model_show`, `model_load`,
    /// `model_unload`, `model_pull`, `model_push`, `model_create`, `model_copy`, `model_delete`, `blob_check`, `blob_upload`,
    /// `weights_read`, `slot_list`, `slot_save`, `slot_restore`, `slot_erase`, `server_properties`,
    /// `server_properties_change`, `server_info`.
    case genAIOperationName = "gen_ai.operation.name"
    /// The model that was asked for.
    case genAIRequestModel = "gen_ai.request.model"
    /// Whether the answer shall come piece by piece; the API's default where the call does not say.
    case genAIRequestStream = "gen_ai.request.stream"
    /// The most tokens that may be generated; for some servers a negative number is no limit.
    case genAIRequestMaxTokens = "gen_ai.request.max_tokens"
    /// How freely the next token is chosen.
    case genAIRequestTemperature = "gen_ai.request.temperature"
    /// The share of probability that the next token is chosen from.
    case genAIRequestTopP = "gen_ai.request.top_p"
    /// The number of tokens that the next one is chosen from.
    case genAIRequestTopK = "gen_ai.request.top_k"
    /// The number that makes the choice repeatable.
    case genAIRequestSeed = "gen_ai.request.seed"
    /// How many answers to the same question are wanted.
    case genAIRequestChoiceCount = "gen_ai.request.choice.count"
    /// Whether the probabilities of the tokens are wanted.
    case genAIRequestLogprobs = "gen_ai.request.logprobs"
    /// How many other tokens are wanted with their probabilities at each place.
    case genAIRequestTopLogprobs = "gen_ai.request.top_logprobs"
    /// How many tokens are made more or less likely by hand.
    case genAIRequestBiasedTokens = "gen_ai.request.logit_bias.count"
    /// Whether the prompt shall be repeated in the answer.
    case genAIRequestEcho = "gen_ai.request.echo"
    /// The answer's prescribed form: `text`, `json_object`, `json_schema`, `grammar` …
    case genAIRequestFormat = "gen_ai.request.response_format"
    /// Whether the provider may keep the conversation.
    case genAIRequestStore = "gen_ai.request.store"
    /// The names of the functions that the model may ask for (list).
    case genAIRequestTools = "gen_ai.request.tools"
    /// How many texts vectors, an order or tokens are wanted for.
    case genAIRequestInputCount = "gen_ai.request.input_count"
    /// The texts that the model is given, one for each message that has any: system prompts, all of the conversation that
    /// was sent, results of tools, texts to embed (list). The user's words. At most 64 messages and 256 KiB.
    case genAIPrompt = "gen_ai.prompt"
    /// Whose they are, in the same order: `system`, `user`, `assistant`, `tool`, `document` … (list).
    case genAIPromptRoles = "gen_ai.prompt.roles"
    /// The calls of functions that the conversation repeats, `name arguments` (list). The user's words.
    case genAIPromptToolCalls = "gen_ai.prompt.tool_calls"
    /// The number of messages, kept or not.
    case genAIPromptMessageCount = "gen_ai.prompt.message_count"
    /// The kinds of the pictures, sounds and files that came with the messages: `image/png`, `audio` … (list).
    case genAIPromptAttachments = "gen_ai.prompt.attachments"
    /// The number of bytes of those that were sent along and not only pointed to.
    case genAIPromptAttachmentBytes = "gen_ai.prompt.attachment_bytes"
    /// Whether more was asked than these fields hold.
    case genAIPromptTruncated = "gen_ai.prompt.truncated"
    /// The model that answered, as the server calls it.
    case genAIResponseModel = "gen_ai.response.model"
    /// The answer's identifier.
    case genAIResponseID = "gen_ai.response.id"
    /// Why each answer ended, as the API spells it: `stop`, `length`, `end_turn`, `tool_calls` … (list).
    case genAIFinishReasons = "gen_ai.response.finish_reasons"
    /// The answers, each joined from all of its pieces (list). The user's words. At most 256 KiB.
    case genAICompletion = "gen_ai.completion"
    /// What the model thought before it answered, where it is told apart (list). The user's words.
    case genAICompletionReasoning = "gen_ai.completion.reasoning"
    /// The calls of functions that the model asks for, `name arguments` (list). The user's words.
    case genAICompletionToolCalls = "gen_ai.completion.tool_calls"
    /// Whether the answer was seen to its end and these fields hold all of it.
    case genAICompletionWhole = "gen_ai.completion.whole"
    /// Tokens of the prompt, as the server tells it; some leave out those that it still had.
    case genAIUsageInputTokens = "gen_ai.usage.input_tokens"
    /// Tokens of the answer, as the server tells it.
    case genAIUsageOutputTokens = "gen_ai.usage.output_tokens"
    /// Tokens of the prompt that the server still had.
    case genAIUsageCachedTokens = "gen_ai.usage.cache_read.input_tokens"
    /// Tokens of the answer that were thought and not said.
    case genAIUsageReasoningTokens = "gen_ai.usage.reasoning.output_tokens"
    /// The length of the vectors of the answer.
    case genAIEmbeddingDimensions = "gen_ai.embeddings.dimension.count"
    /// The names of the models that the answer lists, up to 64 (list).
    case genAIListedModels = "gen_ai.response.models"
    /// The number of models that the answer lists.
    case genAIListedModelCount = "gen_ai.response.model_count"
    /// Seconds from the request to the first piece of the answer with text; only of answers that come in pieces.
    case genAITimeToFirstToken = "gen_ai.server.time_to_first_token"
    /// Seconds from the request to the answer's last byte.
    case genAIDuration = "gen_ai.server.request.duration"
    /// Tokens generated a second: as the server tells it, else seen.
    case genAITokensPerSecond = "gen_ai.server.tokens_per_second"
    /// Seconds that the server says it took to bring the model into memory.
    case genAILoadDuration = "gen_ai.server.load_duration"
    /// Seconds that the server says it took to read the prompt.
    case genAIPromptDuration = "gen_ai.server.prompt_duration"
    /// Seconds that the server says it took to generate the answer.
    case genAIGenerationDuration = "gen_ai.server.generation_duration"
    /// The host of the registry that a model is fetched from or sent to.
    case genAITransferRegistry = "gen_ai.transfer.registry"
    /// The digests of the pieces of a model that is fetched or sent, up to 64 (list).
    case genAITransferDigests = "gen_ai.transfer.digests"
    /// The sum of their sizes in bytes.
    case genAITransferBytes = "gen_ai.transfer.bytes"
    /// How far it has come: `success`, or the server's last word.
    case genAITransferStatus = "gen_ai.transfer.status"
    /// The kind of error that was told instead of an answer.
    case errorType = "error.type"
    /// What was said about the error. May repeat the user's words.
    case errorMessage = "error.message"

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
    /// Who can read it, the folders above it, access control lists and the members of groups considered: `owner`, `group`
    /// for some others, `everyone`.
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
    /// The same place for all records of a file: `messages.content`, `messages[*].content`.
    case contentField = "content.field"
    /// Who says it, as the file names the speaker: `user`, `assistant`.
    case contentRole = "content.role"
    /// The encodings that were undone before a match was found, outermost first: `base64`, `gzip`, `json` (list).
    case contentEncoding = "content.encoding"
    /// What sort of thing was matched: `secret`, `personal-data`, `canary`, `keyword`.
    case contentKind = "content.kind"
    /// What a check of a match proved: `checksum`, `structure`, `none`.
    case contentValidated = "content.validated"
    /// How many pieces of text were read.
    case contentUnits = "content.units"
    /// How many of them were deleted and are there all the same.
    case contentDeleted = "content.deleted"
    /// How many of them stand in a write-ahead log or rollback journal.
    case contentLogged = "content.wal"
    /// Whether the content has the shape of a conversation with a model.
    case contentConversation = "content.conversation"
    /// The format that the file was read in.
    case contentFormat = "content.format"
    /// The accounts besides its owner and root that can really read the file, by mode, group, access control list and every
    /// folder above it (list); `everyone` alone where all can, and empty where nobody can.
    case fileReaders = "file.readers"
    /// Whether an access control list, of the file or of a folder above it, plays a part in that.
    case fileAccessList = "file.acl"
    /// The root of the git work tree that the file lies in.
    case fileGitRoot = "file.git.root"
    /// What git knows of the file: `tracked`, `untracked`, `ignored`.
    case fileGitState = "file.git.state"
    /// Whether a commit that a branch, a tag or a remote's branch leads to holds the file's name, or ever held it.
    case fileGitCommitted = "file.git.committed"
    /// Whether a remote's branch has such a commit.
    case fileGitPushed = "file.git.pushed"
    /// The host of the remote that it was pushed to, without user and port; missing for one on this machine.
    case fileGitRemote = "file.git.remote"
    /// The service that copies the file's folder to other machines: `dropbox`, `nextcloud`, `syncthing`.
    case fileSyncService = "file.sync.service"
    /// The folder that is copied.
    case fileSyncRoot = "file.sync.root"
    /// The backup programs whose source the file lies in (list).
    case fileBackup = "file.backup"
    /// Whether a layer that this machine knows of encrypts the file or its device; missing where that cannot be known, as
    /// on servers, in memory and on pools of devices.
    case fileEncrypted = "file.volume.encrypted"
    /// The type of the file system: `ext4`, `tmpfs`, `overlay`.
    case fileVolumeType = "file.volume.type"
    /// The processes that hold the file open, by name (list).
    case fileOpenBy = "file.open_by"
    /// The numbers of those processes (list).
    case fileOpenByPIDs = "file.open_by_pids"
    /// The container image's layer that the file lies in.
    case containerImageLayer = "container.image.layer"
    /// The container volume that the file lies in.
    case containerVolume = "container.volume.name"
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
