/// One installed package of a product.
package struct InstalledPackage: Hashable, Sendable {
    /// The name as the product's file spells it.
    package let name: String
    /// The version, as the package says it.
    package let version: String
    /// `pypi` or `deb`.
    package let type: String
    /// The folder it is installed into; nothing for those of the distribution.
    package let folder: String?
}

/// Names of packages that belong to products.
struct PackageNames: Sendable {
    /// The product and the spelling of the rule, by name, or by normalised name with PyPI.
    let products: [String: (product: Int, name: String)]

    /// Reads the names of one place from the products; the first product of a name has it.
    init(_ names: [(product: Int, names: [String])], isNormalised: Bool) {
        var products: [String: (product: Int, name: String)] = [:]
        for (product, names) in names {
            for name in names {
                let key = isNormalised ? Self.normalised(name) : name
                if products[key] == nil { products[key] = (product, name) }
            }
        }
        self.products = products
    }

    /// A Python package's name as PEP 503 compares it: lower case, runs of `-`, `_` and `.` as one hyphen.
    static func normalised(_ name: String) -> String {
        name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
    }
}
