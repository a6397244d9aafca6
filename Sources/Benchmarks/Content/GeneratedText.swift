/// Lines as servers, programs and chats write them: time stamps, identifiers, addresses, JSON, conversations.
struct GeneratedText {
    private static let words = [
        "the", "model", "request", "loaded", "token", "user", "answer", "window", "context", "server", "from", "with",
        "and", "of", "to", "in", "a", "that", "slow", "cache", "layer", "memory", "prompt", "file", "could", "would",
        "not", "because", "function", "returns", "value", "please", "explain", "how", "works", "example", "secret",
    ]

    private var state: UInt64
    private(set) var lastLength = 0

    init(seed: UInt64) {
        state = seed
    }

    private mutating func number(below limit: Int) -> Int {
        // Xorshift, after Marsaglia: the same text every time.
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 11) % limit
    }

    private mutating func digits(_ count: Int, hexadecimal: Bool = true) -> String {
        let alphabet: [Character] = Array("0123456789abcdef")
        return String((0..<count).map { _ in alphabet[number(below: hexadecimal ? 16 : 10)] })
    }

    private mutating func sentence(_ count: Int) -> String {
        (0..<count).map { _ in Self.words[number(below: Self.words.count)] }.joined(separator: " ")
    }

    private mutating func time() -> String {
        "2026-0\(1 + number(below: 9))-\(10 + number(below: 18))T\(10 + number(below: 14)):\(digits(2, hexadecimal: false))"
            + ":09.\(digits(6, hexadecimal: false))Z"
    }

    private mutating func identifier() -> String {
        "\(digits(8))-\(digits(4))-4\(digits(3))-a\(digits(3))-\(digits(12))"
    }

    /// Appends one line.
    mutating func appendLine(to bytes: inout [UInt8]) {
        let line =
            switch number(below: 10) {
            case 0...3:
                "\(time()) INFO [worker-\(number(below: 16))] \(sentence(8)) id=\(identifier()) took \(number(below: 900))."
                    + "\(digits(3, hexadecimal: false)) ms ip=10.\(number(below: 256)).\(number(below: 256)).7:\(number(below: 60_000))"
            case 4, 5:
                #"{"timestamp":"\#(time())","level":"debug","message":"\#(sentence(12))","url":"https://example.org/v1/"#
                    + #"\#(sentence(1))?id=\#(digits(6))","duration":0.\#(digits(9, hexadecimal: false))}"#
            case 6:
                "\(time()) srv  update_slots: id \(number(below: 8)) | task \(number(below: 9_999)) | n_past = "
                    + "\(number(below: 4_096)), sha256:\(digits(64))"
            default:
                #"{"messages":[{"role":"user","content":"\#(sentence(60))"},{"role":"assistant","content":"\#(sentence(90))\n"#
                    + #"\#(sentence(40))"}],"model":"llama3","id":"chatcmpl-\#(digits(24))"}"#
            }
        let before = bytes.count
        bytes.append(contentsOf: line.utf8)
        bytes.append(0x0A)
        lastLength = bytes.count - before
    }
}
