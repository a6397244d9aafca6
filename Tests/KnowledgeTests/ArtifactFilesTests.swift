import Testing

@testable import Knowledge

@Suite("The places that the binary carries")
struct ArtifactFilesTests {
    private static let products = Catalogue(reading: RuleFile.embedded.filter { $0.room == "products" }).products
    private static let contents: Set<String> = [
        "prompt", "completion", "system_prompt", "tool_output", "file_content", "filename", "image", "audio",
        "embedding", "kv_cache", "token_ids", "api_key", "oauth_token", "private_key", "machine_id", "email", "ip",
        "cwd", "model_name", "config",
    ]
    private static let placeholders: Set<Substring> = [
        "home", "xdg_config", "xdg_data", "xdg_cache", "xdg_state", "tmp", "cwd", "install", "project", "process",
        "vscode_user", "chromium_profile", "firefox_profile", "docker", "podman",
    ]

    @Test("a catalogue of places is there")
    func size() {
        #expect(Self.products.count >= 110)
        #expect(Self.products.flatMap(\.artifacts).count >= 300)
    }

    @Test("every product has places", arguments: products)
    func places(product: Product) {
        #expect(!product.artifacts.isEmpty)
    }

    @Test(
        "places are the product's own, and say what they hold, how long, how to stop it and how to get rid of it",
        arguments: products)
    func complete(product: Product) {
        for artifact in product.artifacts {
            #expect(artifact.id.hasPrefix(product.id + "."))
            #expect(Set(artifact.holds).subtracting(Self.contents) == [], "\(artifact.id)")
            #expect(!artifact.holds.isEmpty, "\(artifact.id)")
            #expect(["on", "off", "conditional", "never"].contains(artifact.standard), "\(artifact.id)")
            for text in [artifact.retention, artifact.disable, artifact.purge] {
                #expect(text?.isEmpty == false, "\(artifact.id)")
            }
        }
    }

    @Test("templates are absolute, balanced, and use known placeholders", arguments: products)
    func templates(product: Product) {
        for artifact in product.artifacts {
            for template in artifact.paths { #expect(Self.isSound(template.text), "\(template.text)") }
            for template in artifact.containerPaths { #expect(template.text.hasPrefix("/"), "\(template.text)") }
        }
    }

    @Test("fields are ways that lead somewhere, and a role is asked for where it decides", arguments: products)
    func fields(product: Product) {
        for artifact in product.artifacts {
            for locator in artifact.content {
                #expect(locator.field.isSound, "\(artifact.id) \(locator.field.text)")
                #expect(locator.field.matches(locator.field.text) || locator.field.text.contains("["), "\(artifact.id)")
            }
            let tables = artifact.content.filter { artifact.format == .sqlite && !$0.field.text.contains(".") }
            #expect(tables.allSatisfy { $0.field.text.contains("*") }, "\(artifact.id) names a table without a column")
        }
    }

    @Test("a database has its sidecars without being asked, and nobody lists them as places")
    func sidecars() {
        for artifact in Self.products.flatMap(\.artifacts) where artifact.format == .sqlite {
            #expect(artifact.sidecars.prefix(3) == ["-wal", "-shm", "-journal"])
            #expect(!artifact.paths.contains { $0.text.hasSuffix("-wal") }, "\(artifact.id)")
        }
    }

    @Test("what is not confirmed says so")
    func confidence() {
        let unsure = Self.products.flatMap(\.artifacts).filter { $0.confidence == .low }
        #expect(!unsure.isEmpty && unsure.count < 25, "\(unsure.map(\.id))")
    }

    /// Whether a template is absolute, balanced, and uses known placeholders.
    private static func isSound(_ text: String) -> Bool {
        guard text.hasPrefix("/") || text.hasPrefix("{"), !text.contains("|}"), !text.contains("/..") else {
            return false
        }
        var depth = 0
        for character in text {
            depth += character == "{" ? 1 : character == "}" ? -1 : 0
            guard depth >= 0 else { return false }
        }
        return depth == 0
            && text.split(separator: "{").dropFirst(text.hasPrefix("{") ? 0 : 1).allSatisfy { piece in
                // Alternatives begin with a comma, an inner brace, or a word that a comma ends.
                guard let end = piece.firstIndex(where: { "}|,".contains($0) }), piece[end] != "," else { return true }
                let name = piece[..<end]
                if name.hasPrefix("env:") { return name.dropFirst(4).utf8.allSatisfy(isVariableByte) && name.count > 4 }
                if name.hasPrefix("option:") { return name.dropFirst(7).hasPrefix("-") }
                return name.hasPrefix("volume:") || placeholders.contains(name)
            }
    }

    private static func isVariableByte(_ byte: UInt8) -> Bool {
        byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
    }
}
