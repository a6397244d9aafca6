internal import CPcap

/// An expression compiled for one link type, freed exactly once.
@safe final class FilterProgram {
    private let program: UnsafeMutablePointer<bpf_program>

    /// Compiles an expression for packets of a link type.
    ///
    /// - Throws: ``CaptureError`` of kind `badFilter`.
    convenience init(_ filter: PacketFilter, dataLink: Int32) throws(CaptureError) {
        guard let handle = unsafe PcapHandle(pcap_open_dead(dataLink, 262_144)) else {
            throw CaptureError(.badFilter, subject: filter.expression)
        }
        try self.init(filter, handle)
    }

    /// Compiles an expression for a handle's packets.
    init(_ filter: PacketFilter, _ handle: borrowing PcapHandle) throws(CaptureError) {
        let program = UnsafeMutablePointer<bpf_program>.allocate(capacity: 1)
        unsafe program.initialize(to: bpf_program())
        let status = unsafe handle.with {
            unsafe pcap_compile($0, program, filter.expression, 1, PCAP_NETMASK_UNKNOWN)
        }
        unsafe self.program = program
        guard status == 0 else {
            throw CaptureError(.badFilter, subject: filter.expression, detail: Self.reason(handle.errorText))
        }
    }

    deinit {
        unsafe pcap_freecode(program)
        unsafe program.deallocate()
    }

    /// Whether a packet passes.
    func matches(_ bytes: Span<UInt8>, originalLength: Int) -> Bool {
        var header = pcap_pkthdr()
        header.caplen = UInt32(clamping: bytes.count)
        header.len = UInt32(clamping: originalLength)
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return false }
            return unsafe pcap_offline_filter(program, &header, start) != 0
        }
    }

    /// Lets the kernel drop what does not pass.
    func install(on handle: borrowing PcapHandle) -> Bool {
        unsafe handle.with { unsafe pcap_setfilter($0, program) == 0 }
    }

    /// The library's words, unless they quote the expression.
    private static func reason(_ text: String) -> String {
        if text.contains("syntax error") { return "its syntax is wrong" }
        return text.contains("'") || text.contains("\"") || text.contains(":") ? "" : text
    }
}
