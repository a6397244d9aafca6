/// Numbers of a capture file, in the byte order of the machine that wrote it.
///
/// Every read traps outside the span, so callers compare lengths first.
extension Span<UInt8> {
    @inline(__always)
    func number16(at offset: Int, isSwapped: Bool) -> UInt16 {
        let number = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)
        return isSwapped ? number.byteSwapped : number
    }

    @inline(__always)
    func number32(at offset: Int, isSwapped: Bool) -> UInt32 {
        let number = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
        return isSwapped ? number.byteSwapped : number
    }

    @inline(__always)
    func number64(at offset: Int, isSwapped: Bool) -> UInt64 {
        let number = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
        return isSwapped ? number.byteSwapped : number
    }

    /// The bytes of a range as text, with U+FFFD for what is no UTF-8, up to a zero byte and a limit.
    func text(_ range: Range<Int>, limit: Int = 4_096) -> String {
        let part = extracting(range.lowerBound..<Swift.min(range.upperBound, range.lowerBound + limit))
        var count = 0
        while count < part.count, part[count] != 0 { count += 1 }
        return unsafe part.extracting(0..<count).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// A copy of a range.
    func copy(_ range: Range<Int>) -> [UInt8] {
        unsafe extracting(range).withUnsafeBufferPointer { unsafe Array($0) }
    }
}
