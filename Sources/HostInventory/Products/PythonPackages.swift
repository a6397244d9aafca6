/// Packages that lie in a folder of Python packages.
enum PythonPackages {
    /// How many names of one folder are looked at.
    static let nameLimit = 50_000

    /// The packages of products in a folder, in the order of their names.
    ///
    /// - Parameters:
    ///   - folder: the folder.
    ///   - names: which packages count.
    ///   - root: what the folder lies below: nothing, or the root of a container's process.
    /// - Returns: the packages with the products that they belong to.
    /// - Throws: ``ReadFailure`` when the folder cannot be read.
    static func installed(
        in folder: String, names: PackageNames, root: String
    ) throws(ReadFailure) -> [(product: Int, package: InstalledPackage)] {
        var found: [(product: Int, package: InstalledPackage)] = []
        for entry in try SystemFiles.names(in: root + folder, limit: nameLimit).sorted()
        where entry.hasSuffix(".dist-info") {
            // The folder is named after package and version, with hyphens in names replaced (PyPA, recording installed projects).
            let stem = entry.dropLast(".dist-info".count)
            guard let hyphen = stem.lastIndex(of: "-"),
                let match = names.products[PackageNames.normalised(String(stem[..<hyphen]))]
            else { continue }
            let metadata = try? SystemFiles.bytes(of: "\(root)\(folder)/\(entry)/METADATA", limit: 16 << 10).bytes
            let version = metadata.flatMap(version(in:)) ?? String(stem[stem.index(after: hyphen)...])
            found.append(
                (match.product, InstalledPackage(name: match.name, version: version, type: "pypi", folder: folder)))
        }
        return found
    }

    /// The version in a package's metadata, which ends at the first empty line.
    static func version(in metadata: [UInt8]) -> String? {
        for line in metadata.split(separator: 0x0A, omittingEmptySubsequences: false) {
            guard !line.isEmpty, line != [0x0D] else { return nil }
            guard line.starts(with: "Version:") else { continue }
            let words = line.dropFirst("Version:".utf8.count).split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
            return words.first.map(\.text)
        }
        return nil
    }
}

/// Packages that the distribution installed.
enum DebianPackages {
    /// The longest list that is taken in.
    static let limit = 32 << 20

    /// The packages of products in the list of installed ones.
    ///
    /// Layout: deb-control(5), paragraphs of `Name: value`; what is not fully installed is passed over.
    static func installed(in bytes: [UInt8], names: PackageNames) -> [(product: Int, package: InstalledPackage)] {
        var found: [(product: Int, package: InstalledPackage)] = []
        var (name, version, isInstalled) = (String?.none, String?.none, false)
        func finish() {
            if let name, let version, isInstalled, let match = names.products[name] {
                found.append(
                    (match.product, InstalledPackage(name: match.name, version: version, type: "deb", folder: nil)))
            }
            (name, version, isInstalled) = (nil, nil, false)
        }
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let line = bytes[start..<end]
            start = end + 1
            if line.isEmpty {
                finish()
            } else if line.starts(with: "Package: ") {
                name = line.dropFirst(9).text
            } else if name != nil, line.starts(with: "Version: ") {
                version = line.dropFirst(9).text
            } else if line.starts(with: "Status: ") {
                isInstalled = line.words.last?.elementsEqual("installed".utf8) == true
            }
        }
        finish()
        return found
    }
}
