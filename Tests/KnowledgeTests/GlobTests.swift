import Testing

@testable import Knowledge

@Suite("Globs over names and paths of processes")
struct GlobTests {
    @Test(
        "a pattern matches",
        arguments: [
            ("", ""), ("*", ""), ("*", "/usr/bin/ollama"), ("ollama", "ollama"), ("*/ollama", "/usr/bin/ollama"),
            ("xllamacpp*.so", "xllamacpp.abi3.so"), ("libllama.so*", "libllama.so.0"), ("?", "a"), ("a?c", "abc"),
            ("*a*b*", "xxaxxbxx"), ("a**b", "ab"), ("*.llamafile", "/home/a/b.llamafile"), ("a*a", "aa"),
        ])
    func matches(pattern: String, text: String) {
        #expect(Glob(pattern).matches(text))
    }

    @Test(
        "a pattern does not match",
        arguments: [
            ("", "a"), ("?", ""), ("ollama", "ollama2"), ("ollama", "Ollama"), ("*/ollama", "ollama"), ("a*a", "a"),
            ("xllamacpp*.so", "xllamacpp.abi3.so.1"), ("a?c", "ac"), ("*b", "abc"), ("a.c", "abc"), ("[a]", "a"),
        ])
    func doesNotMatch(pattern: String, text: String) {
        #expect(!Glob(pattern).matches(text))
    }

    @Test("many stars take no more than the product of both lengths")
    func manyStars() {
        let pattern = Glob(String(repeating: "*a", count: 200) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 20_000)))
    }
}
