extension Extraction {
    /// Hands out the values of a YAML file, each under the path of its keys.
    ///
    /// Read by lines and tolerant on purpose: what is no `key: value` and no list element is handed out as it stands, under
    /// the path around it. Anchors, tags and flow collections stay in the text.
    func readYAML(_ file: FileInput) {
        var path = YAMLPath()
        var block: (indentation: Int, line: Int, key: String, role: String?, text: [UInt8])?
        func endBlock() {
            if let ended = block {
                emit(ended.text, at: "line \(ended.line) \(ended.key)", field: ended.key, role: ended.role)
            }
            block = nil
        }
        forEachLine(file) { line in
            let indentation = line.start == 0 ? line.bytes.prefix { $0 == 0x20 || $0 == 0x09 }.count : 0
            let content = Setting.trimmed(line.bytes[...])
            if let outer = block?.indentation, content.isEmpty || line.start > 0 || indentation > outer {
                if block?.text.isEmpty == false { block?.text.append(0x0A) }
                block?.text.append(contentsOf: content)
                if let full = block, full.text.count >= limits.unitBytes {
                    endBlock()
                    block = (full.indentation, line.number + 1, full.key, full.role, [])
                }
                return
            }
            endBlock()
            guard line.start == 0, !content.isEmpty, content.first != UInt8(ascii: "#") else {
                emit(line.bytes, at: line.locator)
                return
            }
            if content.elementsEqual("---".utf8) || content.elementsEqual("...".utf8) {
                path = YAMLPath()
                return
            }
            let value = path.descend(content, indentation: indentation)
            if YAMLPath.opensBlock(value) {
                block = (path.innermostIndentation, line.number, path.text, path.speaker, [])
            } else {
                let text = Setting.unquoted(Array(value))
                path.noteSpeaker(text)
                emit(text, at: "\(line.locator) \(path.text)", field: path.text, role: path.speaker)
            }
        }
        endBlock()
    }
}

/// The keys above the line of a YAML file that is read.
struct YAMLPath {
    private static let depthLimit = 64
    private static let keyByteLimit = 128

    private var steps: [(indentation: Int, name: String, speaker: JSONSpeaker?)] = []

    init() {}

    /// How far the innermost key is indented; what belongs to it is indented further.
    var innermostIndentation: Int { steps.last?.indentation ?? -1 }

    /// The keys with dots between them, `[*]` for elements of a list.
    var text: String {
        var text = ""
        for step in steps {
            if !text.isEmpty, step.name != "[*]" { text += "." }
            text += step.name
        }
        return text
    }

    /// Who says what stands here, where the mapping around it has told that already.
    var speaker: String? {
        guard steps.count > 1, let last = steps.last, JSONSpeaker.isSaid(under: last.name) else { return nil }
        return steps[steps.count - 2].speaker?.word
    }

    /// Takes a value that names the speaker of its mapping.
    mutating func noteSpeaker(_ value: [UInt8]) {
        guard steps.count > 1, let last = steps.last, let speaker = JSONSpeaker(name: last.name, value: value),
            speaker.certainty > steps[steps.count - 2].speaker?.certainty ?? 0
        else { return }
        steps[steps.count - 2].speaker = speaker
    }

    /// Follows a line into the path and gives what it holds besides keys and list marks.
    mutating func descend(_ line: ArraySlice<UInt8>, indentation: Int) -> ArraySlice<UInt8> {
        // A list may stand at the indentation of its key; its elements then end the ones before, not the key.
        let isElement = Self.isElement(line)
        while let last = steps.last,
            last.indentation > indentation
                || (last.indentation == indentation && (!isElement || last.name == "[*]"))
        {
            steps.removeLast()
        }
        var rest = line
        var column = indentation
        while Self.isElement(rest), steps.count < Self.depthLimit {
            steps.append((column, "[*]", nil))
            let content = rest.dropFirst().drop { $0 == 0x20 }
            column += content.startIndex - rest.startIndex
            rest = content
        }
        guard let (key, value) = Self.split(rest) else { return rest }
        if steps.count < Self.depthLimit { steps.append((column, key, nil)) }
        return value
    }

    /// Whether a value says that its text follows in the next lines: `|` or `>` with its signs.
    static func opensBlock(_ value: ArraySlice<UInt8>) -> Bool {
        guard let first = value.first, first == UInt8(ascii: "|") || first == UInt8(ascii: ">") else { return false }
        return value.dropFirst().prefix { $0 != 0x20 }.allSatisfy { "+-0123456789".utf8.contains($0) }
    }

    private static func isElement(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.first == UInt8(ascii: "-") else { return false }
        let second = line.dropFirst().first
        return second == nil || second == 0x20
    }

    /// The key and the value of `key: value`; the mark ends a line or has a blank behind it.
    private static func split(_ line: ArraySlice<UInt8>) -> (key: String, value: ArraySlice<UInt8>)? {
        var position = line.startIndex
        let quote = line.first == UInt8(ascii: "\"") || line.first == UInt8(ascii: "'") ? line.first : nil
        if quote != nil {
            guard let end = line.dropFirst().firstIndex(where: { $0 == quote }) else { return nil }
            position = end + 1
        }
        while position < line.endIndex, position - line.startIndex <= keyByteLimit {
            if line[position] == UInt8(ascii: ":") {
                let after = position + 1
                guard after == line.endIndex || line[after] == 0x20 || line[after] == 0x09 else {
                    position += 1
                    continue
                }
                let key = Setting.unquoted(Array(line[line.startIndex..<position]))
                return key.isEmpty ? nil : (String(decoding: key, as: UTF8.self), Setting.trimmed(line[after...]))
            }
            position += 1
        }
        return nil
    }
}
