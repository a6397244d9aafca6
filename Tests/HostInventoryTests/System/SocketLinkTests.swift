import Testing

@testable import HostInventory

@Suite("The link to a socket")
struct SocketLinkTests {
    @Test(
        "the number between the brackets is read",
        arguments: [
            ("socket:[1]", 1), ("socket:[4026531840]", 4_026_531_840), ("socket:[18446744073709551615]", UInt64.max),
        ])
    func good(text: String, inode: UInt64) {
        #expect(SocketLink.inode(in: Array(text.utf8).span) == inode)
    }

    @Test(
        "everything else is none",
        arguments: [
            "", "socket:", "socket:[", "socket:[]", "socket:[1", "socket:1]", "socket:[1x]", "socket:[-1]",
            "socket:[18446744073709551616]", "pipe:[1]", "/dev/null", "Socket:[1]", "socket:[1] (deleted)",
        ])
    func bad(text: String) {
        #expect(SocketLink.inode(in: Array(text.utf8).span) == nil)
    }
}
