import Foundation
import Testing

/// `earshot rules` as a user runs it.
@Suite("the program: rules")
struct RulesProgramTests {
    /// A folder of the test's own, gone when the body has ended.
    private func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "earshot-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    @Test("a copied program carries its rules with it, whatever the working folder is")
    func carriesItsRules() throws {
        try withFolder { folder in
            let copy = folder.appending(path: "somewhere else").path
            try FileManager.default.copyItem(atPath: Tool.earshot, toPath: copy)
            let here = try run([Tool.earshot, "rules", "list"])
            let there = try run(["env", "--chdir=/", copy, "rules", "list"])
            #expect(there.output == here.output)
            #expect(here.output.contains("exposure-listener-network-without-key"))
        }
    }

    @Test("every built-in rule is in force, and passes its own tests")
    func builtIn() throws {
        try run([Tool.earshot, "rules", "check"], expecting: [0])
        let tested = try run([Tool.earshot, "rules", "test"], expecting: [0])
        #expect(tested.output.contains(" 0 failures"))
    }

    @Test("a broken file is one clear line with its place, status 2, and hides no other rule")
    func brokenFile() throws {
        try withFolder { folder in
            try "title: [unclosed\n".write(to: folder.appending(path: "broken.yml"), atomically: true, encoding: .utf8)
            let checked = try run([Tool.earshot, "rules", "check", "--rules", folder.path], expecting: [2])
            #expect(checked.output.contains("broken.yml:"))
            let listed = try run([Tool.earshot, "rules", "list", "--rules", folder.path], expecting: [2])
            #expect(listed.output.contains("exposure-listener-network-without-key"))
        }
    }

    @Test("a rule of the user's own is in force beside the built-in ones, and its failing test is told")
    func ownRule() throws {
        try withFolder { folder in
            let rule = """
                title: Something of my own
                id: 1b1c6f0e-54c5-4f4f-9a85-3a3f6d1c9b11
                name: my-own-rule
                description: Mine.
                logsource: {product: linux, category: listening_socket}
                detection: {selection: {server.port: 4711}, condition: selection}
                falsepositives: [None known]
                level: low
                remediation: [close it]
                tests: {match: [{server.port: 4711}], no_match: [{server.port: 4711}]}
                """
            try rule.write(to: folder.appending(path: "my-own-rule.yml"), atomically: true, encoding: .utf8)
            let tested = try run([Tool.earshot, "rules", "test", "--rules", folder.path], expecting: [1])
            #expect(tested.output.contains("my-own-rule: event 1 of 'no_match' matches and should not"))
            let shown = try run([Tool.earshot, "rules", "show", "my-own-rule", "--rules", folder.path])
            #expect(shown.output.contains("Something of my own"))
        }
    }

    @Test(
        "wrong usage ends with status 2 and one clear line on the error stream",
        arguments: [
            ["rules", "show", "no-such-rule"], ["rules", "list", "--rules", "/no/such/folder"],
            ["rules", "list", "--level", "worst"], ["rules", "list", "--family", "no-such-family"],
            ["rules", "list", "--product", "no-such-product"],
            ["no-such-command"], ["audit", "--no-such-option"],
        ])
    func wrongUsage(arguments: [String]) throws {
        let (_, output, error) = try run([Tool.earshot] + arguments, expecting: [2])
        #expect(output.isEmpty)
        #expect(!error.isEmpty)
    }

    @Test(
        "help keeps within 80 columns, its examples whole",
        arguments: [
            [], ["audit"], ["inspect"], ["capture"], ["rules"], ["rules", "list"], ["rules", "show"],
            ["rules", "check"], ["rules", "test"],
        ])
    func help(command: [String]) throws {
        let (_, output, _) = try run(["env", "COLUMNS=80", Tool.earshot, "help"] + command)
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex(of: "Examples:"))
        let examples = lines[(start + 1)...].prefix { !$0.isEmpty }
        // A line that was too long goes on without the indentation.
        #expect(!examples.isEmpty)
        #expect(examples.allSatisfy { $0.hasPrefix("  ") && $0.contains("earshot ") })
        #expect(lines.allSatisfy { $0.count <= 80 })
    }
}
