/// How an interface is captured on.
package struct CaptureOptions: Hashable, Sendable {
    /// Bytes of a packet that are kept; the default is the most that libpcap takes, so nothing is cut off.
    package var snapshotLength = 262_144

    /// Bytes of the kernel's ring between interface and reader.
    ///
    /// In immediate mode every slot has the size of the largest packet, about 64 KiB on loopback and wherever the card
    /// joins segments, so the default holds bursts of about 250 packets there, and of some 10 000 where it does not. With
    /// slots that large the ring takes up to twice this much memory, because its blocks are powers of two.
    package var bufferBytes = 16 << 20

    /// What packets have to pass before the kernel keeps them.
    package var filter: PacketFilter?

    package init() {}
}
