import Testing

@testable import Knowledge

@Suite("The trees that the binary carries")
struct CarriedTreeTests {
    @Test("say what the text of each file says, line by line")
    func sameAsText() throws {
        var trees = 0
        for file in RuleFile.embedded {
            guard let carried = file.composedDocuments else {
                #expect(file.path.hasSuffix(".toml"), "\(file.path) has no tree")
                continue
            }
            trees += 1
            let composed = try YAMLNode.composed(from: file)
            #expect(Self.same(carried, composed), "\(file.path) differs")
        }
        #expect(trees > 100)
    }

    @Test("are refused at every shorter length")
    func shorter() {
        let tree = Array("m1,1:3:keys1,2:p2,1:aq3,2:bc".utf8)
        #expect(CarriedTree.documents(tree.span)?.count == 1)
        for length in 1..<tree.count {
            #expect(CarriedTree.documents(tree.span.extracting(0..<length)) == nil)
        }
    }

    private static func same(_ one: [YAMLNode], _ other: [YAMLNode]) -> Bool {
        one.count == other.count && zip(one, other).allSatisfy(same)
    }

    private static func same(_ one: YAMLNode, _ other: YAMLNode) -> Bool {
        guard one.line == other.line else { return false }
        switch (one.content, other.content) {
        case (.scalar(let left, let leftIsQuoted), .scalar(let right, let rightIsQuoted)):
            return left == right && leftIsQuoted == rightIsQuoted
        case (.sequence(let left), .sequence(let right)): return same(left, right)
        case (.mapping(let left), .mapping(let right)):
            return left.map(\.key) == right.map(\.key) && same(left.map(\.value), right.map(\.value))
        default: return false
        }
    }
}
