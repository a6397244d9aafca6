import Testing

@testable import HostInventory

@Suite("The users of this host")
struct HostUsersTests {
    private func users(_ text: String, folders: Set<String> = ["/root", "/home/ada", "/nonexistent"]) -> HostUsers {
        HostUsers(parsing: Array(text.utf8), currentUserID: 0, isFolder: folders.contains)
    }

    @Test("the first of two users of one number gives the name")
    func sameNumber() {
        #expect(users("root:x:0:0::/root:\ntoor:x:0:0::/root:").name(of: 0) == "root")
    }

    @Test(
        "a line that does not read as one is passed over",
        arguments: [
            "", ":", "ada", "ada:x:1000", "ada:x:1000:1000:", "ada:x:-1:0::/home/ada:",
            "ada:x:4294967296:0::/home/ada:", "ada:x:1e3:0::/home/ada:", "+::::::",
        ])
    func garbled(line: String) {
        let found = users(line + "\nroot:x:0:0::/root:/bin/sh")
        #expect(found.homes.map(\.path) == ["/root"])
    }
}
