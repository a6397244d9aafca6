extension ClientHello {
    /// Reads the body of a ClientHello, without the four bytes of the handshake header.
    ///
    /// A broken extension leaves out what it would have told; the lengths around it must be right.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when a length reaches beyond the end.
    package init(parsing bytes: Span<UInt8>) throws(WireError) {
        var offset = 0
        version = try bytes.readUInt16(&offset)
        _ = try bytes.readRange(32, &offset)
        _ = try bytes.readRange(Int(try bytes.readByte(&offset)), &offset)
        let suites = try bytes.readRange(Int(try bytes.readUInt16(&offset)), &offset)
        cipherSuites = Self.numbers(bytes, suites)
        _ = try bytes.readRange(Int(try bytes.readByte(&offset)), &offset)
        // Before TLS 1.2 a hello may end here.
        guard offset < bytes.count else { return }
        let extensions = try bytes.readRange(Int(try bytes.readUInt16(&offset)), &offset)
        let block = bytes.extracting(extensions)
        var position = 0
        while position < block.count {
            let type = try block.readUInt16(&position)
            let range = try block.readRange(Int(try block.readUInt16(&position)), &position)
            extensionTypes.append(type)
            try? take(type, block.extracting(range))
        }
    }

    private mutating func take(_ type: UInt16, _ body: Span<UInt8>) throws(WireError) {
        var offset = 0
        switch type {
        case 0: try takeServerName(body, &offset)
        case 13:
            let list = try body.readRange(Int(try body.readUInt16(&offset)), &offset)
            signatureAlgorithms = Self.numbers(body, list)
        case 16: try takeApplicationProtocols(body, &offset)
        case 43:
            let list = try body.readRange(Int(try body.readByte(&offset)), &offset)
            version = Self.numbers(body, list).filter { !Self.isGREASE($0) }.max() ?? version
        default: break
        }
    }

    private mutating func takeServerName(_ body: Span<UInt8>, _ offset: inout Int) throws(WireError) {
        _ = try body.readUInt16(&offset)
        let type = try body.readByte(&offset)
        let range = try body.readRange(Int(try body.readUInt16(&offset)), &offset)
        guard type == 0, serverName == nil, range.count <= 255 else { return }
        var name = body.text(range).lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        serverName = name.isEmpty ? nil : name
    }

    private mutating func takeApplicationProtocols(_ body: Span<UInt8>, _ offset: inout Int) throws(WireError) {
        let end = try body.readRange(Int(try body.readUInt16(&offset)), &offset).upperBound
        offset = 2
        while offset < end {
            let range = try body.readRange(Int(try body.readByte(&offset)), &offset)
            applicationProtocols.append(body.text(range))
        }
    }

    private static func numbers(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt16] {
        var numbers: [UInt16] = []
        numbers.reserveCapacity(range.count / 2)
        var offset = range.lowerBound
        while offset + 1 < range.upperBound {
            numbers.append(UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1]))
            offset += 2
        }
        return numbers
    }
}
