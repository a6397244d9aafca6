extension CompactText {
    /// Whether some digits are a day of some month, in a year that may be a leap year.
    static func isDay(_ day: Int, ofMonth month: Int) -> Bool {
        switch month {
        case 2: (1...29).contains(day)
        case 4, 6, 9, 11: (1...30).contains(day)
        case 1, 3, 5, 7, 8, 10, 12: (1...31).contains(day)
        default: false
        }
    }
}
