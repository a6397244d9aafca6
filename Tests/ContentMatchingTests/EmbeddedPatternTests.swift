import ContentMatching
import TestSupport
import Testing

/// Tokens are put together here from random characters, so that no other scanner takes this file for a leak.
@Suite("The patterns that the binary carries")
struct EmbeddedPatternTests {
    struct Sample: CustomTestStringConvertible, Sendable {
        let pattern: String
        /// What stands before the secret.
        let lead: String
        let prefix: String
        let count: Int
        let alphabet: String
        var suffix = ""

        var testDescription: String { pattern }
    }

    static let alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    static let hex = "0123456789abcdef"
    static let base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

    static let samples: [Sample] = [
        Sample(pattern: "anthropic-api-key", lead: "", prefix: "sk-a" + "nt-api03-", count: 95, alphabet: alphanumeric),
        Sample(pattern: "openrouter-api-key", lead: "", prefix: "sk-o" + "r-v1-", count: 64, alphabet: hex),
        Sample(pattern: "openai-project-key", lead: "", prefix: "sk-p" + "roj-", count: 120, alphabet: alphanumeric),
        Sample(pattern: "openai-api-key", lead: "", prefix: "s" + "k-", count: 48, alphabet: alphanumeric),
        Sample(pattern: "huggingface-token", lead: "", prefix: "h" + "f_", count: 34, alphabet: letters),
        Sample(pattern: "google-api-key", lead: "", prefix: "AI" + "za", count: 35, alphabet: alphanumeric),
        Sample(pattern: "groq-api-key", lead: "", prefix: "gs" + "k_", count: 52, alphabet: alphanumeric),
        Sample(pattern: "xai-api-key", lead: "", prefix: "xa" + "i-", count: 80, alphabet: alphanumeric),
        Sample(pattern: "perplexity-api-key", lead: "", prefix: "pp" + "lx-", count: 48, alphabet: alphanumeric),
        Sample(pattern: "nvidia-api-key", lead: "", prefix: "nva" + "pi-", count: 64, alphabet: alphanumeric),
        Sample(pattern: "replicate-api-token", lead: "", prefix: "r" + "8_", count: 37, alphabet: alphanumeric),
        Sample(
            pattern: "cerebras-api-key", lead: "", prefix: "cs" + "k-", count: 48, alphabet: hex + "ghjkmnpqrtvwxyz"),
        Sample(
            pattern: "together-api-key-assigned", lead: "TOGETHER_API_KEY=", prefix: "", count: 64, alphabet: hex),
        Sample(pattern: "mistral-api-key", lead: "MISTRAL_API_KEY=", prefix: "", count: 32, alphabet: alphanumeric),
        Sample(pattern: "cohere-api-key", lead: #""co_api_key": ""#, prefix: "", count: 40, alphabet: alphanumeric),
        Sample(
            pattern: "langsmith-api-key", lead: "", prefix: "lsv2" + "_pt_", count: 32, alphabet: hex,
            suffix: "_0a1b2c3d4e"),
        Sample(pattern: "wandb-api-key", lead: "WANDB_API_KEY: ", prefix: "", count: 40, alphabet: hex),
        Sample(pattern: "posthog-personal-key", lead: "", prefix: "ph" + "x_", count: 43, alphabet: alphanumeric),
        Sample(pattern: "posthog-project-key", lead: "", prefix: "ph" + "c_", count: 43, alphabet: alphanumeric),
        Sample(pattern: "pinecone-api-key", lead: "", prefix: "pcs" + "k_", count: 70, alphabet: alphanumeric),
        Sample(pattern: "tavily-api-key", lead: "", prefix: "tv" + "ly-dev-", count: 32, alphabet: alphanumeric),
        Sample(pattern: "jina-api-key", lead: "", prefix: "ji" + "na_", count: 60, alphabet: alphanumeric),
        Sample(pattern: "e2b-api-key", lead: "", prefix: "e2" + "b_", count: 40, alphabet: hex),
        Sample(pattern: "azure-openai-key", lead: "AZURE_OPENAI_API_KEY=", prefix: "", count: 32, alphabet: hex),
        Sample(pattern: "github-token", lead: "", prefix: "gh" + "p_", count: 36, alphabet: alphanumeric),
        Sample(
            pattern: "github-fine-grained-token", lead: "", prefix: "github" + "_pat_", count: 22,
            alphabet: alphanumeric, suffix: "_" + alphanumeric.prefix(59)),
        Sample(pattern: "gitlab-token", lead: "", prefix: "gl" + "pat-", count: 20, alphabet: alphanumeric),
        Sample(pattern: "npm-token", lead: "", prefix: "np" + "m_", count: 36, alphabet: alphanumeric),
        Sample(
            pattern: "pypi-token", lead: "", prefix: "py" + "pi-AgE" + "IcHlwaS5vcmc", count: 90, alphabet: alphanumeric
        ),
        Sample(pattern: "aws-access-key-id", lead: "", prefix: "AK" + "IA", count: 16, alphabet: base32),
        Sample(
            pattern: "aws-secret-access-key", lead: "aws_secret_access_key = ", prefix: "", count: 40,
            alphabet: alphanumeric + "+/"),
        Sample(
            pattern: "slack-token", lead: "", prefix: "xo" + "xb-1234567890-", count: 24, alphabet: alphanumeric),
        Sample(
            pattern: "slack-webhook", lead: "https://hooks.slack" + ".com/services/", prefix: "T0AAAAAAA/B0AAAAAAA/",
            count: 24, alphabet: alphanumeric),
        Sample(pattern: "stripe-key", lead: "", prefix: "sk_" + "live_", count: 24, alphabet: alphanumeric),
        Sample(
            pattern: "telegram-bot-token", lead: "TELEGRAM_BOT_TOKEN=", prefix: "123456789:" + "AA", count: 33,
            alphabet: alphanumeric),
        Sample(
            pattern: "discord-webhook", lead: "https://discord" + ".com/api/webhooks/123456789012345678/", prefix: "",
            count: 68, alphabet: alphanumeric),
        Sample(
            pattern: "jwt", lead: "", prefix: "ey" + "JhbGciOiJIUzI1NiJ9.ey" + "JzdWIiOiI0NzExIn0.", count: 43,
            alphabet: alphanumeric),
        Sample(
            pattern: "url-credentials", lead: "postgres://app:", prefix: "", count: 14, alphabet: alphanumeric,
            suffix: ""),
        Sample(
            pattern: "bearer-token", lead: #""Authorization": "Bearer "#, prefix: "", count: 40, alphabet: alphanumeric),
        Sample(
            pattern: "api-key-option", lead: "llama-server --api-key ", prefix: "", count: 32, alphabet: alphanumeric),
        Sample(pattern: "assigned-api-key", lead: #"{"api_key": ""#, prefix: "", count: 32, alphabet: alphanumeric),
        Sample(pattern: "assigned-password", lead: #"{"password": ""#, prefix: "", count: 16, alphabet: alphanumeric),
    ]

    /// A secret of random characters, the same for the same seed.
    static func secret(_ sample: Sample, seed: UInt64) -> String {
        var random = SeededGenerator(seed: seed)
        return sample.prefix + random.text(sample.count, of: sample.alphabet) + sample.suffix
    }

    static func end(_ sample: Sample) -> String {
        sample.pattern == "url-credentials" ? "@db.internal/app" : "\""
    }

    @Test("all of them load and compile, and there are at least thirty")
    func load() {
        #expect(EmbeddedSecrets.loaded.flatMap(\.problems).isEmpty)
        #expect(EmbeddedSecrets.compiled.problems.isEmpty)
        #expect(EmbeddedSecrets.matcher.patternCount >= 30)
    }

    @Test("a token in the form that its vendor publishes is found whole", arguments: samples)
    func positive(sample: Sample) {
        let secret = Self.secret(sample, seed: 7)
        let text = "before it \(sample.lead)\(secret)\(Self.end(sample)) and after\n"
        let found = EmbeddedSecrets.find(text)
        #expect(found.map(\.patternID) == [sample.pattern])
        #expect(found.map(\.text) == [secret])
    }

    @Test("a token behind a line break that JSON escaped is found", arguments: samples.filter { $0.lead.isEmpty })
    func escaped(sample: Sample) {
        let secret = Self.secret(sample, seed: 8)
        #expect(EmbeddedSecrets.find(#"{"content":"use this\n"# + secret + #"\nthanks"}"#).map(\.text) == [secret])
    }

    @Test("half a token is none", arguments: samples.filter { $0.lead.isEmpty && $0.pattern != "slack-token" })
    func truncated(sample: Sample) {
        let whole = Self.secret(sample, seed: 9)
        let half = String(whole.prefix(sample.prefix.count + sample.count / 4))
        #expect(EmbeddedSecrets.find("before \(half) after").isEmpty)
    }

    @Test("a private key is found, in a file and in a JSON string", arguments: ["\n", "\\n"])
    func privateKey(lineBreak: String) {
        var random = SeededGenerator(seed: 3)
        let lines = (0..<12).map { _ in random.text(64, of: Self.alphanumeric) }
        let dashes = "-----"
        let text =
            ([dashes + "BEGIN RSA PRIVATE" + " KEY" + dashes] + lines + [dashes + "END RSA PRIVATE KEY" + dashes])
            .joined(separator: lineBreak)
        #expect(EmbeddedSecrets.find("x " + text + " y").map(\.patternID) == ["private-key"])
    }

    @Test(
        "what only looks like a secret is none",
        arguments: [
            "id: 550e8400-e29b-41d4-a716-446655440000",
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "commit 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ",
            "OPENAI_API_KEY=sk-" + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "OPENAI_API_KEY=your-openai-api-key-goes-here-1234",
            "api_key = YOUR_API_KEY_GOES_RIGHT_HERE",
            #"{"api_key": "sk-no-key-required"}"#,
            #"{"api_key": "lm-studio"}"#,
            #"api_key=os.environ["OPENAI_API_KEY"]"#,
            "api_key=process.env.OPENAI_API_KEY_PRODUCTION",
            "api_key: ${OPENAI_API_KEY_FROM_THE_VAULT}",
            "api_key=settings.openai_api_key_value",
            "llama-server --api-key-file /etc/llama/keys --port 8080",
            "--token-count 4096 --secret-santa-list something",
            "see https://example.org:8080/path?x=1 and mailto:a@b.example",
            "https://user:password@example.org/",
            "http://user:<your-password>@host/",
            "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----",
            "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
            "the task-management-of-our-disk-and-risk-assessment-department-is-long",
            #"{"password": "hunter2"}"#, #"{"password": "********"}"#, "password: what is a good password to use here?",
            "Authorization: Bearer $OPENAI_API_KEY", "tokens: 4096, token_count=128000",
            "AKIA" + "IOSFODNN7EXAMPLE", "a JWT begins with eyJ and has two dots",
        ])
    func negative(text: String) {
        #expect(EmbeddedSecrets.find(text).map(\.patternID) == [])
    }
}
