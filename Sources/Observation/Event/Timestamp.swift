/// A moment, in nanoseconds since 1970-01-01T00:00:00Z without leap seconds.
///
/// Reaches from the year 1677 to 2262.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Nanoseconds since the epoch, negative before it.
    package let nanoseconds: Int64

    /// Creates a moment from nanoseconds since the epoch.
    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Creates a moment from seconds and nanoseconds; what lies outside the range is moved to its end.
    package init(seconds: Int64, nanoseconds: Int64 = 0) {
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carried) = scaled.addingReportingOverflow(nanoseconds)
        self.nanoseconds = overflow || carried ? (seconds < 0 ? .min : .max) : sum
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The moment as RFC 3339 writes it, in UTC with nine digits of a second.
    package var rfc3339: String {
        var seconds = nanoseconds / 1_000_000_000
        var fraction = nanoseconds % 1_000_000_000
        if fraction < 0 {
            fraction += 1_000_000_000
            seconds -= 1
        }
        var days = seconds / 86_400
        var secondOfDay = seconds % 86_400
        if secondOfDay < 0 {
            secondOfDay += 86_400
            days -= 1
        }
        let (year, month, day) = Self.civilDate(daysSinceEpoch: days)
        let parts: InlineArray<7, (number: Int64, width: Int, end: UInt8)> = [
            (year, 4, UInt8(ascii: "-")), (month, 2, UInt8(ascii: "-")), (day, 2, UInt8(ascii: "T")),
            (secondOfDay / 3_600, 2, UInt8(ascii: ":")), (secondOfDay / 60 % 60, 2, UInt8(ascii: ":")),
            (secondOfDay % 60, 2, UInt8(ascii: ".")), (fraction, 9, UInt8(ascii: "Z")),
        ]
        return unsafe String(unsafeUninitializedCapacity: 30) { buffer in
            var offset = 0
            for index in parts.indices {
                var number = parts[index].number
                for place in stride(from: offset + parts[index].width - 1, through: offset, by: -1) {
                    unsafe buffer[place] = 0x30 + UInt8(truncatingIfNeeded: number % 10)
                    number /= 10
                }
                offset += parts[index].width
                unsafe buffer[offset] = parts[index].end
                offset += 1
            }
            return offset
        }
    }

    /// The proleptic Gregorian date of a day counted from 1970-01-01.
    private static func civilDate(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
        // Years are counted from March, so that a leap day ends its year; 719 468 days lie between 0000-03-01 and 1970.
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
