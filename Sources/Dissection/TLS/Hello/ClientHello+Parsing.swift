extension ClientHello {
    /// Reads the body of a ClientHello, without the header of the handshake message.
    ///
    /// A broken extension leaves out what it would have told; the lengths around it must be right.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when a length reaches beyond the end.
    package init(parsing bytes: Span<UInt8>, over transport: TLSTransport = .tls) throws(WireError) {
        self.transport = transport
        var offset = 0
        legacyVersion = TLSVersion(try bytes.readUInt16(&offset))
        random = bytes.bytes(try bytes.readRange(32, &offset))
        sessionID = bytes.bytes(try bytes.readRange8(&offset))
        if transport == .dtls { hasCookie = try !bytes.readRange8(&offset).isEmpty }
        cipherSuites = bytes.numbers(try bytes.readRange16(&offset))
        hasGREASE = cipherSuites.contains(where: Self.isGREASE)
        _ = try bytes.readRange8(&offset)
        // Before TLS 1.2 a hello may end here.
        guard offset < bytes.count else { return }
        let block = bytes.extracting(try bytes.readRange16(&offset))
        var position = 0
        while position < block.count {
            let type = try block.readUInt16(&position)
            let range = try block.readRange16(&position)
            extensionTypes.append(type)
            if Self.isGREASE(type) { hasGREASE = true }
            try? take(type, block.extracting(range))
        }
    }

    private mutating func take(_ type: UInt16, _ body: Span<UInt8>) throws(WireError) {
        var offset = 0
        switch type {
        case 0: try takeServerName(body, &offset)
        case 10: supportedGroups = known(body.numbers(try body.readRange16(&offset))).map(NamedGroup.init)
        case 13: signatureAlgorithms = body.numbers(try body.readRange16(&offset))
        case 16: try takeApplicationProtocols(body, &offset)
        case 35: hasSessionTicket = !body.isEmpty
        case 43: supportedVersions = known(body.numbers(try body.readRange8(&offset))).map(TLSVersion.init)
        case 44: hasCookie = true
        // The number 40 was that of drafts.
        case 51, 40: try takeKeyShares(body, &offset)
        case 0xFE0D: encryptedHello = try body.readByte(&offset) == 0 ? .offered : .inner
        case 0xFFCE: encryptedHello = encryptedHello ?? .serverNameOnly
        default: break
        }
    }

    private mutating func takeServerName(_ body: Span<UInt8>, _ offset: inout Int) throws(WireError) {
        _ = try body.readUInt16(&offset)
        let type = try body.readByte(&offset)
        let range = try body.readRange16(&offset)
        guard type == 0, serverName == nil, range.count <= 255 else { return }
        var name = body.text(range).lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        serverName = name.isEmpty ? nil : name
    }

    private mutating func takeApplicationProtocols(_ body: Span<UInt8>, _ offset: inout Int) throws(WireError) {
        let end = try body.readRange16(&offset).upperBound
        offset = 2
        while offset < end {
            let range = try body.readRange8(&offset)
            if applicationProtocols.isEmpty { firstApplicationProtocol = body.bytes(range) }
            applicationProtocols.append(body.text(range))
        }
    }

    private mutating func takeKeyShares(_ body: Span<UInt8>, _ offset: inout Int) throws(WireError) {
        let list = body.extracting(try body.readRange16(&offset))
        var position = 0
        var groups: [UInt16] = []
        while position < list.count {
            groups.append(try list.readUInt16(&position))
            _ = try list.readRange16(&position)
        }
        keyShareGroups = known(groups).map(NamedGroup.init)
    }

    /// Leaves out the reserved numbers.
    private mutating func known(_ numbers: [UInt16]) -> [UInt16] {
        let known = numbers.filter { !Self.isGREASE($0) }
        if known.count < numbers.count { hasGREASE = true }
        return known
    }
}
