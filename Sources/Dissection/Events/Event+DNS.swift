internal import Observation

extension Event {
    /// Sets what a question asks, and what the message answers to it.
    mutating func describe(_ question: DNSMessage.Question, of message: DNSMessage) {
        let split = RegisteredDomain(question.name)
        set(.dnsType, message.isResponse ? "answer" : "query")
        set(.dnsQuestionName, question.name)
        set(.dnsQuestionType, question.type.description)
        set(.dnsQuestionRegisteredDomain, split.domain)
        set(.dnsQuestionSubdomain, split.subdomain)
        if let hidden = HiddenText(inName: question.spelling) {
            set(.dnsQuestionHiddenText, hidden.text)
            set(.dnsQuestionHiddenEncoding, hidden.encoding.rawValue)
        }
        guard message.isResponse else { return }
        set(.dnsResolvedIP, message.addresses(of: question.name).map(\.description))
        set(.dnsResponseCode, message.responseCodeName)
    }
}
