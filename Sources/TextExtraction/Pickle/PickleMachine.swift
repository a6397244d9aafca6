/// Reads a pickle without running it: builds what it describes and never imports, calls or makes an object.
///
/// Layout: Python's `pickletools`, protocols 0 to 5. Where a pickle asks to call something, the arguments stand for the
/// result; what an object's state is given by stands for the object. So all texts are found, and nothing happens.
struct PickleMachine {
    private static let stackLimit = 1_000_000
    private static let valueLimit = 500_000

    /// What stands on the stack: a value, or the mark that some opcodes go back to.
    enum Item {
        case value(Int)
        case mark
    }

    /// Values, of which containers hold the places of others; so a container can still grow after it was remembered.
    enum Node {
        case nothing
        case number(Int64)
        case text(Range<Int>)
        case made([UInt8])
        case bytes(Range<Int>)
        case list([Int])
        case dictionary([(Int, Int)])
    }

    var reader: ByteReader
    var stack: [Item] = []
    var nodes: [Node] = [.nothing]
    var memo: [Int: Int] = [:]

    /// - Parameters:
    ///   - bytes: The file.
    ///   - offset: Where reading begins, as several pickles may stand behind one another.
    init(_ bytes: [UInt8], at offset: Int = 0) {
        reader = ByteReader(bytes, offset..<bytes.count)
    }

    /// Where the pickle ended.
    var offset: Int { reader.offset }

    /// Runs to the end and gives the value that is left, or as much as there was where the pickle breaks off.
    mutating func run() -> (value: StoredValue, gap: ExtractionGap?) {
        var gap: ExtractionGap?
        do throws(ExtractionGap) {
            while try step() {}
        } catch {
            gap = error
        }
        let tops = stack.compactMap { item in if case .value(let node) = item { node } else { nil } }
        var budget = Self.valueLimit
        // A pickle that ended well leaves one value; of a broken one all that stands there is taken.
        let value: StoredValue
        if gap == nil, let last = tops.last {
            value = stored(last, depth: 0, &budget)
        } else {
            value =
                tops.count == 1
                ? stored(tops[0], depth: 0, &budget)
                : .list(tops.map { stored($0, depth: 0, &budget) })
        }
        if budget <= 0, gap == nil { gap = .capped("values of one document") }
        return (value, gap)
    }

    /// Executes one opcode; no at the end.
    private mutating func step() throws(ExtractionGap) -> Bool {
        guard stack.count < Self.stackLimit, nodes.count < 4 * Self.valueLimit else {
            throw .capped("values of one document")
        }
        let opcode = try reader.byte()
        switch opcode {
        case UInt8(ascii: "."): return false
        case 0x80: _ = try reader.byte()
        case 0x95: try reader.skip(8)
        case UInt8(ascii: "("): stack.append(.mark)
        case UInt8(ascii: "0"): _ = try pop()
        case UInt8(ascii: "1"): _ = try popToMark()
        case UInt8(ascii: "2"): stack.append(.value(try top()))
        case UInt8(ascii: "N"), 0x88, 0x89, 0x97: push(.nothing)
        case 0x98: break
        case UInt8(ascii: "P"):
            _ = try line()
            push(.nothing)
        case UInt8(ascii: "Q"): break
        case UInt8(ascii: "c"):
            _ = try (line(), line())
            push(.nothing)
        case 0x93:
            _ = try (pop(), pop())
            push(.nothing)
        case UInt8(ascii: "R"), 0x81:
            // A call gives its arguments.
            let arguments = try pop()
            _ = try pop()
            stack.append(.value(arguments))
        case 0x92:
            let named = try pop()
            let arguments = try pop()
            _ = try pop()
            push(.list([arguments, named]))
        case UInt8(ascii: "i"):
            _ = try (line(), line())
            push(.list(try popToMark()))
        case UInt8(ascii: "o"): push(.list(Array(try popToMark().dropFirst())))
        case UInt8(ascii: "b"): try build()
        case 0x82: try extensionCode(1)
        case 0x83: try extensionCode(2)
        case 0x84: try extensionCode(4)
        default:
            if try !number(opcode), try !text(opcode), try !container(opcode), try !memory(opcode) { throw .malformed }
        }
        return true
    }

