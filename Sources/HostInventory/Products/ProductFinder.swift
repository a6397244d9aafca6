internal import Knowledge

/// Tells which product a process belongs to.
///
/// One process is one product's: where several claim it, the one with the weightier signs wins, then the one whose
/// identifier comes first.
struct ProductFinder: Sendable {
    /// The products, in the order of the catalogue; an index stands for one everywhere in here.
    let products: [Product]
    private let patterns: [ProductPattern]

    /// A process that bears signs of a product.
    struct Recognised: Equatable, Sendable {
        let product: Int
        let signs: Set<RecognitionSign>
    }

    init(_ products: [Product]) {
        self.products = products
        patterns = products.map(ProductPattern.init)
    }

    /// The products of which an expression does not compile.
    var brokenProducts: [String] {
        zip(products, patterns).filter { $1.brokenExpressions > 0 }.map { $0.0.id }
    }

    /// Whether the libraries of processes tell anything.
    var looksAtLibraries: Bool { patterns.contains(where: \.looksAtLibraries) }

    /// The product that a process bears signs of by itself.
    func recognise(_ traits: ProcessTraits) -> Recognised? {
        best { $0.signs(of: traits) }
    }

    /// The product whose libraries a process has mapped.
    func recognise(libraries: Set<String>) -> Recognised? {
        best { $0.hasLibrary(among: libraries) ? [.library] : [] }
    }

    private func best(_ signs: (ProductPattern) -> Set<RecognitionSign>) -> Recognised? {
        var best: Recognised?
        var bestWeight = 0
        for (index, pattern) in patterns.enumerated() {
            let found = signs(pattern)
            let weight = found.reduce(0) { $0 + $1.weight }
            guard weight > bestWeight else { continue }
            (best, bestWeight) = (Recognised(product: index, signs: found), weight)
        }
        return best
    }

    /// The part that a process plays in the product of a forebear; nothing when it is not one that the product starts.
    func role(of traits: ProcessTraits, asChildOf product: Int) -> String? {
        patterns[product].role(ofChild: traits)
    }

    /// The part that a process of a product plays when it waits for nobody.
    func ownRole(of product: Int) -> String {
        switch products[product].kind {
        case "desktop_app", "chat_ui", "agent_builder", "image_gen", "notebook", "app_framework": "app"
        default: "tool"
        }
    }
}
