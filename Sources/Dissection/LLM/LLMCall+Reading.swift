internal import Observation

extension LLMCall {
    /// Reads what a request asks for.
    init(request: HTTPRequest, route: LLMRoute, body: JSONPrefix?, at time: Timestamp) {
        self.init(request: request, system: route.system, operation: route.operation, start: time)
        isCertain = route.isCertain
        isRequestTruncated = request.isBodyTruncated
        requestModel = route.model
        parameters.isStreamed = route.isStreamedByDefault
        if let body {
            read(body.value, route)
            isRequestTruncated = isRequestTruncated || !body.isWhole
        } else if let form = MultipartForm(request) {
            read(form)
        }
    }

    /// Reads a form, as requests with sounds and pictures have it.
    private mutating func read(_ form: MultipartForm) {
        requestModel = form["model"]?.boundedName ?? requestModel
        if let isStreamed = form["stream"] { parameters.isStreamed = isStreamed == "true" }
        guard let prompt = form["prompt"] else { return }
        var message = LLMMessage(role: "user")
        message.text = prompt.prefix(utf8Count: LLMLimits.requestText)
        messages = [message]
        messageCount = 1
    }

    private mutating func read(_ body: JSONValue, _ route: LLMRoute) {
        let names = ["model", "name", "model_name", "modelId", "lora_name", "source", "from"]
        requestModel = route.model ?? body.first(names)?.name
        parameters = LLMParameters(body)
        parameters.isStreamed = parameters.isStreamed ?? route.isStreamedByDefault
        if [.modelPull, .modelPush].contains(operation) {
            transfer = LLMTransfer()
            transfer?.registry = requestModel.map(Self.registry)
        }
        let reader = LLMRequestReader(body)
        messages = reader.messages
        messageCount = reader.messageCount
        inputCount = reader.inputCount
        isRequestTruncated = isRequestTruncated || reader.isBounded
    }

    /// The host in a model's name; Ollama's own registry where there is none.
    private static func registry(of model: String) -> String {
        var name = Substring(model)
        for scheme in ["https://", "http://"] where name.hasPrefix(scheme) { name = name.dropFirst(scheme.count) }
        let parts = name.split(separator: "/")
        let isHost = parts.count >= 3 || parts.count == 2 && (parts[0].contains(".") || parts[0].contains(":"))
        return isHost ? parts[0].lowercased() : "registry.ollama.ai"
    }

    /// Takes what an answer has said.
    mutating func take(_ answer: LLMAnswer) {
        responseModel = answer.model
        responseID = answer.id
        choices = answer.choices
        usage = answer.usage
        serverTimings = answer.serverTimings
        embeddingDimensions = answer.embeddingDimensions
        listedModels = answer.listedModels
        listedModelCount = answer.listedModelCount
        failure = answer.failure
        if var told = answer.transfer {
            told.registry = transfer?.registry
            transfer = told
        }
        isCertain = isCertain || answer.isConfirmed
    }
}
