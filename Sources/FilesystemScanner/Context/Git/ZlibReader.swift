internal import CZlib

/// Undoes the compression of stretches of files (zlib, RFC 1950), one after the other.
final class ZlibReader {
    private static let pieceSize = 32 << 10

    private let stream = ZlibStream()
    // Most objects are small, and then one small read is enough.
    private var head = [UInt8](repeating: 0, count: 4 << 10)
    private var input = [UInt8](repeating: 0, count: pieceSize)
    private var output = [UInt8](repeating: 0, count: pieceSize)

    /// Undoes the compression of what begins at an offset.
    ///
    /// - Returns: The text; nothing when it is broken, cut short or longer than allowed.
    func inflate(_ file: borrowing Descriptor, at offset: Int64, limit: Int) throws(SystemError) -> [UInt8]? {
        guard let stream, stream.begin() else { return nil }
        var (position, text) = (offset, [UInt8]())
        while true {
            let isFirst = position == offset
            let available =
                isFirst ? try file.read(into: &head, at: position) : try file.read(into: &input, at: position)
            guard available > 0 else { return nil }
            position += Int64(available)
            var used = 0
            while true {
                let step = stream.step(isFirst ? head : input, used..<available, into: &output)
                used += step.used
                guard text.count + step.written <= limit else { return nil }
                text += output.prefix(step.written)
                if step.isEnd { return text }
                if step.isBroken { return nil }
                if step.written == 0, used >= available { break }
                if step.written == 0, step.used == 0 { return nil }
            }
        }
    }
}

/// The library's state for one stream.
@safe private final class ZlibStream {
    struct Step {
        let used: Int
        let written: Int
        let isEnd: Bool
        let isBroken: Bool
    }

    private let stream: UnsafeMutablePointer<z_stream>

    init?() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        guard unsafe inflateInit_(stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            unsafe stream.deallocate()
            return nil
        }
    }

    /// Forgets what came before; tells whether that worked.
    func begin() -> Bool { unsafe inflateReset(stream) == Z_OK }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    func step(_ input: [UInt8], _ range: Range<Int>, into output: inout [UInt8]) -> Step {
        let room = output.count
        let result = unsafe input.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                // The library reads through this pointer only, although its type does not say so.
                unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(
                    mutating: input.baseAddress.map { unsafe $0 + range.lowerBound })
                unsafe stream.pointee.avail_in = UInt32(range.count)
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = UInt32(room)
                return unsafe CZlib.inflate(stream, Z_NO_FLUSH)
            }
        }
        return unsafe Step(
            used: range.count - Int(stream.pointee.avail_in), written: room - Int(stream.pointee.avail_out),
            isEnd: result == Z_STREAM_END, isBroken: result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
    }
}
