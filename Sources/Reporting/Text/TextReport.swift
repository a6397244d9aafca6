internal import Observation

/// The report for people: by product, the worst first, then what was and was not looked at.
package struct TextReport: Sendable {
    let report: AuditReport
    let style: TextStyle
    let layout: TextLayout

    /// Creates the report for a terminal of some width, in columns; less than 60 counts as 60.
    package init(_ report: AuditReport, width: Int, style: TextStyle) {
        self.report = report
        self.style = style
        layout = TextLayout(width: max(60, width))
    }

    /// The whole report.
    package var text: String {
        [heading, summary, findingSections, productSection, highlightSection, conversationSection, coverageSection]
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var heading: String {
        let run = report.run
        let seconds = Double((run.ended.nanoseconds - run.started.nanoseconds) / 100_000_000) / 10
        let started = run.started.rfc3339.prefix(19).split(separator: "T").joined(separator: " ")
        let words = run.subject ?? "\(run.user) on \(run.host), \(started) UTC, \(seconds) s"
        let name = "earshot \(run.version)"
        let lines = layout.wrapped(words, indentation: name.count + 2)
        let indentation = String(repeating: " ", count: name.count + 2)
        return style.bold(name) + "  " + lines.joined(separator: "\n" + indentation) + "\n"
    }

    private var summary: String {
        let counts = Level.allCases.reversed().compactMap { level in
            let count = report.findings.count { $0.level == level }
            return count == 0 ? nil : style.level(level, "\(count) \(level.rawValue)")
        }
        var text: String
        if counts.isEmpty {
            text = "Nothing found in what was looked at.\n"
        } else {
            text = "Found: " + counts.joined(separator: ", ") + ".\n"
        }
        let blind = report.coverage.entries.count { $0.outcome == .couldNotLook }
        if blind > 0 {
            let things = blind == 1 ? "One thing" : "\(blind) things"
            text += "\(things) could not be looked at; see Coverage below.\n"
        }
        return text
    }

    /// Findings under a heading a product, in the order of their worst finding.
    private var findingSections: String {
        var order: [String?] = []
        for finding in report.findings where !order.contains(finding.product) {
            order.append(finding.product)
        }
        return order.map { product in
            let findings = report.findings.filter { $0.product == product }
            return heading(of: product) + findings.map(text(of:)).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private func heading(of product: String?) -> String {
        guard let product else { return rule("Other programs") }
        let name = report.productNames[product] ?? product
        let found = report.products.first { $0.id == product }
        return rule(name + (found?.versionText ?? ""))
    }

    func rule(_ title: String) -> String {
        let title = TextLayout.plain(title)
        let shown = title.prefix(layout.width - 8)
        let rest = layout.width - shown.count - 4
        return style.bold("── \(shown) " + String(repeating: "─", count: rest)) + "\n"
    }

    private func text(of finding: Finding) -> String {
        let mark = TextLayout.padded(finding.level.rawValue.uppercased(), 14)
        let lines = layout.wrapped(finding.title, indentation: 14)
        var text = ""
        for (index, line) in lines.enumerated() {
            let front = index == 0 ? style.level(finding.level, mark) : String(repeating: " ", count: 14)
            text += front + style.bold(line) + "\n"
        }
        text += entry("what", "\(finding.subject)  [\(finding.grade.rawValue)]")
        if let process = finding.process {
            let quality = process.attribution.map { ", known by \($0)" } ?? ""
            text += entry("process", "\(process.name) (pid \(process.pid)\(quality))")
            text += entry("", process.commandLine ?? "")
        }
        text += entry("why", finding.summary)
        let seen = observations(of: finding)
        for (index, line) in seen.prefix(3).enumerated() {
            text += entry(index == 0 ? "seen" : "", line)
        }
        if finding.occurrences > 1 {
            text += entry("", "\(finding.occurrences) times in all")
        }
        for (index, line) in finding.remediation.enumerated() {
            text += layout.command(index == 0 ? "to fix" : "", line, indentation: 2, labelWidth: 12)
        }
        return text + entry("id", finding.id)
    }

    /// Fields that the lines above the evidence have told already, or that only machines care about.
    private static let toldElsewhere: Set<String> = [
        "process.pid", "process.name", "process.command_line", "llm.product", "llm.version", "attribution.quality",
        "attribution.reason",
    ]

    /// What was seen, each different thing once.
    private func observations(of finding: Finding) -> [String] {
        var lines: [String] = []
        for evidence in finding.evidence {
            let fields = evidence.fields.filter { finding.process == nil || !Self.toldElsewhere.contains($0.name) }
            let line = fields.map { "\($0.name)=\($0.text)" }.joined(separator: " ")
            if !line.isEmpty, !lines.contains(line) { lines.append(line) }
        }
        return lines
    }

    private func entry(_ label: String, _ text: String) -> String {
        text.isEmpty ? "" : layout.entry(label, text, indentation: 2, labelWidth: 12)
    }
}
