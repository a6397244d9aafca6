import Knowledge
import TestSupport
import Testing

@testable import FilesystemScanner

@Suite("What units say of places")
struct ServiceUnitTests {
    private static let text = """
        # comment
        [Unit]
        Description=Environment=NO=1
        [Service]
        User=ollama
        DynamicUser=yes
        WorkingDirectory=/srv/work
        StateDirectory=ollama models:other
        Environment="OLLAMA_MODELS=/data/my models" OLLAMA_HOST=0.0.0.0
        Environment=A=b=c
        EnvironmentFile=-/etc/default/ollama
        ExecStart=@-/usr/local/bin/llama-server --slot-save-path=/slots -m "/m/a b.gguf" \\
          --log-file /var/log/l.log --verbose
        ; another comment
        [Install]
        User=nobody
        """

    private func unit(_ texts: String...) -> ServiceUnit {
        ServiceUnit(name: "x.service", parsing: texts.map { Array($0.utf8) })
    }

    @Test("users, folders, variables and the command arrive")
    func everything() {
        let unit = unit(Self.text)
        #expect(unit.user == "ollama" && unit.usesDynamicUser && unit.workingFolder == "/srv/work")
        #expect(unit.stateFolders == ["ollama", "models"])
        #expect(unit.environment == ["OLLAMA_MODELS": "/data/my models", "OLLAMA_HOST": "0.0.0.0", "A": "b=c"])
        #expect(unit.environmentFiles == ["/etc/default/ollama"])
        #expect(unit.programName == "llama-server")
        #expect(unit.options == ["--slot-save-path": "/slots", "-m": "/m/a b.gguf", "--log-file": "/var/log/l.log"])
    }

    @Test("a drop-in adds, and an empty value takes away")
    func dropIns() {
        let unit = unit(Self.text, "[Service]\nEnvironment=\nEnvironment=B=1\nUser=\nStateDirectory=\n")
        #expect(unit.environment == ["B": "1"])
        #expect(unit.user == nil && unit.stateFolders.isEmpty)
    }

    @Test("files of variables are read as a shell would")
    func environmentFile() {
        var unit = unit("[Service]\n")
        unit.add(environmentFile: Array("# x\nA=1\nB=\"two words\"\nnonsense\nC='3'\n".utf8))
        #expect(unit.environment == ["A": "1", "B": "two words", "C": "3"])
    }

    @Test("units of a folder with their drop-ins, the stronger folder first")
    func folders() throws {
        let tree = try TemporaryTree()
        try tree.write("lib/a.service", "[Service]\nUser=weak\n")
        try tree.write("etc/a.service", "[Service]\nUser=strong\nEnvironmentFile=\(tree.path)/env\n")
        try tree.write("lib/a.service.d/10.conf", "[Service]\nEnvironment=FROM=lib\n")
        try tree.write("etc/a.service.d/10.conf", "[Service]\nEnvironment=FROM=etc\n")
        try tree.write("lib/b.service", "[Service]\n")
        try tree.write("lib/c.socket", "[Socket]\n")
        try tree.write("env", "GIVEN=1\n")
        let units = ServiceUnits(in: [tree.path + "/etc", tree.path + "/lib"]).units
        #expect(units.map(\.name) == ["a.service", "b.service"])
        #expect(units.first?.user == "strong")
        #expect(units.first?.environment == ["FROM": "etc", "GIVEN": "1"])
    }

    @Test("a product's unit gives the folders that systemd keeps, its user's home and its variables")
    func contexts() throws {
        let tree = try TemporaryTree()
        try tree.write("x.service", Self.text)
        var product = Product(id: "tried", name: "Tried", kind: "cli")
        let units = ServiceUnits(in: [tree.path])
        let homes = [HomeFolder(userName: "ollama", userID: 998, path: "/usr/share/ollama")]
        #expect(PlaceContext.contexts(of: product, units: units, homes: homes).isEmpty)
        product.recognition.processNames = ["llama-server"]
        let contexts = PlaceContext.contexts(of: product, units: units, homes: homes)
        #expect(
            contexts.compactMap(\.home?.path) == [
                "/var/lib/private/ollama", "/var/lib/ollama", "/var/lib/private/models", "/var/lib/models",
                "/usr/share/ollama",
            ])
        #expect(contexts.allSatisfy { $0.environment["OLLAMA_MODELS"] == "/data/my models" })
        #expect(contexts.allSatisfy { $0.options["--slot-save-path"] == "/slots" && $0.workingFolder == "/srv/work" })
        product.recognition.processNames = []
        product.recognition.units = ["x.service"]
        #expect(PlaceContext.contexts(of: product, units: units, homes: homes) == contexts)
    }

    @Test("state folders that lead elsewhere, and variables that systemd would fill in, are left out")
    func hostile() {
        let unit = unit("[Service]\nStateDirectory=../../etc /root %i a\nEnvironment=D=%h/x E=/y\n")
        var product = Product(id: "tried", name: "Tried", kind: "cli")
        product.recognition.units = ["x.service"]
        #expect(unit.stateFolders.count == 4)
        var units = ServiceUnits(in: [])
        units.add(unit)
        let contexts = PlaceContext.contexts(of: product, units: units, homes: [])
        #expect(contexts.compactMap(\.home?.path) == ["/var/lib/a"])
        #expect(contexts.first?.environment == ["E": "/y"])
    }

    @Test("random bytes never trap", arguments: 0..<100)
    func random(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var bytes = Array(Self.text.utf8)
        for _ in 0..<20 {
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        let unit = ServiceUnit(
            name: "x.service", parsing: [Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))])
        _ = unit.options
        _ = unit.programName
    }
}
