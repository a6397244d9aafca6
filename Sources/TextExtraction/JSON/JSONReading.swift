/// The reading of JSON texts that stand one after another in a stream: hands out every string with its way and speaker.
///
/// Lenient: from the first byte on that is no JSON, the rest of the line is handed out as it stands, and reading goes on with
/// the next line. So nothing is lost of a text that was cut off, repaired by hand or never was quite JSON.
struct JSONReading {
    /// Names of members at least so long may be texts themselves.
    private static let longNameByteCount = 20

    let extraction: Extraction
    /// Whether every line is a text of its own.
    let isByLines: Bool
    /// Whether arrays of strings are one text in pieces, as in notebooks.
    let joinsStrings: Bool
    /// What stands before fields.
    let fieldPrefix: String

    private var tokens: JSONTokens
    private var place = JSONPlace()
    private var waiting: JSONWaitingStrings
    private var expectation = Expectation.value
    private var linePrefix = ""
    private var textCount = 0
    private var pieceStart = 0
    private var isKeyPiece = false
    private var wasMalformed = false
    private var joined: [UInt8] = []

    private enum Expectation {
        case value, firstValueOrEnd, firstNameOrEnd, nameOrEnd, colon, commaOrEnd
    }

    init(
        _ bytes: ByteSource, in extraction: Extraction, isByLines: Bool = false, joinsStrings: Bool = false,
        fieldPrefix: String = ""
    ) {
        self.extraction = extraction
        self.isByLines = isByLines
        self.joinsStrings = joinsStrings
        self.fieldPrefix = fieldPrefix
        tokens = JSONTokens(bytes, pieceByteCount: extraction.limits.unitBytes)
        waiting = JSONWaitingStrings(extraction)
    }

    /// Reads to the end, or until reading is to end.
    mutating func run() {
        while !extraction.isStopped {
            let line = tokens.lineNumber
            let token = tokens.next()
            if place.levels.isEmpty, token != .comment { beginText(at: tokens.lineNumber, isEnd: token == .end) }
            if isByLines, tokens.lineNumber != line, !place.levels.isEmpty { abandonText() }
            if token == .end { break }
            take(token)
        }
        finish()
    }

    private mutating func finish() {
        if !place.levels.isEmpty, !extraction.isStopped { extraction.note(.truncated) }
        flush()
        if tokens.sawControlCharacter { extraction.note(.malformed) }
        if let failure = tokens.failure { extraction.note(.unreadable(failure.number)) }
    }

    /// Begins one of the texts; all but the first of a document, and each of a file of lines, tell their line.
    private mutating func beginText(at line: Int, isEnd: Bool) {
        guard !isEnd, expectation != .colon else { return }
        expectation = .value
        guard pieceStart == 0 else { return }
        linePrefix = isByLines || textCount > 0 ? "line \(line) " : ""
        wasMalformed = false
    }

    /// Gives up a text that did not end with its line.
    private mutating func abandonText() {
        extraction.note(.malformed)
        flush()
        place.levels.removeAll()
        expectation = .value
        linePrefix = "line \(tokens.lineNumber) "
    }

    private mutating func take(_ token: JSONTokens.Token) {
        switch token {
        case .comment: extraction.emit(TextEncoding.repaired(tokens.text), at: "line \(tokens.lineNumber) comment")
        case .string, .stringPiece: takeString(isEnd: token == .string)
        case .objectBegin: open(isObject: true)
        case .arrayBegin: open(isObject: false)
        case .objectEnd: close(isObject: true)
        case .arrayEnd: close(isObject: false)
        case .colon: expectation == .colon ? (expectation = .value) : reject(":")
        case .comma: takeComma()
        case .boolean(let truth): takeBoolean(truth)
        case .other: isValueExpected ? endValue() : reject(tokens.text)
        case .brokenString: reject(tokens.text)
        case .cutString: takeCutString()
        case .garbage, .end: reject([])
        }
    }

    private var isValueExpected: Bool { expectation == .value || expectation == .firstValueOrEnd }

    private mutating func takeString(isEnd: Bool) {
        if isKeyPiece || expectation == .firstNameOrEnd || expectation == .nameOrEnd {
            takeName(isEnd: isEnd)
        } else if isValueExpected {
            takeValue(isEnd: isEnd)
        } else {
            reject(tokens.text)
        }
    }

    private mutating func takeName(isEnd: Bool) {
        let text = TextEncoding.repaired(tokens.text)
        if !isKeyPiece, let last = place.levels.indices.last {
            place.levels[last].name = String(decoding: text.prefix(256), as: UTF8.self)
        }
        let isLong = text.count >= Self.longNameByteCount || text.contains(0x20)
        if isKeyPiece || (isLong && !JSONPlace.isRecordKey(place.levels.last?.name ?? "")) {
            extraction.emit(text, at: "\(linePrefix)name of \(place.locator())")
        }
        isKeyPiece = !isEnd
        if isEnd { expectation = .colon }
    }

    private mutating func takeValue(isEnd: Bool) {
        let text = TextEncoding.repaired(tokens.text)
        let locator = linePrefix + place.locator()
        if joinsStrings, let last = place.levels.last, !last.isObject, place.levels.count > 1 {
            joined.append(contentsOf: text)
            if joined.count >= extraction.limits.unitBytes { emitJoined() }
        } else {
            if isEnd, pieceStart == 0 { noteSpeaker(text) }
            handOut(text, at: pieceStart == 0 ? locator : "\(locator) from byte \(pieceStart)", field: place.field())
        }
        pieceStart = isEnd ? 0 : pieceStart + text.count
        if isEnd { endValue() }
    }

