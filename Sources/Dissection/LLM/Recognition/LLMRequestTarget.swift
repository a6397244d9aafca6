internal import Observation

/// The parts of a request's target by which model APIs are told from each other.
struct LLMRequestTarget: Equatable {
    /// The method, upper case.
    let method: String
    /// The host, lower case, without port; empty where none is told.
    let host: String
    /// The path's segments, as sent, without empty ones.
    let segments: [Substring]
    /// What stands behind the question mark.
    let query: String

    init(_ request: HTTPRequest) {
        method = request.method.uppercased()
        // Nearly every request has this form, and nearly none calls a model, so little is spent on it.
        if let authority = request.host, request.target.utf8.first == 0x2F, authority.utf8.first != 0x5B {
            let name = authority.prefix { $0 != ":" }.lowercased()
            let isAddress = name.utf8.allSatisfy { $0 == 0x2E || ($0 >= 0x30 && $0 <= 0x39) }
            host = isAddress || authority.contains("@") ? "" : name.hasSuffix(".") ? String(name.dropLast()) : name
            let mark = request.target.utf8.firstIndex(of: 0x3F)
            let path = request.target[..<(mark ?? request.target.endIndex)]
            segments = path.utf8.count <= 4_096 ? path.split(separator: "/") : []
            query = mark.map { String(request.target[request.target.utf8.index(after: $0)...]) } ?? ""
            return
        }
        // The address is only made use of where the request names no host, and such a host has no name.
        let nowhere = SocketAddress(IPAddress(v4: 0), 80)
        let location = HTTPRequestLocation(request, destination: nowhere)
        host = location.isNamed ? location.host : ""
        let path = location.path ?? ""
        segments = path.utf8.count <= 4_096 ? path.split(separator: "/") : []
        query = location.query ?? ""
    }

    /// Whether the path's last segments are these.
    func ends(with suffix: [Substring]) -> Bool {
        segments.count >= suffix.count && segments.suffix(suffix.count).elementsEqual(suffix)
    }

    /// The value of a query's parameter, as sent.
    func parameter(_ name: String) -> String? {
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, parts[0] == name { return String(parts[1]) }
        }
        return nil
    }

    /// The segment behind another one, its percent escapes undone.
    func segment(after name: Substring) -> String? {
        guard let index = segments.firstIndex(of: name), index + 1 < segments.count else { return nil }
        return Self.unescaped(segments[index + 1]).boundedName
    }

    /// The segments behind another one, joined, their percent escapes undone.
    func segments(after name: Substring) -> String? {
        guard let index = segments.lastIndex(of: name), index + 1 < segments.count else { return nil }
        return segments[(index + 1)...].map(Self.unescaped).joined(separator: "/").boundedName
    }

    /// A text with its percent escapes undone (RFC 3986, section 2.1); broken ones stay as they are.
    static func unescaped(_ text: Substring) -> String {
        guard text.utf8.contains(0x25) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
            guard byte == 0x25, digits.count == 2 else {
                bytes.append(byte)
                continue
            }
            bytes.append(UInt8(digits[0] << 4 | digits[1]))
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
