import Knowledge
import TestSupport
import Testing

@testable import FilesystemScanner

@Suite("The expansion of path templates")
struct PathTemplateTests {
    private let context = PlaceContext(
        home: HomeFolder(userName: "u", userID: 1, path: "/home/u"),
        environment: [
            "DATA": "/srv/data", "EMPTY": "", "STAR": "/srv/*x", "TILDE": "~/own", "RELATIVE": "models",
            "XDG_CACHE_HOME": "/fast/cache", "XDG_STATE_HOME": "relative",
        ],
        options: ["--slots": "/srv/slots", "--log-file": "/var/tmp/x.log"], temporary: "/scratch")

    /// The anchor, a bar, and the segments, wildcards as `*`.
    private func render(_ template: String, _ context: PlaceContext) -> [String] {
        PathTemplate(template).patterns(in: context).map { pattern in
            let segments = pattern.segments.map { segment in
                switch segment {
                case .name(let bytes): String(decoding: bytes, as: UTF8.self)
                case .anyDepth: "**"
                case .wildcard(let tokens):
                    tokens.map { token in
                        switch token {
                        case .byte(let byte): String(UnicodeScalar(byte))
                        case .star: "*"
                        case .any: "?"
                        case .oneOf: "[]"
                        }
                    }.joined()
                }
            }
            return String(decoding: pattern.anchor, as: UTF8.self) + "|" + segments.joined(separator: "/")
        }
    }

    @Test(
        "placeholders are replaced, and the anchor is the home or what a variable named",
        arguments: [
            ("{home}/.x/history", ["/home/u|.x/history"]),
            ("{home}", ["/home|u"]),
            ("{xdg_config}/x", ["/home/u|.config/x"]),
            ("{xdg_data}/x", ["/home/u|.local/share/x"]),
            ("{xdg_cache}/x", ["/fast/cache|x"]),
            ("{xdg_state}/x", ["/home/u|.local/state/x"]),
            ("{tmp}/c/*", ["/scratch|c/*"]),
            ("/var/log/**/a?.[0-9]", ["|var/log/**/a?.[]"]),
            ("{env:DATA|{home}/.d}/logs/*.json", ["/srv/data|logs/*.json"]),
            ("{env:UNSET|{home}/.d}/logs", ["/home/u|.d/logs"]),
            ("{env:EMPTY|/fallback}/x", ["|fallback/x"]),
            ("{env:UNSET|{env:DATA|/never}}/x", ["/srv/data|x"]),
            ("{env:STAR}/y", ["/srv/*x|y"]),
            ("{env:STAR}", ["/srv|*x"]),
            ("{env:TILDE}/y", ["/home/u|own/y"]),
            ("{option:--slots}/*.bin", ["/srv/slots|*.bin"]),
            ("{option:--log-file}", ["/var/tmp|x.log"]),
            ("{option:--log-file}.1", ["/var/tmp|x.log.1"]),
            ("{home}/{a,b/{c,d}}.json", ["/home/u|a.json", "/home/u|b/c.json", "/home/u|b/d.json"]),
            ("{home}/{a,a}", ["/home/u|a"]),
            ("{home}//./x/", ["/home/u|x"]),
            ("/a/{b", ["|a/{b"]),
            ("/a/[b", ["|a/[b"]),
        ])
    func applicable(template: String, expected: [String]) {
        #expect(render(template, context) == expected)
    }

    @Test(
        "a template whose placeholders have no value does not apply",
        arguments: [
            "{env:UNSET}/x", "{option:--unset}/x", "{cwd}/x", "{unheard_of}/x", "relative/x", "{env:RELATIVE}/x", "",
            "/",
            "{home}/../other/x", "{env:EMPTY}/x",
        ])
    func inapplicable(template: String) {
        #expect(render(template, context).isEmpty)
    }

    @Test("without a home only other places apply; with a working folder relative ones do")
    func contexts() {
        let none = PlaceContext(home: nil)
        #expect(render("{home}/x", none).isEmpty)
        #expect(render("{xdg_config}/x", none).isEmpty)
        #expect(render("/etc/x", none) == ["|etc/x"])
        var working = context
        working.workingFolder = "/work"
        #expect(render("{env:RELATIVE}/x", working) == ["/work/models|x"])
    }

    @Test("braces without end and random text never trap, and paths stay few", arguments: 0..<100)
    func random(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let text = random.text(Int.random(in: 0...60, using: &random), of: "{{{}}},,|*?[]/.~aenv:home")
        #expect(PathTemplate("/" + text).patterns(in: context).count <= 256)
    }

    @Test("braces that stand for ever more paths are cut short")
    func explosion() {
        #expect(PathTemplate("/" + String(repeating: "{a,b}", count: 20)).patterns(in: context).count == 256)
    }
}
