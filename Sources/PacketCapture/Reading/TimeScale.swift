internal import Observation

/// How an interface's time stamps count, for turning them into moments.
struct TimeScale: Equatable {
    /// Microseconds since the epoch, what pcapng means where it says nothing.
    static let microseconds = TimeScale(nanosecondsPerTick: 1_000, ticksPerSecond: 1_000_000)

    /// Nanoseconds in a tick, where they are a whole number, else 0.
    private let nanosecondsPerTick: UInt64
    private let ticksPerSecond: UInt64
    /// What is added to each, in nanoseconds.
    private var offset: Int64 = 0

    private init(nanosecondsPerTick: UInt64, ticksPerSecond: UInt64) {
        self.nanosecondsPerTick = nanosecondsPerTick
        self.ticksPerSecond = ticksPerSecond
    }

    /// Creates a scale from the value of pcapng's `if_tsresol` option: a negative power of 10, or of 2 when the highest bit
    /// is set; nothing for powers whose ticks cannot be counted.
    init?(resolution: UInt8) {
        let exponent = Int(resolution & 0x7F)
        if resolution & 0x80 != 0 {
            guard exponent < 64 else { return nil }
            self.init(nanosecondsPerTick: exponent == 0 ? 1_000_000_000 : 0, ticksPerSecond: 1 << UInt64(exponent))
        } else {
            guard exponent < 20 else { return nil }
            let ticks = (0..<exponent).reduce(UInt64(1)) { power, _ in power * 10 }
            self.init(nanosecondsPerTick: exponent > 9 ? 0 : 1_000_000_000 / ticks, ticksPerSecond: ticks)
        }
    }

    /// The same scale, counted from another moment than the epoch.
    func shifted(bySeconds seconds: Int64) -> TimeScale {
        var scale = self
        scale.offset = Timestamp(seconds: seconds).nanoseconds
        return scale
    }

    /// The moment of a time stamp; what lies outside the range is moved to its end.
    @inline(__always)
    func timestamp(high: UInt32, low: UInt32) -> Timestamp {
        let ticks = UInt64(high) << 32 | UInt64(low)
        if nanosecondsPerTick != 0 {
            let (nanoseconds, overflow) = ticks.multipliedReportingOverflow(by: nanosecondsPerTick)
            return moment(overflow ? .max : Int64(clamping: nanoseconds))
        }
        let (seconds, rest) = ticks.quotientAndRemainder(dividingBy: ticksPerSecond)
        let fraction = ticksPerSecond.dividingFullWidth(rest.multipliedFullWidth(by: 1_000_000_000)).quotient
        return moment(Timestamp(seconds: Int64(clamping: seconds), nanoseconds: Int64(fraction)).nanoseconds)
    }

    @inline(__always)
    private func moment(_ nanoseconds: Int64) -> Timestamp {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(offset)
        return Timestamp(nanoseconds: overflow ? (offset < 0 ? .min : .max) : sum)
    }
}
