import Observation
import Reporting
import Testing

@Suite("the report for people")
struct TextReportTests {
    private func text(_ report: AuditReport, width: Int = 80) -> String {
        TextReport(report, width: width, style: TextStyle(isColoured: false)).text
    }

    @Test("prose is never wider than the terminal", arguments: [60, 80, 132])
    func width(columns: Int) {
        let words = String(repeating: "word ", count: 60)
        let long = SampleReport.finding(title: words, subject: words)
        for line in text(SampleReport.report(findings: [long]), width: columns).split(separator: "\n") {
            #expect(line.count <= columns, "\(line)")
        }
    }

    @Test("a finding says what, which process, the evidence, what to type and its identifier")
    func finding() {
        let text = text(SampleReport.report())
        let parts = [
            "CRITICAL", "0.0.0.0:8080/tcp", "exposed", "python3 (pid 42", "server.port=8080", "bind it to 127.0.0.1",
            "exposure-listener-0123456789abcdef", "llama.cpp b1",
        ]
        for part in parts {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test("nothing found and could not look are different sentences")
    func honesty() {
        let clean = text(SampleReport.report(findings: []))
        #expect(clean.contains("Nothing found in what was looked at"))
        #expect(!clean.contains("could not be looked at"))
        let blind = text(SampleReport.report(findings: [], coverage: SampleReport.coverage(couldNotLook: true)))
        #expect(blind.contains("One thing could not be looked at"))
        #expect(blind.contains("no permission to capture packets"))
        #expect(blind.contains("sudo setcap cap_net_raw+ep earshot"))
    }

    @Test("numbers of the coverage are shown also when they are zero")
    func zeros() {
        #expect(text(SampleReport.report()).contains("capture.packets_dropped_by_kernel 0"))
    }

    @Test("a path and a line to type stay whole, so that they can be copied")
    func whole() {
        let path = "/" + String(repeating: "folder/", count: 30) + "file"
        let text = text(SampleReport.report(findings: [SampleReport.finding(subject: path)]))
        #expect(text.contains(path))
    }

    @Test("what was captured can't drive the terminal")
    func controlCharacters() {
        let hostile = SampleReport.finding(title: "a\u{1B}]0;owned\u{7}b\u{202E}c\nd", subject: "x\r\u{9B}31m")
        let text = text(SampleReport.report(findings: [hostile]))
        let allowed = text.unicodeScalars.allSatisfy {
            $0 == "\n" || $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
        }
        #expect(allowed)
        #expect(!text.contains("\u{202E}"))
    }

    @Test("products come in the order of their worst finding, the worst first inside each")
    func order() {
        let findings = [
            SampleReport.finding(title: "first", level: .critical, product: "b"),
            SampleReport.finding(title: "second", level: .high, product: "a"),
            SampleReport.finding(title: "third", level: .low, product: "b"),
        ]
        let text = text(SampleReport.report(findings: findings))
        let places = ["first", "third", "second"].compactMap { text.firstRange(of: $0)?.lowerBound }
        #expect(places.count == 3)
        #expect(places == places.sorted())
    }
}
