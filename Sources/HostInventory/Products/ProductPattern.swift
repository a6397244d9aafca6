internal import Knowledge

/// The tests of one product, made ready to be put to many processes.
struct ProductPattern: Sendable {
    private let names: Set<String>
    private let childRoles: [String: String]
    private let texts: [BytePattern]
    private let expressions: [ExtendedExpression]
    private let executables: [Glob]
    private let libraries: [Glob]
    private let units: Set<String>
    private let images: [String]
    /// How many expressions did not compile.
    let brokenExpressions: Int

    /// The kernel keeps this many bytes of a process's name.
    private static let shortNameLength = 15

    init(_ product: Product) {
        let recognition = product.recognition
        names = Set(recognition.processNames.flatMap(Self.spellings))
        var roles: [String: String] = [:]
        for child in product.children {
            for name in child.names.flatMap(Self.spellings) where roles[name] == nil {
                roles[name] = child.role
            }
        }
        childRoles = roles
        var texts: [BytePattern] = []
        var expressions: [ExtendedExpression] = []
        var broken = 0
        for test in recognition.commandLines {
            switch test {
            case .contains(let text): texts.append(BytePattern(text))
            case .expression(let text):
                if let expression = ExtendedExpression(text) { expressions.append(expression) } else { broken += 1 }
            }
        }
        (self.texts, self.expressions, brokenExpressions) = (texts, expressions, broken)
        executables = recognition.executables
        libraries = recognition.libraries
        units = Set(recognition.units)
        images = recognition.images
    }

    /// A name, and what the kernel makes of it when it is too long.
    private static func spellings(of name: String) -> [String] {
        name.utf8.count > shortNameLength
            ? [name, String(decoding: name.utf8.prefix(shortNameLength), as: UTF8.self)] : [name]
    }

    /// The signs of the product that a process bears; none when a common name is all there is.
    func signs(of traits: ProcessTraits) -> Set<RecognitionSign> {
        var signs: Set<RecognitionSign> = []
        let matching = traits.names.filter { names.contains($0) }
        if !matching.isEmpty { signs.insert(.process) }
        if !traits.isBystander {
            if texts.contains(where: { $0.occurs(in: traits.commandLineBytes) })
                || expressions.contains(where: { $0.matches(traits.commandLine) })
            {
                signs.insert(.commandLine)
            }
        }
        if traits.programPaths.contains(where: { path in executables.contains { $0.matches(path) } }) {
            signs.insert(.executable)
        }
        if let unit = traits.unit, units.contains(unit) { signs.insert(.unit) }
        if let image = traits.image, images.contains(where: { ImageName.matches(image, $0) }) { signs.insert(.image) }
        return signs == [.process] && matching.allSatisfy(CommonNames.isGeneric) ? [] : signs
    }

    /// Whether a process has one of the product's libraries mapped.
    func hasLibrary(among names: Set<String>) -> Bool {
        libraries.contains { glob in names.contains { glob.matches($0) } }
    }

    /// Whether libraries tell anything of the product.
    var looksAtLibraries: Bool { !libraries.isEmpty }

    /// The part that a child of the product plays; nothing when it is not among those that it starts.
    func role(ofChild traits: ProcessTraits) -> String? {
        for name in traits.names {
            if let role = childRoles[name] { return role }
        }
        return nil
    }
}

/// What is compared of a process.
struct ProcessTraits: Sendable {
    /// The names it goes by, without folders.
    let names: [String]
    /// The paths of the executable and of the script it runs.
    let programPaths: [String]
    /// The arguments joined by blanks, up to a limit.
    let commandLine: String
    /// The same as bytes, with a blank behind, so that a piece may ask for the end of a word.
    let commandLineBytes: [UInt8]
    /// Whether its arguments say nothing of itself.
    let isBystander: Bool
    /// The systemd unit.
    let unit: String?
    /// The image of the container.
    let image: String?

    init(_ record: ProcessRecord) {
        var names: [String] = []
        var paths: [String] = []
        let script = Interpreter.isShell(record.program) ? nil : record.script
        for name in [record.name, record.executable, record.arguments.first, script].compactMap({
            $0?.lastPathComponent
        })
        where !name.isEmpty && !names.contains(name) {
            names.append(name)
        }
        for path in [record.executable, script].compactMap({ $0 }) where path.contains("/") { paths.append(path) }
        self.names = names
        programPaths = paths
        let joined = record.arguments.joined(separator: " ")
        commandLine = joined
        commandLineBytes = Array(joined.utf8.prefix(ExtendedExpression.textLimit)) + [UInt8(ascii: " ")]
        isBystander = CommonNames.isBystander(record.program)
        unit = record.unit
        image = record.container?.image
    }
}
