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
            "t" + ja4Version + (types.contains(0) ? "d" : "i") + Self.twoDigits(suites.count)
            + Self.twoDigits(types.count) + ja4Protocol
        // The server name and the application protocols change with the destination, so they are not part of the hash.
        var listed = Self.list(types.filter { $0 != 0 && $0 != 16 }.sorted())
        if !algorithms.isEmpty { listed += "_" + Self.list(algorithms) }
        guard let hashOfTypes = types.isEmpty ? Self.emptyHash : Self.shortHash(listed),
            let hashOfSuites = suites.isEmpty ? Self.emptyHash : Self.shortHash(Self.list(suites.sorted()))
        else { return nil }
        return head + "_" + hashOfSuites + "_" + hashOfTypes
    }

    private static let emptyHash = "000000000000"

    private var ja4Version: String {
        switch version {
        case 0x0304: "13"
        case 0x0303: "12"
        case 0x0302: "11"
        case 0x0301: "10"
        case 0x0300: "s3"
        case 0x0002: "s2"
        default: "00"
        }
    }

    /// The first and the last character of the first protocol, or of its hexadecimal form where one is no ASCII letter or
    /// digit.
    private var ja4Protocol: String {
        guard let name = applicationProtocols.first, let first = name.utf8.first, let last = name.utf8.last else {
            return "00"
        }
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
        numbers.map { number in
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }.joined(separator: ",")
    }

    private static func shortHash(_ text: String) -> String? {
        SHA256.digest(Array(text.utf8))?.prefix(6).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
