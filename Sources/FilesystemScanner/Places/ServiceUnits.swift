/// The service units of this host.
package struct ServiceUnits: Sendable {
    /// The folders of units, the stronger first (systemd.unit(5)).
    package static let folders = [
        "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
        "/lib/systemd/system",
    ]
    private static let unitLimit = 5_000
    private static let fileLimit = 1 << 20

    /// The units, each as its strongest file and its drop-ins have it.
    package private(set) var units: [ServiceUnit] = []

    /// Reads every unit below some folders.
    package init(in folders: [String] = Self.folders) {
        var seen: Set<String> = []
        for folder in folders {
            for name in SmallFile.names(in: folder) where name.hasSuffix(".service") && seen.insert(name).inserted {
                guard units.count < Self.unitLimit,
                    let text = SmallFile.bytes("\(folder)/\(name)", limit: Self.fileLimit)
                else { continue }
                var unit = ServiceUnit(name: name, parsing: [text] + Self.dropIns(of: name, in: folders))
                for file in unit.environmentFiles where file.hasPrefix("/") && !file.contains("%") {
                    SmallFile.bytes(file, limit: Self.fileLimit).map { unit.add(environmentFile: $0) }
                }
                units.append(unit)
            }
        }
    }

    /// Adds a unit that was read elsewhere.
    mutating func add(_ unit: ServiceUnit) {
        units.append(unit)
    }

    /// The drop-ins of a unit, in the order of their names; of two with one name the stronger folder's counts.
    private static func dropIns(of unit: String, in folders: [String]) -> [[UInt8]] {
        var files: [String: String] = [:]
        for folder in folders.reversed() {
            for name in SmallFile.names(in: "\(folder)/\(unit).d") where name.hasSuffix(".conf") {
                files[name] = "\(folder)/\(unit).d/\(name)"
            }
        }
        return files.sorted { $0.key < $1.key }.compactMap { SmallFile.bytes($0.value, limit: fileLimit) }
    }
}
