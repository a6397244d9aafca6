internal import Observation

/// Lists of models, models on their way, vectors, and what makes an uncertain server certain.
extension LLMAnswer {
    mutating func takeModels(_ value: JSONValue) {
        guard let list = value.first(["data", "models"]), list.isArray else { return }
        listedModelCount = list.elements.count
        listedModels = list.elements.prefix(LLMLimits.listed).compactMap { model in
            model.name ?? model.first(["name", "id", "model", "key"])?.name
        }
    }

    /// The lines with which Ollama tells how a model moves.
    mutating func takeProgress(_ value: JSONValue) {
        var told = transfer ?? LLMTransfer()
        told.status = value["status"]?.name ?? told.status
        if let digest = value["digest"]?.name, !told.digests.contains(digest), told.digests.count < LLMLimits.listed {
            told.digests.append(digest)
            let (sum, overflow) = told.totalBytes.addingReportingOverflow(value["total"]?.amount ?? 0)
            if !overflow { told.totalBytes = sum }
        }
        isEnded = isEnded || told.status == "success"
        transfer = told
    }

    /// The number of tokens of a text that nothing was generated from.
    mutating func takeTokenCount(_ value: JSONValue) {
        let told = value.first(["input_tokens", "totalTokens", "count", "value"])?.amount
        usage.inputTokens = told ?? (value["tokens"]?.elements.count).map(Int64.init)
    }

    mutating func takeVectors(_ value: JSONValue) {
        guard embeddingDimensions == nil else { return }
        embeddingDimensions = Self.dimensions(value, depth: 0)
    }

    /// The length of the first vector, which lies in lists and objects of several names.
    private static func dimensions(_ value: JSONValue, depth: Int) -> Int? {
        guard depth < 6 else { return nil }
        switch value {
        case .array(let values):
            guard let first = values.first else { return nil }
            return first.number == nil ? dimensions(first, depth: depth + 1) : values.count
        case .object:
            let names = ["data", "embeddings", "embedding", "values", "float", "int8", "uint8"]
            guard let inner = value.first(names) else { return nil }
            // Encoded as base64 of numbers of four bytes.
            if let encoded = inner.string, value["embedding"] != nil {
                return encoded.utf8.count { $0 != 0x3D } * 3 / 16
            }
            return dimensions(inner, depth: depth + 1)
        default: return nil
        }
    }

    /// Whether an answer has what only a model server says to this request.
    func confirms(_ value: JSONValue) -> Bool {
        switch operation {
        case .modelList, .modelRunning: Self.isModelList(value)
        case .modelShow: Self.isModel(value)
        case .modelPull, .modelPush, .modelCreate: value["status"]?.string != nil
        case .slotList: value.elements.contains { $0["id"] != nil && ($0["n_ctx"] != nil || $0["state"] != nil) }
        case .slotSave, .slotRestore, .slotErase: value["id_slot"] != nil
        case .serverProperties, .serverPropertiesChange:
            value["default_generation_settings"] != nil || value["total_slots"] != nil
        case .serverInfo: value["model_id"] != nil
        default: true
        }
    }

    /// Whether an answer lists models; an empty list must have nothing beside it that other servers would say.
    private static func isModelList(_ value: JSONValue) -> Bool {
        guard let list = value.first(["data", "models"]), list.isArray else { return false }
        guard let first = list.elements.first else { return value["object"] != nil || value.members.count == 1 }
        return isModel(first)
    }

    private static func isModel(_ value: JSONValue) -> Bool {
        let telling = [
            "owned_by", "model", "digest", "details", "modelfile", "model_info", "supportedGenerationMethods",
            "context_length", "endpoints",
        ]
        return value["object"]?.string == "model" || value["type"]?.string == "model" || value.first(telling) != nil
    }
}
