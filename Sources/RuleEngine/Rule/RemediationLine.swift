internal import Knowledge

/// One line of what to type against a finding.
package struct RemediationLine: Hashable, Sendable {
    /// The products that it is for, by their ids; for every product when there are none.
    package let products: [String]
    /// The line, with placeholders for values of the event.
    package let text: String

    package init(_ text: String, for products: [String] = []) {
        self.text = text
        self.products = products
    }

    /// Whether it is for everybody.
    package var isForEverybody: Bool { products.isEmpty }

    /// Reads an entry of the custom key `remediation`: a text, or a map of `product` (an id, or a list of ids) and `type`.
    ///
    /// - Throws: ``RuleFault`` when it is neither.
    init(reading node: YAMLNode) throws(RuleFault) {
        if let text = node.text {
            self.init(text)
            return
        }
        for (key, value) in node.members where key != "product" && key != "type" {
            throw RuleFault(line: value.line, reason: "a line of 'remediation' holds 'product' and 'type'")
        }
        guard let text = node["type"]?.text, !text.isEmpty, let products = node["product"]?.elements, !products.isEmpty
        else {
            throw RuleFault(
                line: node.line, reason: "'remediation' takes a list of texts, or of maps with 'product' and 'type'")
        }
        var ids: [String] = []
        for product in products {
            guard let id = product.text, Self.isProductID(id) else {
                throw RuleFault(line: product.line, reason: "'product' takes a product's id, or a list of ids")
            }
            ids.append(id)
        }
        self.init(text, for: ids)
    }

    /// Lower-case letters, digits, dashes and dots, as in the names of the files below `products/`.
    private static func isProductID(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E
            }
    }
}

extension [RemediationLine] {
    /// The lines for a product, its own before those for everybody.
    func lines(for product: String?) -> [String] {
        let own = filter { line in product.map(line.products.contains) ?? false }
        return (own + filter(\.isForEverybody)).map(\.text)
    }
}
