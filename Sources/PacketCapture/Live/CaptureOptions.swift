/// How an interface is captured on.
package struct CaptureOptions: Hashable, Sendable {
    /// Bytes of a packet that are kept; the default is the most that libpcap takes, so nothing is cut off.
    package var snapshotLength = 262_144

    /// Bytes of the kernel's ring between interface and reader.
    ///
    /// In batches it holds that many bytes of packets, whatever their size: the default lasts for 135 ms at a gigabit a
    /// second. Where each packet comes at once every slot has the size of the largest packet, about 64 KiB on loopback and
    /// wherever the card joins segments, so that it holds some 250 packets there and takes up to twice the memory.
    package var bufferBytes = 16 << 20

    /// Whether each packet comes at once instead of with those of the next moment.
    ///
    /// libpcap then goes back from the kernel's third ring format to the second, whose slots are of one size and which wakes
    /// the reader for every packet. Measured with 82 000 frames of 1 514 bytes a second over veth, for ten seconds on a
    /// shared virtual machine of two processors:
    ///
    /// | | processor time | dropped | mean delay under load | mean delay of a lone packet |
    /// |---|---|---|---|---|
    /// | at once | 2.8 s | 408 | 12 µs | 62 µs |
    /// | batches of 10 ms | 0.07 s | 0 | 1.0 ms | 5.0 ms |
    /// | batches of 1 ms | 0.09 s | 0 | 1.8 ms | 0.8 ms |
    ///
    /// A millisecond is early enough to ask whose a new flow is: a process that has opened a connection waits for its
    /// answer, at least.
    package var isPrompt = false

    /// Milliseconds after which a batch comes though its block is not full.
    package var batchMilliseconds: Int32 = 1

    /// What packets have to pass before the kernel keeps them.
    package var filter: PacketFilter?

    package init() {}
}
