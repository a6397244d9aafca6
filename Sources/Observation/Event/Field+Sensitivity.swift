/// What a field may give away, and so how a report shows it.
package enum Sensitivity: Sendable {
    /// Shown as it is.
    case open
    /// A command line: the values of options that name a secret are masked.
    case commandLine
    /// A URL or a query: user information and the values of parameters that name a secret are masked.
    case url
    /// A host name: labels long enough to carry a message are masked.
    case hostName
    /// The user's words, or a secret: masked whole.
    case content
}

extension Field {
    /// What the field may give away.
    package var sensitivity: Sensitivity {
        switch self {
        case .processCommandLine: .commandLine
        case .urlFull, .urlQuery: .url
        case .dnsQuestionName, .dnsQuestionSubdomain, .dnsAnswersName, .dnsAnswersData, .destinationDomain, .urlDomain,
            .httpLocationDomain, .tlsServerName:
            .hostName
        case .httpBody, .httpResponseBody, .webSocketContent, .contentText, .dnsQuestionHiddenText: .content
        case .genAIPrompt, .genAIPromptToolCalls: .content
        case .genAICompletion, .genAICompletionReasoning, .genAICompletionToolCalls, .errorMessage: .content
        default: .open
        }
    }
}
