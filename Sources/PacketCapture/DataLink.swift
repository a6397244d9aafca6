internal import CPcap

/// Names and numbers of what packets begin with.
///
/// Files number some of them otherwise than libpcap does (`LINKTYPE_…` against `DLT_…`), because the latter differ between
/// systems.
package enum DataLink {
    /// The name of a link type in libpcap's list without `DLT_`, such as `EN10MB`, or its number where it has none.
    package static func name(_ dataLink: Int32) -> String {
        guard let name = unsafe pcap_datalink_val_to_name(dataLink) else { return "link type \(dataLink)" }
        return unsafe String(cString: name)
    }

    private static let numbers: [(file: Int32, library: Int32)] = [
        (100, DLT_ATM_RFC1483), (101, DLT_RAW), (102, DLT_SLIP_BSDOS), (103, DLT_PPP_BSDOS), (106, DLT_ATM_CLIP),
    ]

    /// The library's number for a file's.
    static func number(inFile: Int32) -> Int32 {
        numbers.first { $0.file == inFile }?.library ?? inFile
    }

    /// The file's number for the library's.
    static func fileNumber(_ dataLink: Int32) -> Int32 {
        numbers.first { $0.library == dataLink }?.file ?? dataLink
    }
}
