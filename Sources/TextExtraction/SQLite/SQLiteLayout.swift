/// Where one value of a record lies.
struct SQLiteSlot {
    /// The serial type: 0 null, 1–6 whole numbers, 7 a real number, 8 and 9 the numbers 0 and 1, then blobs and texts.
    var type: Int
    /// Where the value begins.
    var offset: Int
    /// How many bytes it has.
    var count: Int

    var isText: Bool { type >= 13 && type & 1 == 1 }
    var isBlob: Bool { type >= 12 && type & 1 == 0 }
    var isInteger: Bool { (1...6).contains(type) || type == 8 || type == 9 }
    var end: Int { offset &+ count }

    init(type: Int, offset: Int = 0) {
        self.type = type
        self.offset = offset
        count = Self.byteCount(of: type)
    }

    @inline(__always)
    static func byteCount(of type: Int) -> Int {
        if type >= 12 { return (type &- 12) >> 1 }
        switch type {
        case 1...4: return type
        case 5: return 6
        case 6, 7: return 8
        default: return 0
        }
    }
}

/// The values of a record as its header lays them out; used again for record after record.
///
/// Layout: "Database File Format" of the SQLite documentation, section 2.1.
struct SQLiteLayout {
    /// No value is longer; SQLite's own limit is less.
    static let longestType = 1 << 32

    var slots: [SQLiteSlot] = []
    /// The bytes of the header, its own length included.
    private(set) var headerByteCount = 0
    /// The bytes of all values.
    private(set) var bodyByteCount = 0

    /// Reads a record's header.
    ///
    /// - Parameters:
    ///   - bytes: The page or the payload that holds it.
    ///   - start: Where the record begins.
    ///   - end: Where the bytes end that may be read; values may lie past it.
    /// - Returns: Whether the header is whole and follows the rules.
    mutating func read(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
        slots.removeAll(keepingCapacity: true)
        var position = start
        guard start < end, end <= bytes.count, let header = SQLiteNumber.varint(bytes, at: &position),
            header >= 1, header <= UInt64(end - start)
        else { return false }
        headerByteCount = Int(header)
        let body = start + headerByteCount
        guard position <= body, readTypes(bytes, at: &position, to: body, atMost: .max), position == body else {
            return false
        }
        return place(from: body)
    }

    /// Takes serial types from the bytes on until a place, or until there are enough.
    mutating func readTypes(_ bytes: Span<UInt8>, at position: inout Int, to end: Int, atMost limit: Int) -> Bool {
        while position < end, slots.count < limit {
            guard let type = SQLiteNumber.varint(bytes, at: &position), type <= UInt64(Self.longestType), type != 10,
                type != 11, position <= end
            else { return false }
            slots.append(SQLiteSlot(type: Int(type)))
        }
        return true
    }

    /// Says where the values lie, which follow one another.
    mutating func place(from body: Int) -> Bool {
        var offset = body
        for index in slots.indices {
            slots[index].offset = offset
            offset &+= slots[index].count
            guard offset <= 1 << 48 else { return false }
        }
        bodyByteCount = offset - body
        return true
    }

    /// Leaves no values, or a first one that is known otherwise.
    mutating func reset(_ first: Int?) {
        slots.removeAll(keepingCapacity: true)
        if let first { slots.append(SQLiteSlot(type: first)) }
    }
}
