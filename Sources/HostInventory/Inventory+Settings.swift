internal import Knowledge
internal import Observation

extension InventoryTaking {
    /// Reads the settings of every run, and judges who may call its listeners.
    mutating func readSettings() {
        let reader = SettingReader(root: options.processRoot)
        for index in instances.indices {
            let starts = readStarts(of: index, with: reader)
            if !starts.isEmpty {
                instances[index].settings = SettingReader.states(of: instances[index].product.settings, in: starts)
            }
            for listener in instances[index].listeners.indices {
                judge(listener, of: index, with: reader)
            }
        }
    }

    /// What the processes were started with that decide: those that wait for others, or else all but helpers.
    private mutating func readStarts(of index: Int, with reader: SettingReader) -> [SettingReader.Start] {
        let settings = instances[index].product.settings
        let variables = settings.filter { $0.source == .environment }.flatMap(\.spellings)
        var starts: [(role: String, start: SettingReader.Start)] = []
        for (position, member) in instances[index].members.enumerated() {
            let start = reader.start(of: member.record, for: settings)
            starts.append((member.role, start))
            guard !variables.isEmpty else { continue }
            if let environment = start.environment {
                let set = variables.filter { environment.values[$0] != nil }
                instances[index].members[position].variables = set.sorted()
            }
            note(start, of: member.record)
        }
        for role in ["server", nil] {
            let deciding = starts.filter { role == nil ? $0.role != "runner" : $0.role == role }.map(\.start)
            if !deciding.isEmpty { return deciding }
        }
        return starts.map(\.start)
    }

    /// Counts an environment that could not be read, or not to its end.
    private mutating func note(_ start: SettingReader.Start, of record: ProcessRecord) {
        let reason: String
        switch start.failure {
        case .gone?:
            coverage.count(.processesVanished)
            return
        case nil:
            guard start.environment?.isComplete == false else { return }
            reason = "longer than 1 MiB"
        case .denied?: reason = "permission denied"
        case .other(let number)?: reason = "error \(number)"
        }
        if start.environment == nil { coverage.count(.environmentsUnreadable) }
        coverage.note(
            .inventory, .partly, "environment variables of product processes", reason: reason,
            remedy: start.failure == .denied ? Coverage.Remedy.privilege : nil,
            example: "\(record.name) (\(record.pid))")
    }

    private mutating func judge(_ listener: Int, of index: Int, with reader: SettingReader) {
        let socket = instances[index].listeners[listener].socket
        guard socket.transport == .tcp else { return }
        let product = engines[socket].map { finder.products[$0] } ?? instances[index].product
        let settings = SettingReader.authenticationSettings(of: product)
        let start = owner(of: socket, in: instances[index]).map { reader.start(of: $0, for: settings) }
        let states =
            start.map { SettingReader.states(of: settings, in: [$0]) }
            ?? settings.map { SettingState($0, missing: .unknown) }
        let answer = listeners.firstIndex(of: socket).flatMap { answers[$0] }
        let judgement = AuthenticationJudgement(product, answers: answer, settings: states, port: socket.address.port)
        instances[index].listeners[listener].authentication = judgement.state
        instances[index].listeners[listener].authenticationSource = judgement.source
    }

    /// The process behind a socket; the server of a container when its port is published by somebody else.
    private func owner(of socket: ListeningSocket, in instance: ProductInstance) -> ProcessRecord? {
        let members = instance.members
        if let own = socket.owners.first(where: { owner in members.contains { $0.record.identity == owner.identity } })
        {
            return own
        }
        return socket.publishedBy == nil ? nil : members.first { $0.role == "server" }?.record
    }
}
