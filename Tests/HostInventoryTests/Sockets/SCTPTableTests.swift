import Testing

@testable import HostInventory

@Suite("The kernel's table of SCTP associations")
struct SCTPTableTests {
    private static let text = """
         ASSOC     SOCK   STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <-> RADDRS HBINT INS
        00000000 00000000 2   1   3  0       1        0        0       0 23456 40000  7000  10.77.0.1 <-> *10.77.0.2 7500 10

        """

    @Test("an association is read by its ports, and the titles are none")
    func good() {
        let expected = SCTPTable.Association(localPort: 40_000, remotePort: 7_000, inode: 23_456)
        #expect(SCTPTable.associations(in: Array(Self.text.utf8)) == [expected])
    }

    @Test("every shorter prefix gives that association or none")
    func prefixes() {
        let bytes = Array(Self.text.utf8)
        for length in bytes.indices {
            let found = SCTPTable.associations(in: Array(bytes[..<length]))
            #expect(found.allSatisfy { $0.inode == 23_456 && $0.localPort == 40_000 })
        }
    }
}
