internal import Observation

extension Event {
    /// Sets where a call of a model's API went, what it asks, and what came of it.
    mutating func describe(_ call: LLMCall, destination: SocketAddress) {
        var exchange = HTTPExchange(call.request, at: call.start)
        exchange.response = call.response
        exchange.end = call.end
        describe(exchange, destination: destination)
        // The answer's bytes are told with the exchange; here stands what they say.
        self[.httpResponseBodyBytes] = nil
        self[.httpResponseBodyTruncated] = nil
        self[.httpResponseBodyDecodedBytes] = nil
        set(.genAISystem, call.system)
        set(.genAIOperationName, call.operation.rawValue)
        set(.genAIRequestModel, call.requestModel)
        describe(call.parameters)
        describeQuestion(of: call)
        describeAnswer(of: call)
        describe(call.timing, call.serverTimings)
        if let transfer = call.transfer { describe(transfer) }
        set(.errorType, call.failure?.type)
        set(.errorMessage, call.failure?.message)
    }

    private mutating func describe(_ parameters: LLMParameters) {
        set(.genAIRequestStream, parameters.isStreamed)
        set(.genAIRequestMaxTokens, parameters.maxTokens)
        set(.genAIRequestTemperature, parameters.temperature)
        set(.genAIRequestTopP, parameters.topP)
        set(.genAIRequestTopK, parameters.topK)
        set(.genAIRequestSeed, parameters.seed)
        set(.genAIRequestChoiceCount, parameters.choiceCount)
        set(.genAIRequestLogprobs, parameters.wantsProbabilities)
        set(.genAIRequestTopLogprobs, parameters.alternativeCount)
        set(.genAIRequestBiasedTokens, parameters.biasedTokenCount)
        set(.genAIRequestEcho, parameters.echoesPrompt)
        set(.genAIRequestFormat, parameters.responseFormat)
        set(.genAIRequestStore, parameters.isStored)
        set(.genAIRequestTools, parameters.toolNames)
    }

    private mutating func describeQuestion(of call: LLMCall) {
        let spoken = call.messages.filter { !$0.text.isEmpty }
        set(.genAIPrompt, spoken.map(\.text))
        set(.genAIPromptRoles, spoken.map(\.role))
        set(.genAIPromptToolCalls, call.messages.flatMap(\.toolCalls).map(\.line))
        if call.messageCount > 0 { set(.genAIPromptMessageCount, call.messageCount) }
        set(.genAIRequestInputCount, call.inputCount)
        let attachments = call.messages.flatMap(\.attachments)
        set(.genAIPromptAttachments, attachments.map { $0.mediaType ?? $0.kind })
        let sizes = attachments.compactMap(\.byteCount)
        if !sizes.isEmpty { set(.genAIPromptAttachmentBytes, sizes.reduce(0, +)) }
        set(.genAIPromptTruncated, call.isRequestTruncated)
    }

    private mutating func describeAnswer(of call: LLMCall) {
        set(.genAIResponseModel, call.responseModel)
        set(.genAIResponseID, call.responseID)
        set(.genAIFinishReasons, call.choices.compactMap(\.finishReason))
        set(.genAICompletion, call.choices.map(\.text).filter { !$0.isEmpty })
        set(.genAICompletionReasoning, call.choices.map(\.reasoning).filter { !$0.isEmpty })
        set(.genAICompletionToolCalls, call.choices.flatMap(\.toolCalls).map(\.line))
        set(.genAICompletionWhole, call.isAnswerWhole)
        set(.genAIUsageInputTokens, call.usage.inputTokens)
        set(.genAIUsageOutputTokens, call.usage.outputTokens)
        set(.genAIUsageCachedTokens, call.usage.cachedTokens)
        set(.genAIUsageReasoningTokens, call.usage.reasoningTokens)
        set(.genAIEmbeddingDimensions, call.embeddingDimensions)
        set(.genAIListedModels, call.listedModels)
        set(.genAIListedModelCount, call.listedModelCount)
    }

    private mutating func describe(_ timing: LLMTiming, _ told: LLMServerTimings) {
        set(.genAITimeToFirstToken, timing.firstToken)
        set(.genAIDuration, timing.duration)
        set(.genAITokensPerSecond, timing.tokensPerSecond)
        set(.genAILoadDuration, told.load)
        set(.genAIPromptDuration, told.prompt)
        set(.genAIGenerationDuration, told.generation)
    }

    private mutating func describe(_ transfer: LLMTransfer) {
        set(.genAITransferRegistry, transfer.registry)
        set(.genAITransferDigests, transfer.digests)
        if transfer.totalBytes > 0 { set(.genAITransferBytes, transfer.totalBytes) }
        set(.genAITransferStatus, transfer.status)
    }

    private mutating func set(_ field: Field, _ value: Double?) {
        guard let value else { return }
        self[field] = .real(value)
    }
}

extension LLMToolCall {
    /// The name and the arguments in one line.
    fileprivate var line: String { arguments.isEmpty ? name : name + " " + arguments }
}
