internal import Observation

extension Event {
    /// Sets what a message says as a whole: its header, its extensions and its answers.
    mutating func describe(_ message: DNSMessage) {
        set(.dnsType, message.isResponse ? "answer" : "query")
        set(.dnsID, String(message.identifier))
        set(.dnsOperationCode, message.operationName)
        set(.dnsHeaderFlags, message.flagNames)
        set(.dnsClientSubnet, message.extensions?.clientSubnet?.description)
        guard message.isResponse else { return }
        set(.dnsResponseCode, message.responseCodeName)
        set(.dnsExtendedErrors, message.extensions?.errors.map(\.description) ?? [])
        describe(message.answers)
    }

    private mutating func describe(_ answers: [DNSRecord]) {
        guard !answers.isEmpty else { return }
        set(.dnsAnswersName, answers.map(\.name))
        set(.dnsAnswersType, answers.map(\.type.description))
        set(.dnsAnswersData, answers.map(\.text))
        self[.dnsAnswersTTL] = .list(answers.map { .integer(Int64($0.timeToLive)) })
        let outerNames = answers.compactMap(\.serviceBinding).flatMap(\.encryptedClientHello).compactMap(\.publicName)
        set(.dnsECHPublicName, outerNames.first)
    }

    /// Sets what a question asks, and the addresses that the message tells for it.
    mutating func describe(_ question: DNSMessage.Question, of message: DNSMessage) {
        set(.dnsQuestionName, question.name)
        set(.dnsQuestionType, question.type.name(in: message.service))
        if message.service != .netBIOS {
            let split = RegisteredDomain(question.name)
            set(.dnsQuestionRegisteredDomain, split.domain)
            set(.dnsQuestionSubdomain, split.subdomain)
            if let hidden = HiddenText(inName: question.spelling) {
                set(.dnsQuestionHiddenText, hidden.text)
                set(.dnsQuestionHiddenEncoding, hidden.encoding.rawValue)
            }
        }
        if message.isResponse { set(.dnsResolvedIP, message.addresses(of: question.name).map(\.description)) }
    }
}
