/// A text; a first byte chooses its name, which says how it is read.
enum TextFuzzing {
    private static let names = [
        "a.log", "a.md", "a.yaml", "a.toml", ".env", ".zsh_history", "fish_history", ".bash_history", "x-json.log",
        ".aider.chat.history.md", ".aider.llm.history", "word/document.xml",
    ]

    static func read(_ input: Span<UInt8>) {
        guard input.count > 0 else { return }
        let name = names[Int(input[0]) % names.count]
        FileFuzzing.read(input.indices.dropFirst().map { input[$0] }, named: name)
    }
}
