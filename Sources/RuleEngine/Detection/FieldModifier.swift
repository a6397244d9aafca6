/// The modifiers that may follow a field's name (Sigma modifiers appendix, version 2.1).
enum FieldModifier: String, CaseIterable, Hashable, Sendable {
    case contains, startswith, endswith, cased
    case all, neq
    case exists
    case re, i, m, s
    case cidr
    case lt, lte, gt, gte
    case minute, hour, day, week, month, year
    case fieldref
    case windash
    case base64, base64offset
    case utf16le, utf16be, utf16
    case expand

    /// Reads a modifier, also by its other names.
    init?(named name: String) {
        let aliases: [String: FieldModifier] = [
            "ignorecase": .i, "multiline": .m, "dotall": .s, "wide": .utf16le,
        ]
        guard let modifier = FieldModifier(rawValue: name) ?? aliases[name] else { return nil }
        self = modifier
    }

    /// Whether it says how the values of a list belong together, and does not change a value.
    var isAboutList: Bool { self == .all || self == .neq }

    /// The part of a timestamp that it takes.
    var timePart: TimePart? { TimePart(rawValue: rawValue) }
}

/// A part of a timestamp, taken from its text as it is written, without regard to time zones.
///
/// Weeks are those of ISO 8601: they begin on Mondays, and the first holds the year's first Thursday.
enum TimePart: String, Hashable, Sendable {
    case minute, hour, day, week, month, year

    /// The part of a timestamp such as `2026-05-04T12:30:00Z`; nothing for every other text.
    func value(in timestamp: String) -> Int64? {
        let bytes = timestamp.utf8Span.span
        func number(_ range: Range<Int>) -> Int64? {
            guard range.upperBound <= bytes.count else { return nil }
            var number: Int64 = 0
            for index in range {
                guard (0x30...0x39).contains(bytes[index]) else { return nil }
                number = number * 10 + Int64(bytes[index] - 0x30)
            }
            return number
        }
        func isByte(_ index: Int, in allowed: String) -> Bool {
            index < bytes.count && allowed.utf8.contains(bytes[index])
        }
        guard let year = number(0..<4), isByte(4, in: "-"), let month = number(5..<7), (1...12).contains(month),
            isByte(7, in: "-"), let day = number(8..<10), (1...31).contains(day)
        else { return nil }
        switch self {
        case .year: return year
        case .month: return month
        case .day: return day
        case .week: return Self.week(year, month, day)
        case .hour, .minute:
            guard isByte(10, in: "Tt "), let hour = number(11..<13), hour < 24, isByte(13, in: ":"),
                let minute = number(14..<16), minute < 60
            else { return nil }
            return self == .hour ? hour : minute
        }
    }

    private static func isLeap(_ year: Int64) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// The weekday of 1 January, Monday being zero.
    private static func firstWeekday(of year: Int64) -> Int64 {
        let before = year + 399
        return (before * 365 + before / 4 - before / 100 + before / 400) % 7
    }

    private static func weeks(in year: Int64) -> Int64 {
        let first = firstWeekday(of: year)
        return first == 3 || first == 2 && isLeap(year) ? 53 : 52
    }

    private static func week(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let daysBefore: [Int64] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
        let ordinal = daysBefore[Int(month) - 1] + day + (month > 2 && isLeap(year) ? 1 : 0)
        let weekday = (firstWeekday(of: year) + ordinal - 1) % 7
        let week = (ordinal - (weekday + 1) + 10) / 7
        if week < 1 { return weeks(in: year + 399) }
        return week > weeks(in: year) ? 1 : week
    }
}
