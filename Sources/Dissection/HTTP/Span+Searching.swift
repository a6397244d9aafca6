internal import Glibc

extension Span<UInt8> {
    /// Where a byte comes first in a range.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        guard !range.isEmpty else { return nil }
        return unsafe extracting(range).withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress, let found = unsafe memchr(start, Int32(byte), buffer.count) else {
                return nil
            }
            return unsafe range.lowerBound + (UnsafeRawPointer(found) - UnsafeRawPointer(start))
        }
    }

    /// The bytes of a range as text, ASCII letters in lower case, with U+FFFD for what is no UTF-8.
    func lowercaseText(_ range: Range<Int>) -> String {
        let part = extracting(range)
        return unsafe String(unsafeUninitializedCapacity: part.count) { buffer in
            for index in 0..<part.count {
                let byte = part[index]
                unsafe buffer[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte
            }
            return part.count
        }
    }
}
