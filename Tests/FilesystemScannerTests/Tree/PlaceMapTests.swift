import Knowledge
import Observation
import TestSupport
import Testing

@testable import FilesystemScanner

@Suite("Catalogued places in a tree")
struct PlaceMapTests {
    private static func map(_ places: [(id: String, paths: [String], format: Artifact.Format)], home: String)
        -> PlaceMap
    {
        PlaceMap(
            places.map { place in
                var product = Product(id: place.id, name: place.id, kind: "cli")
                product.artifacts = [
                    Artifact(
                        id: "\(place.id).place", title: "Place", paths: place.paths.map { PathTemplate($0) },
                        format: place.format)
                ]
                let context = PlaceContext(home: HomeFolder(userName: "ana", userID: 1, path: home))
                return ResidueScan.Target(product: product, contexts: [context])
            })
    }

    @Test("each file knows whose place it lies in, wherever the tree begins")
    func labels() throws {
        let tree = try TemporaryTree()
        for name in [
            "home/.tool/history", "home/.tool/other", "home/.tool/logs/a.log", "home/.tool/logs/old/b.log",
            "home/.other/x/y/chat.json", "home/.other/chat.json", "home/.other/x/notes", "home/.data/deep/er/file",
            "elsewhere/.tool/history",
        ] {
            try tree.write(name, "x")
        }
        var options = TreeOptions()
        options.places = Self.map(
            [
                ("tool", ["{home}/.tool/history"], .text), ("logs", ["{home}/.tool/logs/*.log"], .text),
                ("chats", ["{home}/.other/**/chat.json"], .json), ("data", ["{home}/.data"], .directory),
            ], home: tree.path + "/home")
        let expected: [String: String] = [
            "home/.tool/history": "tool", "home/.tool/logs/a.log": "logs", "home/.other/x/y/chat.json": "chats",
            "home/.other/chat.json": "chats", "home/.data/deep/er/file": "data",
        ]
        for root in ["", "/home", "/home/.tool", "/home/.other/x"] {
            let run = TreeRun([tree.path + root], options)
            for file in run.examined {
                let name = String(decoding: file.path.dropFirst(tree.path.utf8.count + 1), as: UTF8.self)
                #expect(file.product == expected[name], "\(name) from \(root)")
            }
        }
        #expect(TreeRun([tree.path + "/home/.tool/history"], options).examined.map(\.product) == ["tool"])
    }

    @Test("a place that lies behind a link is known where the link leads")
    func behindLinks() throws {
        let tree = try TemporaryTree()
        try tree.write("store/history", "x")
        try tree.folder("home")
        tree.link("home/.tool", to: "../store")
        var options = TreeOptions()
        options.places = Self.map([("tool", ["{home}/.tool/history"], .text)], home: tree.path + "/home")
        let run = TreeRun([tree.path], options)
        #expect(run.examined.map(\.product) == ["tool"])
    }

    @Test("files of a place are read again also when they have not changed")
    func neverRemembered() throws {
        let tree = try TemporaryTree()
        try tree.write("home/.tool/history", "hay")
        var options = TreeOptions()
        options.places = Self.map([("tool", ["{home}/.tool/history"], .text)], home: tree.path + "/home")
        options.memory = CleanMemory(
            key: SipHash.Key(1, 2), settlingSeconds: -1_000, recall: { _ in [] },
            remember: { _, numbers in Issue.record("remembered \(numbers.count)") })
        _ = TreeRun([tree.path], options)
    }
}
