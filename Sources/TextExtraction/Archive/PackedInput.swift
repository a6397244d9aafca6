internal import CArchive
internal import Glibc

/// The packed bytes of an archive, for libarchive to fetch.
@safe final class PackedInput {
    static let byteCount = 1 << 16

    /// What the system failed with, where it did.
    private(set) var failure: InputError?
    /// How many bytes were fetched, those fetched twice counted twice.
    private(set) var fetchedByteCount: Int64 = 0
    /// Whether the end was reached.
    private(set) var isAtEnd = false

    private let bytes: ByteSource
    private var offset: Int64 = 0
    private var room = [UInt8](repeating: 0, count: byteCount)
    /// What libarchive looks at until it asks again.
    private let shown: UnsafeMutableRawBufferPointer

    init(_ bytes: ByteSource) {
        self.bytes = bytes
        unsafe shown = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.byteCount, alignment: 16)
    }

    deinit { unsafe shown.deallocate() }

    /// Whether earlier bytes can be had again.
    var isSeekable: Bool { !bytes.isStream }

    /// Registers the functions that fetch, skip and seek.
    func connect(to archive: OpaquePointer) {
        let this = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe archive_read_set_callback_data(archive, this)
        _ = unsafe archive_read_set_read_callback(archive) { _, context, shown in
            guard let context = unsafe context, let shown = unsafe shown else { return -1 }
            let input = unsafe Unmanaged<PackedInput>.fromOpaque(context).takeUnretainedValue()
            unsafe shown.pointee = UnsafeRawPointer(input.shown.baseAddress)
            return input.fetch()
        }
        guard isSeekable else { return }
        _ = unsafe archive_read_set_skip_callback(archive) { _, context, count in
            guard let context = unsafe context else { return 0 }
            return unsafe Unmanaged<PackedInput>.fromOpaque(context).takeUnretainedValue().skip(count)
        }
        _ = unsafe archive_read_set_seek_callback(archive) { _, context, offset, origin in
            guard let context = unsafe context else { return -1 }
            return unsafe Unmanaged<PackedInput>.fromOpaque(context).takeUnretainedValue().seek(offset, from: origin)
        }
    }

    private func fetch() -> Int {
        do {
            let count = try bytes.read(into: &room, at: offset)
            unsafe shown.copyBytes(from: room[..<count])
            offset += Int64(count)
            fetchedByteCount += Int64(count)
            if count == 0 { isAtEnd = true }
            return count
        } catch {
            failure = error
            return -1
        }
    }

    private func skip(_ count: Int64) -> Int64 {
        guard count > 0 else { return 0 }
        let skipped = min(count, max(0, bytes.count - offset))
        offset += skipped
        return skipped
    }

    private func seek(_ distance: Int64, from origin: CInt) -> Int64 {
        let start = origin == SEEK_SET ? 0 : origin == SEEK_CUR ? offset : bytes.count
        let (target, isTooFar) = start.addingReportingOverflow(distance)
        guard !isTooFar, target >= 0, target <= bytes.count else { return Int64(ARCHIVE_FATAL) }
        offset = target
        return target
    }
}

extension ByteSource {
    /// How many bytes there are of what is unpacked as it is read: that is known at its end only.
    static let streamCount = Int64.max

    /// Whether the bytes can only be read forward, once.
    var isStream: Bool { count == Self.streamCount }
}
