extension ClientHello {
    /// The JA4 fingerprint of the client.
    ///
    /// The client part of FoxIO's JA4 specification, which is under the BSD licence; GREASE values do not count. Nothing
    /// where the system's cryptography refuses SHA-256.
    package var ja4: String? {
        let suites = cipherSuites.filter { !Self.isGREASE($0) }
        let types = extensionTypes.filter { !Self.isGREASE($0) }
        let algorithms = signatureAlgorithms.filter { !Self.isGREASE($0) }
        let head =
            ja4Transport + ja4Version + (types.contains(0) ? "d" : "i") + Self.twoDigits(suites.count)
            + Self.twoDigits(types.count) + ja4Protocol
        // The server name and the application protocols change with the destination, so they are not part of the hash.
        let hashed = types.filter { $0 != 0 && $0 != 16 }.sorted()
        var listed = Self.list(hashed)
        if !algorithms.isEmpty { listed += "_" + Self.list(algorithms) }
        guard let hashOfTypes = hashed.isEmpty ? Self.emptyHash : Self.shortHash(listed),
            let hashOfSuites = suites.isEmpty ? Self.emptyHash : Self.shortHash(Self.list(suites.sorted()))
        else { return nil }
        return head + "_" + hashOfSuites + "_" + hashOfTypes
    }

    private static let emptyHash = "000000000000"

    private var ja4Transport: String {
        switch transport {
        case .tls: "t"
        case .dtls: "d"
        case .quic: "q"
        }
    }

    private var ja4Version: String {
        switch version {
        case .tls13: "13"
        case .tls12: "12"
        case .tls11: "11"
        case .tls10: "10"
        case .ssl3: "s3"
        case .ssl2: "s2"
        case .dtls10: "d1"
        case .dtls12: "d2"
        case .dtls13: "d3"
        default: "00"
        }
    }

    /// The first and the last character of the first protocol, or of its hexadecimal form where one is no ASCII letter or
    /// digit.
    private var ja4Protocol: String {
        guard let first = firstApplicationProtocol.first, let last = firstApplicationProtocol.last else { return "00" }
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: false
            }
        }
        guard isAlphanumeric(first), isAlphanumeric(last) else {
            return String(first >> 4, radix: 16) + String(last & 0x0F, radix: 16)
        }
        return String(decoding: [first, last], as: UTF8.self)
    }

    private static func twoDigits(_ count: Int) -> String {
        count < 10 ? "0\(count)" : "\(min(99, count))"
    }

    private static func list(_ numbers: [UInt16]) -> String {
        numbers.map(HexadecimalText.of).joined(separator: ",")
    }

    private static func shortHash(_ text: String) -> String? {
        SHA256.digest(Array(text.utf8)).map { HexadecimalText.of($0.prefix(6)) }
    }
}
