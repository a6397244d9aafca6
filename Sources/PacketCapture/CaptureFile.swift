internal import CPcap
internal import Glibc
internal import Observation

/// A capture that was saved before, as pcap or pcapng.
package struct CaptureFile: ~Copyable {
    private let path: String
    private let handle: PcapHandle

    /// Opens a file.
    ///
    /// - Throws: ``CaptureError`` of kind `unreadableFile` when it is not there or may not be read, `malformedFile` when it
    ///   begins like no capture.
    package init(path: String) throws(CaptureError) {
        guard unsafe access(path, R_OK) == 0 else { throw CaptureError(.unreadableFile, subject: path) }
        var message = ErrorBuffer()
        let opened = unsafe message.with {
            unsafe pcap_open_offline_with_tstamp_precision(path, UInt32(PCAP_TSTAMP_PRECISION_NANO), $0)
        }
        guard let handle = unsafe PcapHandle(opened) else {
            throw CaptureError(.malformedFile, subject: path, detail: message.text)
        }
        self.path = path
        self.handle = handle
    }

    /// Hands over all packets in the order of the file, and returns their number.
    ///
    /// The bytes are valid during each call only. Packets before a broken place are handed over before the error is thrown.
    ///
    /// - Throws: ``CaptureError`` of kind `malformedFile` when the file is broken further on.
    @discardableResult
    package func read(_ body: (PacketRecord, Span<UInt8>) -> Void) throws(CaptureError) -> Int {
        var count = 0
        while true {
            let status = handle.dispatch(-1) { record, bytes in
                count += 1
                body(record, bytes)
            }
            guard status >= 0 else { throw CaptureError(.malformedFile, subject: path, detail: handle.errorText) }
            if status == 0 { return count }
        }
    }
}
