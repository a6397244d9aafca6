package import Knowledge

/// What moves the places of a product for one of its processes.
package struct PlaceValues: Hashable, Sendable {
    /// The variables that its places name, as far as they are set and could be read.
    package let environment: [String: String]
    /// The options that its places name, with their values.
    package let options: [String: String]
    /// The folder that the process works in, where it may be read.
    package let workingFolder: String?
}

extension Inventory {
    /// The variables that move places of every program (XDG Base Directory Specification; POSIX for the last).
    private static let commonVariables: Set<String> = [
        "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "TMPDIR", "HOME",
    ]

    /// Reads what moves a product's places for one of its processes.
    ///
    /// Nothing for a process that ended. Names that a product's settings call secret are never read.
    package func placeValues(of record: ProcessRecord, in product: Product) -> PlaceValues? {
        let placeholders = product.artifacts.flatMap(\.paths).flatMap(\.placeholders)
        let secrets = Set(product.settings.filter(\.isSecret).flatMap(\.spellings))
        let names = Self.commonVariables.union(placeholders.compactMap(\.variable)).subtracting(secrets)
        guard (try? ProcessReader().status(of: record.pid))?.identity == record.identity else { return nil }
        let environment = try? ProcessEnvironment.read(of: record.pid, names: names, secrets: [], root: "/proc")
        let given = CommandLineOptions(record)
        var options: [String: String] = [:]
        for option in placeholders.compactMap(\.option) {
            guard case .text(let value) = given.value(of: [option], isSwitch: false) else { continue }
            options[option] = value
        }
        var values: [String: String] = [:]
        for name in names {
            values[name] = environment?.text(name)
        }
        return PlaceValues(
            environment: values, options: options, workingFolder: try? SystemFiles.link("/proc/\(record.pid)/cwd"))
    }
}

/// A placeholder that a process fills.
struct PlacePlaceholder: Hashable, Sendable {
    /// The variable of `{env:NAME|other}`.
    let variable: String?
    /// The option of `{option:--name}`.
    let option: String?
}

extension PathTemplate {
    /// The placeholders that a process fills, wherever they stand, also behind the bar of another.
    var placeholders: [PlacePlaceholder] {
        text.split(separator: "{").compactMap { part in
            let name = part.prefix { $0 != "}" && $0 != "|" }
            if name.hasPrefix("env:") { return PlacePlaceholder(variable: String(name.dropFirst(4)), option: nil) }
            if name.hasPrefix("option:") { return PlacePlaceholder(variable: nil, option: String(name.dropFirst(7))) }
            return nil
        }
    }
}
