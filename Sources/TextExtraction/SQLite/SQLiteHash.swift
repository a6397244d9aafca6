/// A number that stands for the values of a row, so that a copy of it is known again.
struct SQLiteHash {
    private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func add(_ word: UInt64) {
        value = Self.mixed(value ^ word)
    }

    /// The number of some bytes.
    static func of(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var hash: UInt64 = UInt64(truncatingIfNeeded: range.count) &* 0xFF51_AFD7_ED55_8CCD
        let raw = unsafe bytes.extracting(range).bytes
        var offset = 0
        while offset + 8 <= range.count {
            // Within bounds, which are checked; eight bytes are a number whatever they are.
            let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            hash = (hash ^ word) &* 0x9FB2_1C65_1E98_DF25
            hash ^= hash >> 29
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < range.count {
            rest = rest << 8 | UInt64(bytes[range.lowerBound + offset])
            offset += 1
        }
        return mixed(hash ^ rest)
    }

    /// The number of a record's values; of a record that goes on elsewhere, of the part that is here.
    ///
    /// `takeText` takes the number of each text on the way.
    static func of(
        _ slots: [SQLiteSlot], _ bytes: Span<UInt8>, upTo end: Int, _ takeText: (UInt64) -> Void = { _ in }
    ) -> UInt64 {
        var hash = SQLiteHash()
        for slot in slots {
            hash.add(UInt64(truncatingIfNeeded: slot.type))
            guard slot.count > 0, slot.offset < end else {
                if slot.isText { takeText(of(bytes, 0..<0)) }
                continue
            }
            let value = of(bytes, slot.offset..<min(slot.end, end))
            if slot.isText { takeText(value) }
            hash.add(value)
        }
        return hash.value
    }

    /// Whether bytes are all zero.
    static func isZero(_ bytes: Span<UInt8>) -> Bool {
        let raw = unsafe bytes.bytes
        var offset = 0
        while offset + 8 <= bytes.count {
            // Within bounds, which are checked; eight bytes are a number whatever they are.
            guard unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) == 0 else { return false }
            offset += 8
        }
        while offset < bytes.count {
            guard bytes[offset] == 0 else { return false }
            offset += 1
        }
        return true
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
