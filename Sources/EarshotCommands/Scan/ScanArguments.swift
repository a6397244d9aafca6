internal import ArgumentParser
internal import Foundation
internal import Observation

/// A moment as users write it: a span before now (`7d`, `12h`, `30m`), a date, or a time in RFC 3339.
struct Moment: ExpressibleByArgument, Sendable {
    let timestamp: Timestamp

    init?(argument: String) {
        self.init(argument, now: Date.now.timeIntervalSince1970)
    }

    /// Reads it with a moment that spans are counted back from, in seconds since the epoch.
    init?(_ text: String, now: Double) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
        if let last = text.last, let unit = units[last], let number = Self.number(text.dropLast()) {
            timestamp = Self.timestamp(now - number * unit)
            return
        }
        let date = Self.date(text) ?? Self.time(text)
        guard let date else { return nil }
        timestamp = Self.timestamp(date.timeIntervalSince1970)
    }

    private static func number(_ text: Substring) -> Double? {
        guard !text.isEmpty, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 || $0 == 0x2E }) else { return nil }
        return Double(text).flatMap { $0 < 1e9 ? $0 : nil }
    }

    private static func timestamp(_ seconds: Double) -> Timestamp {
        let whole = seconds.rounded(.down)
        return Timestamp(seconds: Int64(whole), nanoseconds: Int64((seconds - whole) * 1e9))
    }

    /// A day, from its first moment on by this machine's clock.
    private static func date(_ text: String) -> Date? {
        guard text.utf8.count == 10 else { return nil }
        return try? Date(text, strategy: .iso8601.year().month().day().timeZoneless)
    }

    private static func time(_ text: String) -> Date? {
        let plain = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
        let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return (try? Date(text, strategy: plain)) ?? (try? Date(text, strategy: fractional))
    }
}

extension Date.ISO8601FormatStyle {
    /// The same style by this machine's clock.
    fileprivate var timeZoneless: Date.ISO8601FormatStyle {
        var style = self
        style.timeZone = .current
        return style
    }
}

/// A number of bytes as users write it: `4096`, `500K`, `64M`, `2G`.
struct ByteSize: ExpressibleByArgument, Sendable {
    let bytes: Int64

    init?(argument: String) {
        let units: [Character: Int64] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
        var number = Substring(argument)
        var factor: Int64 = 1
        if let last = number.last, let unit = units[Character(last.uppercased())] {
            factor = unit
            number.removeLast()
        }
        guard !number.isEmpty, number.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let value = Int64(number) else {
            return nil
        }
        let (bytes, overflow) = value.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        self.bytes = bytes
    }
}
