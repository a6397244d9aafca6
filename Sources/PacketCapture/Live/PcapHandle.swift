internal import CPcap
internal import Observation

/// The room in which libpcap writes what went wrong.
struct ErrorBuffer {
    private var bytes = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))

    /// What was written, without the bytes behind its end.
    var text: String {
        String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Lends the room to a call.
    mutating func with<Result>(_ body: (UnsafeMutablePointer<CChar>?) -> Result) -> Result {
        unsafe bytes.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress) }
    }
}

/// One capture handle of libpcap, closed exactly once, and used by one thread at a time.
@safe struct PcapHandle: ~Copyable, @unchecked Sendable {
    private let pointer: OpaquePointer

    /// Whether fractions of time stamps are nanoseconds.
    private(set) var isNanosecond = false

    /// Takes over an open handle.
    init?(_ pointer: OpaquePointer?) {
        guard let pointer = unsafe pointer else { return nil }
        unsafe self.pointer = pointer
        isNanosecond = unsafe pcap_get_tstamp_precision(pointer) == PCAP_TSTAMP_PRECISION_NANO
    }

    deinit {
        unsafe pcap_close(pointer)
    }

    /// Lends the handle to a call.
    borrowing func with<Result>(_ body: (OpaquePointer) -> Result) -> Result {
        unsafe body(pointer)
    }

    /// What the packets begin with.
    var dataLink: Int32 { unsafe pcap_datalink(pointer) }

    /// What the last failed call says of its failure.
    var errorText: String {
        guard let text = unsafe pcap_geterr(pointer) else { return "" }
        return unsafe String(cString: text)
    }

    /// Hands over the packets that are there, without copying them, and gives libpcap's status.
    ///
    /// The bytes are valid during each call only.
    borrowing func dispatch(_ limit: Int32, _ body: (PacketRecord, Span<UInt8>) -> Void) -> Int32 {
        withoutActuallyEscaping(body) { body in
            var receiver = PacketReceiver(dataLink: dataLink, isNanosecond: isNanosecond, body: body)
            return unsafe withUnsafeMutablePointer(to: &receiver) { receiver in
                let context = unsafe UnsafeMutableRawPointer(receiver).assumingMemoryBound(to: UInt8.self)
                return unsafe pcap_dispatch(pointer, limit, receivePacket, context)
            }
        }
    }
}

/// What the callback needs to know, lent to it through libpcap's user pointer.
private struct PacketReceiver {
    let dataLink: Int32
    let isNanosecond: Bool
    let body: (PacketRecord, Span<UInt8>) -> Void

    func receive(_ header: pcap_pkthdr, _ bytes: UnsafeBufferPointer<UInt8>) {
        let fraction = Int64(header.ts.tv_usec) * (isNanosecond ? 1 : 1_000)
        let time = Timestamp(seconds: Int64(header.ts.tv_sec), nanoseconds: fraction)
        let record = PacketRecord(timestamp: time, originalLength: Int(header.len), dataLink: dataLink)
        unsafe body(record, bytes.span)
    }
}

private func receivePacket(
    _ context: UnsafeMutablePointer<UInt8>?, _ header: UnsafePointer<pcap_pkthdr>?, _ bytes: UnsafePointer<UInt8>?
) {
    guard let context = unsafe context, let header = unsafe header else { return }
    let receiver = unsafe UnsafeMutableRawPointer(context).assumingMemoryBound(to: PacketReceiver.self)
    let buffer = unsafe UnsafeBufferPointer(start: bytes, count: bytes == nil ? 0 : Int(header.pointee.caplen))
    unsafe receiver.pointee.receive(header.pointee, buffer)
}
