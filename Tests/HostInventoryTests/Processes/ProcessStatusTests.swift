import TestSupport
import Testing

@testable import HostInventory

@Suite("The line that the kernel shows of a process")
struct ProcessStatusTests {
    /// Fields 3 to 22: state, parent, seventeen others, start.
    private static let rest = "S 41 " + String(repeating: "7 ", count: 17) + "987654 0 0\n"

    @Test(
        "a name may hold blanks, line ends and any parentheses",
        arguments: ["python3", "a) b (c", ")", "(", "", ") S 1 (", "tmux: server", "a\nb", "(sd-pam)"])
    func names(name: String) {
        let status = ProcessStatus(parsing: Array("42 (\(name)) \(Self.rest)".utf8))
        #expect(status?.name == name)
        #expect(status?.parentPID == 41)
        #expect(status?.identity == ProcessIdentity(pid: 42, startTicks: 987_654))
    }

    @Test("a line that ends before its start time is none")
    func prefixes() {
        let line = "42 (sh) S 41 " + String(repeating: "7 ", count: 17) + "9"
        let bytes = Array(line.utf8)
        for length in 0..<bytes.count {
            #expect(ProcessStatus(parsing: Array(bytes[..<length])) == nil, "after \(length) bytes")
        }
        #expect(ProcessStatus(parsing: bytes) != nil)
    }

    @Test("a number beyond its type is none")
    func limits() {
        func status(pid: String, parent: String, start: String) -> ProcessStatus? {
            let others = String(repeating: "7 ", count: 17)
            return ProcessStatus(parsing: Array("\(pid) (sh) S \(parent) \(others)\(start)".utf8))
        }
        let largest = status(pid: "2147483647", parent: "2147483647", start: "18446744073709551615")
        #expect(largest?.identity == ProcessIdentity(pid: .max, startTicks: .max))
        #expect(status(pid: "2147483648", parent: "1", start: "1") == nil)
        #expect(status(pid: "1", parent: "2147483648", start: "1") == nil)
        #expect(status(pid: "1", parent: "1", start: "18446744073709551616") == nil)
        #expect(status(pid: "-1", parent: "1", start: "1") == nil)
        #expect(status(pid: "1", parent: "1", start: "1x") == nil)
    }

    @Test("random bytes never trap", arguments: 0..<200)
    func random(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var bytes = Array("42 (a) b (c) \(Self.rest)".utf8)
        for _ in 0..<8 {
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8(truncatingIfNeeded: random.next())
        }
        _ = ProcessStatus(parsing: bytes)
        _ = ProcessStatus(parsing: random.bytes(Int(seed)))
    }
}
