internal import Knowledge

/// The options of one command line, found by name.
struct CommandLineOptions: Sendable {
    private let arguments: [String]

    /// What stands behind an option.
    enum Value: Equatable, Sendable {
        /// The option stands alone.
        case none
        case text(String)
    }

    /// Takes the arguments that are the program's own, and not those of the interpreter that runs it.
    init(_ record: ProcessRecord) {
        var arguments = record.arguments
        // A program that wrote its own title leaves one argument with blanks.
        if arguments.count == 1, let only = arguments.first { arguments = only.split(separator: " ").map(String.init) }
        let script = record.script.flatMap { arguments.firstIndex(of: $0) } ?? 0
        self.arguments = Array(arguments.dropFirst(script + 1))
    }

    init(arguments: [String]) {
        self.arguments = arguments
    }

    /// The last value that an option is given under any of its spellings; nothing when it is not given.
    ///
    /// - Parameters:
    ///   - spellings: `--name`, `-n`; hyphens and underscores inside long names are the same.
    ///   - isSwitch: whether the option takes no value.
    /// - Returns: what stands behind the last of them.
    func value(of spellings: [String], isSwitch: Bool) -> Value? {
        let wanted = Set(spellings.map(Self.normalised))
        var found: Value?
        for (index, argument) in arguments.enumerated() where argument.utf8.first == UInt8(ascii: "-") {
            if argument == "--" { break }
            let name: Substring
            if let equals = argument.firstIndex(of: "=") {
                name = argument[..<equals]
                guard wanted.contains(Self.normalised(String(name))) else { continue }
                found = .text(String(argument[argument.index(after: equals)...]))
            } else if wanted.contains(Self.normalised(argument)) {
                let next = index + 1 < arguments.count ? arguments[index + 1] : nil
                found = isSwitch ? Value.none : next.flatMap { Self.isValue($0) ? .text($0) : nil } ?? Value.none
            }
        }
        return found
    }

    private static func normalised(_ name: String) -> String {
        guard name.hasPrefix("--") else { return name }
        return "--" + String(name.dropFirst(2).map { $0 == "_" ? "-" : $0 })
    }

    /// Whether an argument behind an option is its value: anything but another option; negative numbers are values.
    private static func isValue(_ argument: String) -> Bool {
        guard argument.utf8.first == UInt8(ascii: "-"), argument.utf8.count > 1 else { return true }
        return argument.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    }
}
