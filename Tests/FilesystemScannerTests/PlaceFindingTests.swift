import Glibc
import Knowledge
import Testing

@testable import FilesystemScanner

@Suite("Folders in which places are looked for")
struct PlaceFindingTests {
    @Test("projects are the home, what lies in it, and repositories below; hidden folders and packages are none")
    func projects() throws {
        let tree = try TemporaryTree()
        for folder in [
            "plain/inner", "work/one/.git", "work/two/deep/three/.git", "work/one/nested/.git", ".hidden/x/.git",
            "work/node_modules/y/.git", "a/b/c/d/e/f/.git",
        ] { try tree.folder(folder) }
        tree.link("link", to: "/usr")
        let found = ProjectFolders(below: tree.path)
        #expect(!found.isCapped)
        #expect(
            Set(found.paths)
                == Set(["", "/plain", "/work", "/work/one", "/work/two/deep/three", "/a"].map { tree.path + $0 }))
    }

    @Test("a template of projects stands for each of them")
    func projectTemplate() {
        var context = PlaceContext(home: nil)
        context.projects = (0..<500).map { "/p/\($0)" }
        #expect(PathTemplate("{project}/{a,b}.json").patterns(in: context).count == 1_000)
        context.projects = []
        #expect(PathTemplate("{project}/x").patterns(in: context).isEmpty)
        context.workingFolder = "/w"
        #expect(PathTemplate("{project}/x").patterns(in: context).map(\.text) == ["/w/x"])
        #expect(PathTemplate("{install|/opt/y}/x").patterns(in: context).map(\.text) == ["/opt/y/x"])
        context.installFolders = ["/i"]
        #expect(PathTemplate("{install|/opt/y}/x").patterns(in: context).map(\.text) == ["/i/x"])
        #expect(PathTemplate("{process}/mem").patterns(in: context).isEmpty)
    }

    @Test("in a tree every folder may be a project, for names that are a product's own")
    func trees() {
        var context = PlaceContext(home: nil)
        context.trees = ["/t/u"]
        let artifact = Artifact(
            id: "t.a", title: "A",
            paths: ["{project}/.aider.chat.history.md", "{project}/{,*/}notes.txt", "/etc/x"].map { PathTemplate($0) },
            format: .text)
        #expect(artifact.patterns(in: context).map(\.text) == ["/etc/x", "/t/u/**/.aider.chat.history.md"])
    }

    @Test("volumes are looked for in every engine's folder, also under a project's name")
    func volumes() {
        let context = PlaceContext(home: HomeFolder(userName: "u", userID: 1, path: "/home/u"))
        let paths = PathTemplate("{volume:open-webui}/webui.db").patterns(in: context).map(\.text)
        #expect(paths.count == 8)
        #expect(paths.contains("/var/lib/docker/volumes/open-webui/_data/webui.db"))
        #expect(paths.contains("/home/u/.local/share/containers/storage/volumes/*_open-webui/_data/webui.db"))
    }

    @Test("a database has its sidecars beside it, a folder's files have none")
    func sidecars() {
        let context = PlaceContext(home: HomeFolder(userName: "u", userID: 1, path: "/home/u"))
        let database = Artifact(
            id: "t.d", title: "D", paths: [PathTemplate("{home}/x.db"), PathTemplate("{home}/d/**")], format: .sqlite)
        #expect(
            database.patterns(in: context).map(\.text) == [
                "/home/u/x.db", "/home/u/x.db-wal", "/home/u/x.db-shm", "/home/u/x.db-journal", "/home/u/d/**",
            ])
    }

    @Test("a file that a process has open is found in its folder, whatever moved it there")
    func openFiles() throws {
        let tree = try TemporaryTree()
        try tree.write("moved/webui.db", "x")
        let descriptor = open(tree.path + "/moved/webui.db", O_RDONLY)
        #expect(descriptor >= 0)
        defer { close(descriptor) }
        let places = ProcessPlaces(process: getpid())
        #expect(places.openFolders.contains(tree.path + "/moved") && places.mounts.isEmpty && places.isComplete)
        var context = PlaceContext(home: nil)
        context.openFolders = [tree.path + "/moved"]
        let artifact = Artifact(
            id: "t.d", title: "D", paths: [PathTemplate("{env:DATA|/none}/webui.db"), PathTemplate("/x/*")],
            format: .sqlite)
        let paths = artifact.patterns(in: context).map(\.text)
        #expect(paths.contains(tree.path + "/moved/webui.db") && paths.contains(tree.path + "/moved/webui.db-wal"))
        #expect(!paths.contains(tree.path + "/moved/*"))
    }

    @Test("a process that is gone tells nothing, and says so")
    func gone() {
        let places = ProcessPlaces(process: .max)
        #expect(places.openFolders.isEmpty && places.mounts.isEmpty && !places.isComplete)
    }
}
