/// What came out of one step of undoing a coding.
struct DecodingStep {
    enum Status {
        /// More input, or another call for more output, is needed.
        case goesOn
        /// The coded data is at its end.
        case ended
        /// The input is no data of that coding.
        case failed
    }

    let status: Status

    /// How many bytes of the output were filled, from its first on.
    let count: Int
}
