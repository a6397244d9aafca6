internal import Observation

/// Numbers in network order at places whose bounds were checked already.
///
/// A whole fixed header is checked once and then loaded from; a place outside the bytes is a programmer's error and ends
/// the process, in release builds too.
extension Span<UInt8> {
    /// The two bytes at an offset.
    @inline(__always)
    func uint16(at offset: Int) -> UInt16 {
        unsafe UInt16(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    /// The four bytes at an offset.
    @inline(__always)
    func uint32(at offset: Int) -> UInt32 {
        unsafe UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// The eight bytes at an offset.
    @inline(__always)
    func uint64(at offset: Int) -> UInt64 {
        unsafe UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The IPv6 address at an offset.
    @inline(__always)
    func addressV6(at offset: Int) -> IPAddress {
        IPAddress(v6High: uint64(at: offset), low: uint64(at: offset + 8))
    }

    /// The IPv4 address at an offset.
    @inline(__always)
    func addressV4(at offset: Int) -> IPAddress {
        IPAddress(v4: uint32(at: offset))
    }
}

extension IPAddress {
    /// Whether the address is one of IPv6; a pattern costs nothing where a comparison of versions is a call.
    @inline(__always)
    var isV6: Bool {
        if case .v6 = version { true } else { false }
    }
}
