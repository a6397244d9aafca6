internal import CZstd

/// What zstd packed (RFC 8878), unpacked as it is fetched; its window is at most 128 MiB.
@safe final class ZstdStream {
    private let context: OpaquePointer
    private let fetch: () -> [UInt8]
    private var packed: [UInt8] = []
    private var position = 0
    private var room = [UInt8](repeating: 0, count: 1 << 17)
    private var isBetweenFrames = true
    private var isRoomFull = false
    private var outcome: PackedArchive.Outcome?

    /// Begins to unpack; nothing where no memory is left.
    ///
    /// - Parameter fetch: Gives the next packed bytes, and none at the end.
    init?(fetch: @escaping () -> [UInt8]) {
        guard let context = unsafe ZSTD_createDStream() else { return nil }
        unsafe self.context = context
        self.fetch = fetch
    }

    deinit { _ = unsafe ZSTD_freeDStream(context) }

    /// The next unpacked bytes, or why there are none.
    func next() -> Result<[UInt8], OutcomeError> {
        while outcome == nil {
            if position == packed.count, !isRoomFull {
                packed = fetch()
                position = 0
                if packed.isEmpty {
                    outcome = isBetweenFrames ? .end : .truncated
                    break
                }
            }
            let produced = step()
            if !produced.isEmpty { return .success(produced) }
        }
        return .failure(OutcomeError(outcome: outcome ?? .end))
    }

    private func step() -> [UInt8] {
        var producedCount = 0
        unsafe packed.withUnsafeBufferPointer { source in
            unsafe room.withUnsafeMutableBufferPointer { target in
                var input = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: position)
                var output = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
                let hint = unsafe ZSTD_decompressStream(context, &output, &input)
                if ZSTD_isError(hint) != 0 { outcome = .malformed }
                isBetweenFrames = hint == 0
                position = unsafe input.pos
                producedCount = unsafe output.pos
                isRoomFull = unsafe output.pos == output.size
            }
        }
        return Array(room[..<producedCount])
    }
}
