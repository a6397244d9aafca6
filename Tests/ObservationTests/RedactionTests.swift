import Testing

@testable import Observation

@Suite("Redaction")
struct RedactionTests {
    private let redaction = Redaction()

    @Test(
        "a masked secret shows a little of its ends and its length",
        arguments: [
            ("", "… (0 chars)"), ("a", "… (1 chars)"), ("abc", "… (3 chars)"), ("abcd", "a… (4 chars)"),
            ("abcdefgh", "ab… (8 chars)"), ("abcdefghijklmnop", "abc…p (16 chars)"),
            ("sk-abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJK9f", "sk-a…9f (52 chars)"),
            ("\u{1B}[31m\n\u{0}\u{85}abcdefghijklmnop", "·[31…op (24 chars)"),
        ])
    func masked(secret: String, shown: String) {
        #expect(redaction.masked(secret) == shown)
    }

    @Test("no mask shows more than a quarter of a secret", arguments: 1...80)
    func quarter(length: Int) {
        let secret = String((0..<length).map { Character(Unicode.Scalar(UInt8(0x30 + $0 % 70))) })
        let shown = redaction.masked(secret).prefix { $0 != "(" }.filter { $0 != "…" && $0 != " " }
        #expect(shown.count * 4 <= length)
    }

    @Test(
        "a secret in a command line is never shown whole",
        arguments: [
            "llama-server --api-key SECRET --port 80", "llama-server --api-key=SECRET", "x --hf-token SECRET",
            "env OPENAI_API_KEY=SECRET x", "curl -H Authorization: Bearer SECRET http://h", "curl -H x-api-key: SECRET",
            "curl -H x-api-key:SECRET", "curl -H authorization: basic SECRET", "curl -u SECRET http://h",
            "x https://user:SECRET@h/p", "x --url=https://SECRET@h", "x http://h/?api_key=SECRET&n=1",
            "x --password SECRET",
            "x http://h/#access_token=SECRET", "x --callback=http://h/;token=SECRET", "x sk-SECRETSECRETSECRET",
            "x --config key:SECRET", "x --header=hf_SECRETSECRETSECRET",
            "koboldcpp --hordekey SECRET --passphrase SECRET",
        ])
    func commandLine(text: String) {
        let secret = "q7Z-hunter2-0L9x"
        let line = text.split(separator: "SECRET", omittingEmptySubsequences: false).joined(separator: secret)
        let shown = redaction.commandLine(line)
        #expect(!shown.contains(secret), "\(shown)")
        #expect(shown.contains("chars)"))
        #expect(Redaction(reveals: true).commandLine(line) == line)
    }

    @Test(
        "what is no secret stays as it is",
        arguments: [
            "llama-server -m /models/a.gguf --host 0.0.0.0 --port 8080", "ollama serve", "x --max-tokens 100",
            "x --tokenizer llama --api-key-file /etc/key", "vllm serve org/model --dtype auto", "", "  a  b ",
            "curl http://127.0.0.1:11434/api/tags?verbose=1", "x --monkey george", "python -m http.server",
        ])
    func plainCommandLine(text: String) {
        #expect(redaction.commandLine(text) == text)
    }

    @Test(
        "a URL keeps its host and loses its secrets",
        arguments: [
            ("https://h/p?a=1", "https://h/p?a=1"), ("https://u:hunter22@h/p", "https://u:… (10 chars)@h/p"),
            ("https://h/?token=abcd", "https://h/?token=a… (4 chars)"), ("token=ab/cd", "token=a… (5 chars)"),
            ("a=1&api_key=abcd?x=1", "a=1&api_key=a… (4 chars)?x=1"),
            ("q=b&url=https://u@h", "q=b&url=https://… (1 chars)@h"),
            ("https://h/#id_token=abcd", "https://h/#id_token=a… (4 chars)"), ("/v1/models", "/v1/models"), ("", ""),
            ("https://h@evil/p@q", "https://… (1 chars)@evil/p@q"),
            ("https://h/?q=" + String(repeating: "x", count: 25), "https://h/?q=xxxx…xx (25 chars)"),
        ])
    func urls(text: String, shown: String) {
        #expect(redaction.url(text) == shown)
    }

    @Test("labels of a host name that could carry words are masked, and others are not")
    func hostNames() {
        let label = String(repeating: "a", count: 25)
        #expect(redaction.hostName("versions-prod.lmstudio.ai") == "versions-prod.lmstudio.ai")
        #expect(redaction.hostName(label + ".evil.test") == "aaaa…aa (25 chars).evil.test")
        #expect(redaction.hostName(String(label.dropLast()) + ".evil.test") == String(label.dropLast()) + ".evil.test")
        #expect(redaction.hostName("") == "")
    }

    @Test("a field is redacted as its meaning asks, and an unknown one not at all")
    func fields() {
        let words: FieldValue = .string("the user's own words, which nobody else should read")
        #expect(redaction.redacted(words, of: Field.contentText.rawValue) != words)
        #expect(redaction.redacted(.list([words]), of: Field.httpBody.rawValue) != .list([words]))
        #expect(redaction.redacted(words, of: "made.up") == words)
        #expect(redaction.redacted(.integer(1), of: Field.contentText.rawValue) == .integer(1))
        #expect(Redaction(reveals: true).redacted(words, of: Field.contentText.rawValue) == words)
        let event = Event(
            .process, at: Timestamp(nanoseconds: 0), [.processCommandLine: "x --api-key abcdefgh", .processName: "x"])
        let shown = redaction.redacted(event)
        #expect(shown.string(.processName) == "x" && shown.string(.processCommandLine)?.contains("abcdefgh") == false)
    }

    @Test("a well-known service's key is masked wherever it stands, and what only begins like one is not")
    func knownKeys() {
        let key = "sk-proj-Zq3Wd123Vf456Gh789Jk012"
        for field in [Field.userAgent, .urlPath, .urlFull, .processCommandLine, .filePath] {
            for text in ["/p/\(key)", "http://r/\(key)/x", "agent (\(key))", "é\(key)é"] {
                let shown = redaction.redacted(.string(text), of: field.rawValue).text
                #expect(!shown.contains("123Vf456"), "\(field.rawValue): \(shown)")
            }
        }
        let path = FieldValue.string("/home/u/sk-learn-examples-2024/hf_hub_download.py")
        #expect(redaction.redacted(path, of: Field.filePath.rawValue) == path)
    }
}
