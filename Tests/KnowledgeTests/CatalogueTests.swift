import Testing

@testable import Knowledge

@Suite("The catalogue")
struct CatalogueTests {
    private func product(_ id: String, hosts: String, purpose: String = "telemetry") -> RuleFile {
        RuleFile(
            path: "products/\(id).yml",
            text: "id: \(id)\nname: \(id)\nkind: cli\negress: [{id: e, hosts: [\(hosts)], purpose: \(purpose)}]",
            origin: .embedded)
    }

    @Test("a host of one product is that product's, a host of several is nobody's")
    func hostsOfProducts() {
        let catalogue = Catalogue(reading: [
            product("one", hosts: "own.test, shared.test"), product("two", hosts: "shared.test, known.test"),
            RuleFile(
                path: "endpoints/x.yml", text: "- {owner: Vendor, purpose: cdn-asset, hosts: [known.test]}",
                origin: .embedded),
        ])
        #expect(catalogue.problems.isEmpty)
        #expect(catalogue.endpoints.endpoint(for: "own.test")?.product == "one")
        #expect(catalogue.endpoints.endpoint(for: "shared.test") == nil)
        #expect(catalogue.endpoints.endpoint(for: "known.test")?.owner == "Vendor")
    }

    @Test("a later product replaces an earlier one, and a broken file hides no other")
    func replacement() {
        let catalogue = Catalogue(reading: [
            product("one", hosts: "old.test"), RuleFile(path: "products/bad.yml", text: "[", origin: .user),
            product("one", hosts: "new.test"), product("abc", hosts: "abc.test"),
        ])
        #expect(catalogue.products.map(\.id) == ["abc", "one"])
        #expect(catalogue.products.last?.egress.first?.hosts == ["new.test"])
        #expect(catalogue.problems.map(\.file) == ["products/bad.yml"])
    }

    @Test("a user's hosts stand before those that are carried")
    func userHosts() {
        func file(_ owner: String, _ origin: RuleFile.Origin) -> RuleFile {
            RuleFile(
                path: "endpoints/\(owner).yml", text: "- {owner: \(owner), purpose: telemetry, hosts: [h.test]}",
                origin: origin)
        }
        let catalogue = Catalogue(reading: [file("carried", .embedded), file("mine", .user)])
        #expect(catalogue.endpoints.endpoint(for: "h.test")?.owner == "mine")
    }

    @Test(
        "a file's room and stem come from its path",
        arguments: [
            ("products/a.yml", "products", "a"), ("detections/egress/a.b.yml", "detections", "a.b"), ("a.yml", "", "a"),
            ("x/", "x", "x"), ("", "", ""), ("x/.yml", "x", ""),
        ])
    func paths(path: String, room: String, stem: String) {
        let file = RuleFile(path: path, text: "", origin: .user)
        #expect(file.room == room && file.stem == stem)
    }
}
