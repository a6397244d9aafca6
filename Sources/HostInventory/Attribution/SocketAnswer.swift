internal import CLinux
internal import Glibc
internal import Observation

/// One message of an answer from the kernel's socket tables.
enum SocketAnswer: Equatable, Sendable {
    case socket(KernelSocket)
    /// The last of many is behind us.
    case done
    /// The system's error number.
    case failure(Int32)

    private static let headerLength = 16
    private static let socketLength = 72

    /// Reads the messages of one datagram, up to the first that does not read as one.
    ///
    /// - Parameters:
    ///   - bytes: a buffer that begins with the datagram.
    ///   - count: the datagram's length; what is longer than the buffer was cut off by it.
    ///   - transport: what was asked for: the answer does not repeat it.
    ///   - sequence: the number of the question; answers to earlier ones are passed over.
    /// - Returns: the messages that are about sockets, the end or an error; others are passed over.
    static func messages(
        in bytes: [UInt8], count: Int, transport: TransportProtocol, sequence: UInt32
    ) -> [SocketAnswer] {
        let bytes = bytes.span.extracting(0..<max(0, min(count, bytes.count)))
        var messages: [SocketAnswer] = []
        var start = 0
        while bytes.count - start >= headerLength {
            let length = Int(bytes.word(at: start))
            guard length >= headerLength, length <= bytes.count - start else { break }
            if bytes.word(at: start + 8) == sequence {
                let type = bytes.half(at: start + 4)
                let body = bytes.extracting((start + headerLength)..<(start + length))
                if let message = message(type: type, body: body, transport: transport) { messages.append(message) }
            }
            // Each message starts at a multiple of four.
            start += (length + 3) & ~3
        }
        return messages
    }

    private static func message(type: UInt16, body: Span<UInt8>, transport: TransportProtocol) -> SocketAnswer? {
        switch type {
        case clinux_nlmsg_done:
            // A question about many that fails halfway says so in its last message.
            let status = body.count >= 4 ? Int32(bitPattern: body.word(at: 0)) : 0
            return status < 0 ? .failure(0 &- status) : .done
        case clinux_nlmsg_error:
            guard body.count >= 4 else { return nil }
            return .failure(0 &- Int32(bitPattern: body.word(at: 0)))
        case clinux_sock_diag_by_family:
            return socket(in: body, transport: transport).map(Self.socket)
        default:
            return nil
        }
    }

    /// Reads an `inet_diag_msg`.
    private static func socket(in body: Span<UInt8>, transport: TransportProtocol) -> KernelSocket? {
        guard body.count >= socketLength, [UInt8(AF_INET), UInt8(AF_INET6)].contains(body[0]) else { return nil }
        let count = body[0] == UInt8(AF_INET) ? 1 : 4
        func end(port: Int, address: Int) -> SocketAddress {
            let words = (0..<count).map { UInt32(bigEndian: body.word(at: address + $0 * 4)) }
            return SocketAddress(IPAddress(words: words).unmapped, UInt16(bigEndian: body.half(at: port)))
        }
        return KernelSocket(
            transport: transport, local: end(port: 4, address: 8), remote: end(port: 6, address: 24), state: body[1],
            userID: body.word(at: 64), inode: UInt64(body.word(at: 68)),
            cookie: UInt64(body.word(at: 44)) | UInt64(body.word(at: 48)) << 32)
    }
}

extension Span<UInt8> {
    /// 32 bits in the byte order of the machine; the caller has checked that they are there.
    fileprivate func word(at offset: Int) -> UInt32 {
        UInt32(littleEndian: UInt32(half(low: offset)) | UInt32(half(low: offset + 2)) << 16)
    }

    /// 16 bits in the byte order of the machine; the caller has checked that they are there.
    fileprivate func half(at offset: Int) -> UInt16 {
        UInt16(littleEndian: half(low: offset))
    }

    private func half(low offset: Int) -> UInt16 {
        UInt16(self[offset]) | UInt16(self[offset + 1]) << 8
    }
}
