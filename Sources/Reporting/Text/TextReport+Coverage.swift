internal import Observation

extension TextReport {
    /// The products that were found, with what they run and listen on.
    var productSection: String {
        guard !report.products.isEmpty else { return "" }
        var text = rule("Products")
        for product in report.products {
            let by = product.recognisedBy.joined(separator: ", ")
            text += layout.entry(
                product.id, "\(product.name)\(product.versionText), known by \(by)", indentation: 2, labelWidth: 22)
            for process in product.processes {
                let words = "\(process.role): \(process.name) (pid \(process.pid), \(process.user))"
                text += layout.entry("", words, indentation: 2, labelWidth: 22)
            }
            if !product.listeners.isEmpty {
                let listeners = product.listeners.joined(separator: ", ")
                text += layout.entry("", "listens on \(listeners)", indentation: 2, labelWidth: 22)
            }
        }
        return text
    }

    /// Who spoke to whom, the most bytes first; what stays on this host is left out.
    var conversationSection: String {
        // A capture's own machine is not known, so nothing of it is left out.
        let isCapture = report.run.subject != nil
        let outside = report.conversations.filter { isCapture || $0.direction != "internal" }
        guard !outside.isEmpty else { return "" }
        var text = rule(isCapture ? "Conversations" : "Traffic beyond this host")
        for conversation in outside.prefix(15) {
            let known = [conversation.owner, conversation.purpose].compactMap { $0 }.joined(separator: ", ")
            let what = known.isEmpty ? "" : " (\(known))"
            let arrow = conversation.direction == "ingress" ? "from outside to" : "to"
            let kind = isCapture ? (conversation.networkProtocol.map { "\($0), " } ?? "") : ""
            let flows = kind + (conversation.flows == 1 ? "1 flow" : "\(conversation.flows) flows")
            let volume = "\(flows), \(conversation.bytesSent) bytes sent, \(conversation.bytesReceived) received"
            text += layout.entry(
                conversation.program, "\(arrow) \(conversation.destination)\(what): \(volume)",
                indentation: 2, labelWidth: 22)
        }
        if outside.count > 15 {
            text += layout.entry(
                "", "and \(outside.count - 15) more (--format json has all)", indentation: 2, labelWidth: 22)
        }
        return text
    }

    /// What was looked at, what could not be and why, and the numbers.
    var coverageSection: String {
        var text = rule("Coverage")
        // A remedy that helps against many things is told with the first of them.
        var told: Set<String> = []
        for outcome in Coverage.Outcome.allCases {
            for entry in report.coverage.entries where entry.outcome == outcome {
                text += layout.entry(label(of: outcome), words(of: entry), indentation: 2, labelWidth: 16)
                if let remedy = entry.remedy, told.insert(remedy).inserted {
                    text += layout.entry("", "to change that: \(remedy)", indentation: 2, labelWidth: 16)
                }
            }
        }
        if report.coverage.omittedEntries > 0 {
            text += "  and \(report.coverage.omittedEntries) more lines that were left out\n"
        }
        let numbers = Counter.allCases.compactMap { counter in
            report.coverage.counters[counter].map { "\(counter.rawValue) \($0)" }
        }
        return text + layout.entry("numbers", numbers.joined(separator: ", "), indentation: 2, labelWidth: 16)
    }

    private func label(of outcome: Coverage.Outcome) -> String {
        switch outcome {
        case .looked: "looked at"
        case .partly: "in part"
        case .couldNotLook: "could not look"
        case .notAsked: "not asked"
        }
    }

    private func words(of entry: Coverage.Entry) -> String {
        var text = "\(entry.area.rawValue): \(entry.what)"
        if entry.count > 1 { text += " (\(entry.count))" }
        if let reason = entry.reason { text += "; \(reason)" }
        guard !entry.examples.isEmpty else { return text }
        let more = entry.examples.count == Coverage.exampleLimit && entry.count > entry.examples.count ? " …" : ""
        return text + ": " + entry.examples.joined(separator: ", ") + more
    }
}

extension Conversation {
    /// The program's name without folders.
    var program: String {
        guard let process else { return source ?? "unknown" }
        return process.split(separator: "/").last.map(String.init) ?? process
    }
}

extension ProductSummary {
    /// The version with a blank before it, and where it was read when the product did not tell it itself.
    var versionText: String {
        guard let version else { return "" }
        guard let versionSource, versionSource != "probe" else { return " \(version)" }
        return " \(version) (\(versionSource))"
    }
}
