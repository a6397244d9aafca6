internal import Knowledge
internal import Observation

extension ProductInstance {
    /// What is told of the run: software first, then its flaws, processes, sockets and settings.
    func events(at moment: Timestamp, advisories: [Advisory]) -> [Event] {
        [softwareEvent(at: moment)] + advisoryEvents(advisories, at: moment)
            + members.map { processEvent(of: $0, at: moment) }
            + listeners.map { socketEvent(of: $0, at: moment) }
            + settings.map { configurationEvent(of: $0, at: moment) }
    }

    /// The fields of the product that every event has.
    private func event(_ category: EventCategory, at moment: Timestamp) -> Event {
        var event = Event(category, at: moment)
        event.set(.llmProduct, product.id)
        event.set(.llmVersion, version)
        event.set(.llmRecognisedBy, recognisedBy)
        return event
    }

    private func softwareEvent(at moment: Timestamp) -> Event {
        var event = event(.software, at: moment)
        if let package = packages.first {
            event.set(.packageName, package.name)
            event.set(.packageVersion, package.version)
            event.set(.packageType, package.type)
        } else if let version {
            event.set(.packageVersion, version)
            event.set(.packageType, versionSource)
        }
        return event
    }

    private func advisoryEvents(_ advisories: [Advisory], at moment: Timestamp) -> [Event] {
        advisories.sorted { $0.id < $1.id }.compactMap { advisory in
            for (version, source) in versions(for: advisory.scheme) {
                guard let range = advisory.range(affecting: version) else { continue }
                var event = softwareEvent(at: moment)
                event.set(.packageVersion, version)
                event.set(.packageType, source)
                event.set(.vulnerabilityID, advisory.id)
                event.set(.vulnerabilitySeverity, advisory.severity)
                event.set(.vulnerabilityDescription, advisory.summary)
                event.set(.vulnerabilityFixedVersion, range.fixed)
                return event
            }
            return nil
        }
    }

    /// The versions that advisories of a scheme may be compared with.
    ///
    /// Build numbers are what a program says, never a package's version. A distribution mends flaws without a new
    /// version, so its packages are compared with nothing.
    private func versions(for scheme: VersionScheme) -> [(version: String, source: String)] {
        var versions: [(version: String, source: String)] = []
        if let version, versionSource == "probe" { versions.append((version, "probe")) }
        if scheme != .build {
            versions += packages.filter { $0.type == "pypi" }.map { ($0.version, $0.type) }
        }
        return versions
    }

    private func processEvent(of member: Member, at moment: Timestamp) -> Event {
        var event = event(.process, at: moment)
        event.set(.llmRole, member.role)
        event.set(.processEnvironmentNames, member.variables)
        member.record.describe(&event)
        return event
    }

    private func socketEvent(of listener: ProductListener, at moment: Timestamp) -> Event {
        var event = event(.listeningSocket, at: moment)
        let socket = listener.socket
        let owner = members.first { member in socket.owners.contains { $0.identity == member.record.identity } }
        event.set(.llmRole, owner?.role ?? "server")
        event.set(.serverIP, socket.address.ip.description)
        event.set(.serverPort, socket.address.port)
        event.set(.serverScope, socket.address.ip.serverScope)
        event.set(.serverAuthentication, listener.authentication)
        event.set(.serverAuthenticationSource, listener.authenticationSource)
        event.set(.serverCORS, listener.cors)
        event.set(.serverOpenPaths, listener.openPaths)
        event.set(.serverPublishedBy, socket.publishedBy)
        event.set(.networkTransport, socket.transport.rawValue)
        event.set(.networkType, socket.address.ip.version == .v4 ? "ipv4" : "ipv6")
        event.set(.networkNamespace, String(socket.networkNamespace))
        event.set(.attributionQuality, socket.owners.isEmpty ? "none" : "socket")
        event.set(.attributionReason, socket.ownerReason)
        (owner?.record ?? socket.owner)?.describe(&event)
        return event
    }

    private func configurationEvent(of state: SettingState, at moment: Timestamp) -> Event {
        var event = event(.configuration, at: moment)
        event.set(.configurationName, state.setting.name)
        event.set(.configurationState, state.state.rawValue)
        event.set(.configurationValue, state.value)
        event.set(.configurationSource, state.setting.source.rawValue)
        event.set(.configurationPurpose, state.setting.purpose.rawValue)
        let main = members.first { $0.role == "server" } ?? members.first { $0.role != "runner" } ?? members.first
        event.set(.llmRole, main?.role)
        main?.record.describe(&event)
        return event
    }
}

extension IPAddress {
    /// Who can reach a socket that is bound to the address.
    var serverScope: String {
        switch scope {
        case .unspecified: "all-interfaces"
        // A group's sockets take what the networks carry that the host is on.
        case .multicast: AddressScope.private.rawValue
        case .loopback, .linkLocal, .private, .public: scope.rawValue
        }
    }
}
