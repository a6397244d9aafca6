/// All knowledge of the files under `Rules/` but the detections: products, endpoints, patterns and advisories.
package struct Catalogue: Sendable {
    /// The products, in the order of their identifiers.
    package private(set) var products: [Product] = []
    /// The hosts: those of `endpoints/`, and those that products name.
    package private(set) var endpoints = EndpointTable()
    /// The patterns of secrets.
    package private(set) var patterns: [SecretPattern] = []
    /// The advisories, by product.
    package private(set) var advisories: [String: [Advisory]] = [:]
    /// What could not be read; everything else is in force.
    package private(set) var problems: [RuleProblem] = []

    /// Reads every file that is no detection.
    ///
    /// A product that is read later replaces an earlier one with the same identifier, and a later file's hosts stand
    /// before an earlier one's, so the user's files win over those that the binary carries.
    package init(reading files: [RuleFile]) {
        for file in files.reversed() where file.room == "endpoints" {
            do throws(RuleProblem) {
                try endpoints.add(reading: file)
            } catch {
                problems.append(error)
            }
        }
        for file in files {
            do throws(RuleProblem) {
                try add(file)
            } catch {
                problems.append(error)
            }
        }
        products.sort { $0.id < $1.id }
        addHostsOfProducts()
    }

    /// Adds the hosts that one product alone names, each with its first purpose there.
    ///
    /// A host that several products name belongs to none of them; who runs it is for `endpoints/` to say.
    private mutating func addHostsOfProducts() {
        var naming: [String: Set<String>] = [:]
        for product in products {
            for host in product.egress.flatMap(\.hosts) {
                naming[host, default: []].insert(product.id)
            }
        }
        for product in products {
            for route in product.egress {
                for host in route.hosts where naming[host]?.count == 1 && EndpointTable.isHostPattern(host) {
                    endpoints.add(host, Endpoint(owner: product.name, purpose: route.purpose, product: product.id))
                }
            }
        }
    }

    private mutating func add(_ file: RuleFile) throws(RuleProblem) {
        switch file.room {
        case "products":
            let product = try Product(reading: file)
            products.removeAll { $0.id == product.id }
            products.append(product)
        case "patterns":
            let (read, wrong) = SecretPattern.load(file)
            patterns.removeAll { old in read.contains { $0.id == old.id } }
            patterns += read
            problems += wrong
        case "advisories":
            guard let advisory = try Advisory.advisory(reading: file) else { return }
            advisories[advisory.product, default: []].removeAll { $0.id == advisory.id }
            advisories[advisory.product, default: []].append(advisory)
        default: break
        }
    }
}
