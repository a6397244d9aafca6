internal import Observation

/// Reads what a request's JSON body asks for, whichever API's spelling it uses.
///
/// The APIs are told apart by the members that they have and not by the path, because servers and proxies take several
/// spellings at the same path.
struct LLMRequestReader {
    private(set) var messages: [LLMMessage] = []
    private(set) var messageCount = 0
    private(set) var inputCount: Int?
    private(set) var budget = TextBudget(LLMLimits.requestText)

    /// Whether a message, a part or some text was left out.
    var isBounded: Bool { budget.isExceeded || messageCount > messages.count }

    /// Reads a body.
    init(_ body: JSONValue) {
        readInstructions(body)
        readConversation(body)
        readPrompt(body)
        readInputs(body)
        trim()
    }

    /// System prompts that stand beside the messages.
    private mutating func readInstructions(_ body: JSONValue) {
        for name in ["system", "preamble", "instructions", "systemInstruction", "system_instruction", "system_prompt"] {
            guard let value = body[name], value != .null else { continue }
            add("system", value)
        }
    }

    /// Messages with roles: OpenAI, Anthropic, Ollama and Cohere's second version, Gemini's contents, Cohere's first version,
    /// and the items of OpenAI's responses.
    private mutating func readConversation(_ body: JSONValue) {
        for message in (body["messages"] ?? .null).elements { addMessage(message) }
        for content in (body["contents"] ?? .null).elements { addMessage(content) }
        if let content = body["content"], content.isObject { addMessage(content) }
        for earlier in (body["chat_history"] ?? .null).elements { addMessage(earlier) }
        if let message = body["message"]?.string { add("user", .string(message)) }
        if let input = body["user_input"]?.string { add("user", .string(input)) }
        guard let input = body["input"], Self.isItemList(input) else { return }
        for item in input.elements { addMessage(item) }
    }

    /// Texts without roles.
    private mutating func readPrompt(_ body: JSONValue) {
        for name in ["prompt", "input_prefix", "input_suffix", "suffix", "memory", "negative_prompt"] {
            guard let value = body[name] else { continue }
            if name == "prompt", value.isObject {
                readPromptObject(value)
            } else {
                addTexts(value)
            }
        }
        for extra in (body["input_extra"] ?? .null).elements { addTexts(extra["text"] ?? .null) }
        let images = LLMContent(parts: body["images"] ?? body["init_images"] ?? .null, isAttachmentList: true)
        if !images.attachments.isEmpty { attach(images.attachments) }
    }

    /// llama.cpp's prompt with media beside it, or a graph of nodes whose texts are prompts.
    private mutating func readPromptObject(_ prompt: JSONValue) {
        if let text = prompt["prompt_string"] {
            addTexts(text)
            let media = LLMContent(parts: prompt["multimodal_data"] ?? .null, isAttachmentList: true)
            attach(media.attachments)
        }
        for node in prompt.members {
            if let text = node.value["inputs"]?["text"], text.string != nil { addTexts(text) }
        }
    }

    /// Texts that vectors, an order, tokens or a judgement are wanted for.
    private mutating func readInputs(_ body: JSONValue) {
        var count = 0
        if let query = body["query"]?.string { add("query", .string(query)) }
        for name in [
            "input", "inputs", "texts", "text", "content", "documents", "instances", "source_sentence", "requests",
        ] {
            guard let value = body[name], value != .null, !value.isObject || name == "inputs" else { continue }
            if name == "input", Self.isItemList(value) { continue }
            // One list of numbers is one text as tokens.
            let isList = value.isArray && value.elements.first?.number == nil
            count += isList ? value.elements.count : 1
            addTexts(value, role: name == "documents" ? "document" : "user")
        }
        inputCount = count == 0 ? nil : count
    }

    /// Whether a responses' input is a list of messages and other items, not of texts.
    private static func isItemList(_ input: JSONValue) -> Bool {
        input.elements.contains { $0["role"] != nil || $0["type"]?.string != nil && $0["text"] == nil }
    }

    private mutating func addTexts(_ value: JSONValue, role: String = "user") {
        switch value {
        case .string: add(role, value)
        case .array(let values) where values.first?.number == nil:
            for element in values { addTexts(element, role: role) }
        case .object:
            if let text = value.first(["text", "content", "prompt", "parts", "data"]) {
                addTexts(text, role: role)
            } else {
                for member in value.members { addTexts(member.value, role: role) }
            }
        default: break
        }
    }

    private mutating func add(_ role: String, _ content: JSONValue) {
        keep(LLMContent(parts: content), role: role)
    }

    private mutating func addMessage(_ value: JSONValue) {
        // A bare text among messages is the user's.
        guard value.isObject else { return addTexts(value) }
        keep(LLMContent(message: value), role: LLMContent.role(of: value))
    }

    /// Keeps a message; of a long conversation the beginning and the end matter most.
    private mutating func keep(_ content: LLMContent, role: String) {
        messageCount += 1
        var message = LLMMessage(role: role)
        message.text = budget.take(content.text)
        message.toolCalls = content.toolCalls.prefix(LLMLimits.listed).map { call in
            LLMToolCall(name: call.name, arguments: budget.take(call.arguments))
        }
        message.attachments = Array(content.attachments.prefix(LLMLimits.listed))
        messages.append(message)
        if messages.count >= LLMLimits.messages * 2 { trim() }
    }

    private mutating func attach(_ attachments: [LLMAttachment]) {
        if messages.isEmpty { keep(LLMContent(parts: .string("")), role: "user") }
        messages[messages.count - 1].attachments += attachments.prefix(LLMLimits.listed)
    }

    private mutating func trim() {
        let excess = messages.count - LLMLimits.messages
        guard excess > 0 else { return }
        let kept = LLMLimits.messages / 8
        messages.removeSubrange(kept..<kept + excess)
    }
}