    /// The last string of a file that was cut off.
    private mutating func takeCutString() {
        if place.levels.isEmpty { extraction.note(.truncated) }
        if isKeyPiece || !isValueExpected {
            extraction.emit(TextEncoding.repaired(tokens.text), at: "\(linePrefix)\(place.locator()) …")
        } else {
            takeValue(isEnd: true)
        }
    }

    private mutating func emitJoined() {
        guard !joined.isEmpty else { return }
        let count = place.levels.count - 1
        handOut(joined, at: linePrefix + place.locator(upTo: count), field: place.field(upTo: count))
        joined = []
    }

    private mutating func takeBoolean(_ truth: Bool) {
        guard isValueExpected else { return reject(truth ? "true" : "false") }
        if let last = place.levels.last, last.isObject,
            let speaker = JSONSpeaker(name: last.name, value: truth)
        {
            setSpeaker(speaker, at: place.levels.count - 1)
        }
        endValue()
    }

    /// A comma before an end mark is let through, and so are commas between texts that were cut out of an array.
    private mutating func takeComma() {
        guard let last = place.levels.indices.last else { return }
        guard expectation == .commaOrEnd else { return reject(",") }
        place.levels[last].index += 1
        expectation = place.levels[last].isObject ? .nameOrEnd : .firstValueOrEnd
    }

    private mutating func open(isObject: Bool) {
        guard isValueExpected else { return reject(isObject ? "{" : "[") }
        guard place.levels.count < JSONPlace.depthLimit else { return skipDeep() }
        place.levels.append(JSONPlace.Level(isObject: isObject))
        expectation = isObject ? .firstNameOrEnd : .firstValueOrEnd
    }

    /// Goes through what lies too deep: its strings are handed out under the way to here, and long names among them.
    private mutating func skipDeep() {
        extraction.note(.capped("nesting of JSON"))
        var depth = 1
        let locator = linePrefix + place.locator() + " …"
        let field = place.field()
        var held: [UInt8] = []
        while depth > 0, !extraction.isStopped {
            let token = tokens.next()
            // Only what follows tells a name from a value.
            if token != .colon || held.count >= Self.longNameByteCount {
                extraction.emit(TextEncoding.repaired(held), at: locator, field: field)
            }
            held = []
            switch token {
            case .objectBegin, .arrayBegin: depth += 1
            case .objectEnd, .arrayEnd: depth -= 1
            case .string, .stringPiece, .brokenString, .cutString: held = tokens.text
            case .end: return
            case .garbage: extraction.emit(tokens.restOfLine().text, at: locator, field: field)
            default: break
            }
        }
        endValue()
    }

    private mutating func close(isObject: Bool) {
        guard let last = place.levels.last, last.isObject == isObject,
            expectation == .commaOrEnd || expectation == .nameOrEnd || expectation == .firstNameOrEnd
                || expectation == .firstValueOrEnd
        else { return reject(isObject ? "}" : "]") }
        if !isObject { emitJoined() }
        if isObject { waiting.end(place.levels.count - 1, in: place.levels) }
        place.levels.removeLast()
        endValue()
    }

    private mutating func endValue() {
        expectation = .commaOrEnd
        guard place.levels.isEmpty else { return }
        flush()
        textCount += 1
        expectation = .value
    }

    /// Hands out what is left of a line that is no JSON, and goes on with the next.
    private mutating func reject(_ text: String) { reject(Array(text.utf8)) }

    private mutating func reject(_ text: [UInt8]) {
        if (!wasMalformed || isByLines) && !(tokens.isAtEnd && !place.levels.isEmpty) { extraction.note(.malformed) }
        wasMalformed = true
        let line = tokens.lineNumber
        var head = TextEncoding.repaired(text)
        while !extraction.isStopped {
            let rest = tokens.restOfLine()
            extraction.emit(head + rest.text, at: "line \(line)")
            head = []
            if rest.isEnd { break }
        }
        (pieceStart, isKeyPiece) = (0, false)
        if isByLines {
            flush()
            place.levels.removeAll()
        }
        guard let last = place.levels.last else {
            expectation = .value
            textCount += 1
            return
        }
        expectation = last.isObject ? .nameOrEnd : .firstValueOrEnd
    }

    /// Takes a string that names the speaker of its object, or of the object around an `author`.
    private mutating func noteSpeaker(_ text: [UInt8]) {
        guard let last = place.levels.last, last.isObject, let speaker = JSONSpeaker(name: last.name, value: text)
        else { return }
        let level = place.levels.count - 1
        setSpeaker(speaker, at: level)
        if last.name == "role", level > 0, place.levels[level - 1].isObject, place.levels[level - 1].name == "author" {
            setSpeaker(speaker, at: level - 1)
        }
    }

    private mutating func setSpeaker(_ speaker: JSONSpeaker, at level: Int) {
        guard speaker.certainty > place.levels[level].speaker?.certainty ?? 0 else { return }
        place.levels[level].speaker = speaker
        if speaker.isSure { waiting.settle(level, speaker) }
    }

    private mutating func handOut(_ text: [UInt8], at locator: String, field: String) {
        let whole = fieldPrefix.isEmpty ? field : fieldPrefix + "." + field
        waiting.add(text, at: locator, field: whole, in: place.levels)
    }

    /// Hands out all that is held back.
    private mutating func flush() {
        emitJoined()
        waiting.flush(place.levels)
    }
}
