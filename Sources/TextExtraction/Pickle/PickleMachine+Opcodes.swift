/// The opcodes that put values on the stack; each function says whether an opcode is one of its.
extension PickleMachine {
    mutating func number(_ opcode: UInt8) throws(ExtractionGap) -> Bool {
        switch opcode {
        case UInt8(ascii: "I"), UInt8(ascii: "L"):
            let written = reader.bytes[try line()]
            let digits = written.last == UInt8(ascii: "L") ? written.dropLast() : written
            push(Int64(String(decoding: digits, as: UTF8.self)).map { .number($0) } ?? .nothing)
        case UInt8(ascii: "F"):
            _ = try line()
            push(.nothing)
        case UInt8(ascii: "G"):
            try reader.skip(8)
            push(.nothing)
        case UInt8(ascii: "J"): push(.number(Int64(Int32(truncatingIfNeeded: try reader.little(4)))))
        case UInt8(ascii: "K"): push(.number(Int64(try reader.byte())))
        case UInt8(ascii: "M"): push(.number(Int64(try reader.little(2))))
        case 0x8A: try long(Int(try reader.byte()))
        case 0x8B: try long(try reader.little32())
        default: return false
        }
        return true
    }

    /// A whole number of any size; what does not fit in 64 bits is passed over.
    mutating func long(_ count: Int) throws(ExtractionGap) {
        let range = try reader.range(count)
        guard count > 0, count <= 8 else { return push(count == 0 ? .number(0) : .nothing) }
        let raw = reader.bytes[range].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let unused = UInt64(64 - 8 * count)
        push(.number(Int64(bitPattern: raw << unused) >> Int64(unused)))
    }

    mutating func text(_ opcode: UInt8) throws(ExtractionGap) -> Bool {
        switch opcode {
        case UInt8(ascii: "S"): push(.made(PickleText.unquoted(reader.bytes[try line()])))
        case UInt8(ascii: "V"): push(.made(PickleText.rawUnicode(reader.bytes[try line()])))
        case UInt8(ascii: "X"): push(.text(try reader.range(try reader.little32())))
        case 0x8C: push(.text(try reader.range(Int(try reader.byte()))))
        case 0x8D: push(.text(try reader.range(try longCount())))
        case UInt8(ascii: "T"), UInt8(ascii: "B"): push(.bytes(try reader.range(try reader.little32())))
        case UInt8(ascii: "U"), UInt8(ascii: "C"): push(.bytes(try reader.range(Int(try reader.byte()))))
        case 0x8E, 0x96: push(.bytes(try reader.range(try longCount())))
        default: return false
        }
        return true
    }

    mutating func container(_ opcode: UInt8) throws(ExtractionGap) -> Bool {
        switch opcode {
        case UInt8(ascii: "]"), UInt8(ascii: ")"), 0x8F: push(.list([]))
        case UInt8(ascii: "l"), UInt8(ascii: "t"), 0x91: push(.list(try popToMark()))
        case UInt8(ascii: "}"): push(.dictionary([]))
        case UInt8(ascii: "d"): push(.dictionary(Self.pairs(try popToMark())))
        case 0x85: push(.list([try pop()]))
        case 0x86, 0x87:
            var elements: [Int] = []
            for _ in 0..<Int(opcode - 0x84) { elements.append(try pop()) }
            push(.list(elements.reversed()))
        case UInt8(ascii: "a"):
            let element = try pop()
            append([element], to: try top())
        case UInt8(ascii: "e"), 0x90:
            let elements = try popToMark()
            append(elements, to: try top())
        case UInt8(ascii: "s"):
            let value = try pop()
            let key = try pop()
            put([(key, value)], into: try top())
        case UInt8(ascii: "u"):
            let pairs = Self.pairs(try popToMark())
            put(pairs, into: try top())
        default: return false
        }
        return true
    }

    mutating func memory(_ opcode: UInt8) throws(ExtractionGap) -> Bool {
        switch opcode {
        case UInt8(ascii: "p"): memo[try lineNumber()] = try top()
        case UInt8(ascii: "q"): memo[Int(try reader.byte())] = try top()
        case UInt8(ascii: "r"): memo[try reader.little32()] = try top()
        case 0x94: memo[memo.count] = try top()
        case UInt8(ascii: "g"): try recall(try lineNumber())
        case UInt8(ascii: "h"): try recall(Int(try reader.byte()))
        case UInt8(ascii: "j"): try recall(try reader.little32())
        default: return false
        }
        return true
    }
}