    private mutating func extensionCode(_ count: Int) throws(ExtractionGap) {
        try reader.skip(count)
        push(.nothing)
    }

    /// What an object's state is stands beside what it was made with.
    private mutating func build() throws(ExtractionGap) {
        let state = try pop()
        let object = try top()
        switch nodes[object] {
        case .list(let list) where list.isEmpty: nodes[object] = nodes[state]
        case .nothing: replaceTop(with: state)
        default:
            nodes.append(.list([object, state]))
            replaceTop(with: nodes.count - 1)
        }
    }

    private mutating func replaceTop(with node: Int) {
        stack.removeLast()
        stack.append(.value(node))
    }

    mutating func append(_ elements: [Int], to node: Int) {
        guard case .list(var list) = nodes[node] else { return put(elements.map { ($0, $0) }, into: node) }
        // Taken out, so that it is not copied.
        nodes[node] = .nothing
        list += elements
        nodes[node] = .list(list)
    }

    mutating func put(_ added: [(Int, Int)], into node: Int) {
        switch nodes[node] {
        case .dictionary(var pairs):
            nodes[node] = .nothing
            pairs += added
            nodes[node] = .dictionary(pairs)
        // An object that behaves like one.
        case .nothing: nodes[node] = .dictionary(added)
        case .list(let list): nodes[node] = .dictionary(list.map { ($0, $0) } + added)
        default: break
        }
    }

    static func pairs(_ nodes: [Int]) -> [(Int, Int)] {
        stride(from: 0, to: nodes.count - 1, by: 2).map { (nodes[$0], nodes[$0 + 1]) }
    }

    mutating func push(_ node: Node) {
        nodes.append(node)
        stack.append(.value(nodes.count - 1))
    }

    mutating func recall(_ place: Int) throws(ExtractionGap) {
        guard let node = memo[place] else { throw .malformed }
        stack.append(.value(node))
    }

    func top() throws(ExtractionGap) -> Int {
        guard case .value(let node) = stack.last else { throw .malformed }
        return node
    }

    mutating func pop() throws(ExtractionGap) -> Int {
        let node = try top()
        stack.removeLast()
        return node
    }

    mutating func popToMark() throws(ExtractionGap) -> [Int] {
        var taken: [Int] = []
        while let item = stack.popLast() {
            switch item {
            case .mark: return taken.reversed()
            case .value(let node): taken.append(node)
            }
        }
        throw .malformed
    }

    mutating func line() throws(ExtractionGap) -> Range<Int> {
        let start = reader.offset
        while try reader.byte() != 0x0A {}
        return start..<reader.offset - 1
    }

    mutating func lineNumber() throws(ExtractionGap) -> Int {
        guard let number = Int(String(decoding: reader.bytes[try line()], as: UTF8.self)) else { throw .malformed }
        return number
    }

    mutating func longCount() throws(ExtractionGap) -> Int {
        guard let count = Int(exactly: try reader.little(8)) else { throw .malformed }
        return count
    }

    /// A value with all that it holds; what holds itself, or more than the budget, ends there.
    private func stored(_ node: Int, depth: Int, _ budget: inout Int) -> StoredValue {
        budget -= 1
        guard budget > 0, depth < 100 else { return .nothing }
        switch nodes[node] {
        case .nothing: return .nothing
        case .number(let number): return .number(number)
        case .text(let range): return .text(Array(reader.bytes[range]))
        case .made(let text): return .text(text)
        case .bytes(let range): return .bytes(Array(reader.bytes[range]))
        case .list(let list):
            var values: [StoredValue] = []
            for element in list where budget > 0 { values.append(stored(element, depth: depth + 1, &budget)) }
            return .list(values)
        case .dictionary(let pairs):
            var values: [StoredPair] = []
            for (key, value) in pairs where budget > 0 {
                let key = stored(key, depth: depth + 1, &budget)
                values.append(StoredPair(key: key, value: stored(value, depth: depth + 1, &budget)))
            }
            return .dictionary(values)
        }
    }
}
