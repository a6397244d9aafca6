internal import Observation

/// The content of one message: its words, and what else came with it.
struct LLMContent: Equatable {
    private(set) var text = ""
    private(set) var toolCalls: [LLMToolCall] = []
    private(set) var attachments: [LLMAttachment] = []

    /// Reads a message with a role, or one item of OpenAI's responses.
    init(message: JSONValue) {
        for name in ["content", "parts", "message", "text"] {
            if let value = message[name] { take(value) }
        }
        for call in (message["tool_calls"] ?? .null).elements { takeCall(call["function"] ?? call) }
        if let call = message["function_call"], call.isObject { takeCall(call) }
        for image in (message["images"] ?? .null).elements { takeMedia(image, kind: "image") }
        for result in (message["tool_results"] ?? .null).elements { append(result.compactText) }
        take(item: message)
    }

    /// Reads content that is a text, one part, or a list of parts; `isAttachmentList` when its strings are encoded media.
    init(parts: JSONValue, isAttachmentList: Bool = false) {
        if isAttachmentList {
            let values = parts.isArray ? parts.elements : [parts]
            for value in values where value.string != nil { takeMedia(value, kind: "image") }
        } else {
            take(parts)
        }
    }

    /// Whose words a message holds.
    static func role(of message: JSONValue) -> String {
        if let role = message["role"]?.name { return role.lowercased() }
        switch message["type"]?.string {
        case "function_call", "reasoning", "custom_tool_call": return "assistant"
        case "function_call_output", "custom_tool_call_output": return "tool"
        default: return "user"
        }
    }

    private mutating func append(_ more: String) {
        guard !more.isEmpty else { return }
        if !text.isEmpty { text += "\n" }
        text += more
    }

    private mutating func take(_ content: JSONValue) {
        switch content {
        case .string(let words): append(words)
        case .array(let parts): for part in parts { take(part) }
        case .object: take(part: content)
        default: break
        }
    }

    /// Items of OpenAI's responses that are no messages.
    private mutating func take(item: JSONValue) {
        switch item["type"]?.string {
        case "function_call", "custom_tool_call": takeCall(item)
        case "function_call_output", "custom_tool_call_output": take(item["output"] ?? .null)
        case "reasoning": take(item["summary"] ?? .null)
        default: break
        }
    }

    private mutating func take(part: JSONValue) {
        switch part["type"]?.string {
        case "tool_use", "server_tool_use", "function_call": return takeCall(part)
        case "thinking": return append(part["thinking"]?.string ?? "")
        case "tool_result": return take(part["content"] ?? .null)
        case "refusal": return append(part["refusal"]?.string ?? "")
        default: break
        }
        if let call = part.first(["functionCall", "toolUse"]) { return takeCall(call) }
        if let result = part["functionResponse"] { return append((result["response"] ?? .null).compactText) }
        if let result = part["toolResult"] { return take(result["content"] ?? .null) }
        if let words = part["text"] {
            take(words)
        } else if let parts = part["parts"] {
            take(parts)
        } else {
            takeAttachment(part)
        }
    }

    private mutating func takeCall(_ call: JSONValue) {
        guard let name = call["name"]?.name else { return }
        let arguments = call.first(["arguments", "input", "args", "parameters"])
        toolCalls.append(LLMToolCall(name: name, arguments: arguments.map { $0.string ?? $0.compactText } ?? ""))
    }

    /// A part that is neither words nor a call: its kind is in its type, or in the member that holds it.
    private mutating func takeAttachment(_ part: JSONValue) {
        let type = part["type"]?.name
        let holders = [
            "image_url", "input_audio", "file", "source", "inlineData", "inline_data", "fileData", "file_data", "image",
            "audio", "video", "video_url", "audio_url", "document", "data",
        ]
        guard let holder = holders.first(where: { (part[$0] ?? .null) != .null }), let held = part[holder] else {
            if let type { attachments.append(LLMAttachment(kind: Self.kind(type), mediaType: nil, byteCount: nil)) }
            return
        }
        takeMedia(held, kind: Self.kind(type ?? holder))
    }

    private static func kind(_ name: String) -> String {
        for kind in ["image", "audio", "video"] where name.contains(kind) { return kind }
        return ["inlineData", "inline_data", "input_file", "fileData", "document"].contains(name) ? "file" : name
    }

    /// Measures encoded media, which may lie in a data URL or beside its media type.
    private mutating func takeMedia(_ value: JSONValue, kind: String) {
        var mediaType = value.first(["media_type", "mimeType", "mime_type", "format"])?.name?.lowercased()
        let bytes = value["source"]?["bytes"] ?? value["bytes"]
        let encoded = value.string ?? value.first(["data", "url", "file_data"])?.string ?? bytes?.string
        var byteCount: Int?
        if let encoded {
            let start = encoded.prefix(5).lowercased()
            if start == "data:", let comma = encoded.firstIndex(of: ",") {
                mediaType = encoded[..<comma].dropFirst(5).prefix { $0 != ";" }.lowercased()
                byteCount = Self.decodedCount(encoded[encoded.index(after: comma)...].utf8)
            } else if start != "http:", start != "https", start != "file:" {
                byteCount = Self.decodedCount(encoded.utf8)
            }
        }
        let whole = mediaType.flatMap { $0.isEmpty ? nil : $0.boundedName }
        let told = whole?.prefix { $0 != "/" }
        let isTelling = kind == "file" && (told == "image" || told == "audio" || told == "video")
        attachments.append(
            LLMAttachment(kind: isTelling ? String(told ?? "") : kind, mediaType: whole, byteCount: byteCount))
    }

    /// The number of bytes that a base64 text holds (RFC 4648, section 4).
    private static func decodedCount(_ text: some Collection<UInt8>) -> Int {
        text.reduce(into: 0) { count, byte in
            if byte != 0x3D, byte != 0x0A, byte != 0x0D { count += 1 }
        } * 3 / 4
    }
}
