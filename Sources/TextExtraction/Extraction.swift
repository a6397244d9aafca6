/// The reading of one file: takes what the readers of formats find, and keeps the books over bounds and gaps.
///
/// Belongs to one thread. A container's reader hands its members back to ``read(_:)``, which recognises them in turn.
package final class Extraction {
    /// The bounds.
    package let limits: ExtractionLimits
    /// How often each thing was in the way.
    package private(set) var gaps: [ExtractionGap: Int] = [:]
    /// How many pieces of text were handed out.
    package private(set) var unitCount = 0
    /// How many tokens of prompts and answers stood there as numbers, whether or not a model turned them into text.
    package private(set) var tokenCount = 0
    /// The models whose vocabulary may turn token numbers back into text, found beside the file or named by the user.
    package let models: () -> [FileInput]

    /// Whether the numbers of a database's rows are told too, so that whole rows can be seen.
    let tellsNumbers: Bool

    private let emitUnit: (TextUnit) -> Void
    private let isEnough: () -> Bool
    private var prefixes: [String] = []
    private var unpackedLeft: Int64

    /// Begins the reading of a file.
    ///
    /// - Parameters:
    ///   - limits: The bounds.
    ///   - models: Gives the model files (GGUF) that may have been in use, the likeliest first.
    ///   - tellsNumbers: Whether the numbers of a database's rows are told too.
    ///   - isEnough: Asked now and then; from the first yes on nothing more is read.
    ///   - emit: Takes the pieces of text, in the order in which they are found.
    package init(
        limits: ExtractionLimits = ExtractionLimits(), models: @escaping () -> [FileInput] = { [] },
        tellsNumbers: Bool = false, isEnough: @escaping () -> Bool = { false }, emit: @escaping (TextUnit) -> Void
    ) {
        self.limits = limits
        self.models = models
        self.tellsNumbers = tellsNumbers
        self.isEnough = isEnough
        emitUnit = emit
        unpackedLeft = limits.unpackedBytes
    }

    /// How many containers lie around what is read now.
    var depth: Int { prefixes.count }

    /// Whether reading is to end, because somebody asked or a bound of the whole file is reached.
    var isStopped: Bool { unitCount >= limits.units || isEnough() }

    /// Hands out a piece of text; an empty one is nothing.
    func emit(
        _ text: [UInt8], at locator: @autoclosure () -> String, state: TextUnit.State = .live, field: String = "",
        role: String? = nil
    ) {
        guard !text.isEmpty else { return }
        guard unitCount < limits.units else { return }
        unitCount += 1
        // Readers stop here, so it is said now that there may be more.
        if unitCount == limits.units { note(.capped("pieces of text")) }
        let own = locator()
        let place = prefixes.isEmpty ? own : (prefixes + [own]).filter { !$0.isEmpty }.joined(separator: " > ")
        emitUnit(TextUnit(text, at: place, state: state, field: field, role: role))
    }

    /// Notes what could not be read.
    func note(_ gap: ExtractionGap, count: Int = 1) {
        gaps[gap, default: 0] += count
    }

    /// Counts tokens that stand in the file as numbers.
    func note(tokens: Int) {
        tokenCount += tokens
    }

    /// Takes unpacked bytes out of what the whole file may unpack to; no where it is used up, which is noted.
    func mayUnpack(_ count: Int) -> Bool {
        unpackedLeft -= Int64(count)
        guard unpackedLeft >= 0 else {
            note(.capped("unpacked bytes"))
            return false
        }
        return true
    }

    /// Reads a member of a container under its name; one that lies too deep is noted.
    func within(_ name: String, _ body: () -> Void) {
        guard depth < limits.depth else {
            note(.capped("containers in one another"))
            return
        }
        prefixes.append(name)
        defer { prefixes.removeLast() }
        body()
    }
}
