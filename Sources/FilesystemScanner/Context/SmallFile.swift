/// A configuration file that is read whole or not at all.
enum SmallFile {
    /// How large one may be where nothing else is said, in bytes.
    static let usualLimit = 4 << 20

    /// What is in a file; nothing when it is not there, cannot be read or is larger than allowed.
    ///
    /// Files of /proc and /sys, whose size is told as zero, are read to their end. Links are followed, because people keep
    /// their configuration behind links.
    static func bytes(_ path: [UInt8], limit: Int = usualLimit, followsLinks: Bool = true) -> [UInt8]? {
        do throws(SystemError) {
            return try content(path, limit: limit, followsLinks: followsLinks)
        } catch {
            return nil
        }
    }

    static func bytes(_ path: String, limit: Int = usualLimit) -> [UInt8]? { bytes(Array(path.utf8), limit: limit) }

    /// The lines of a text file, without their ends; none when it cannot be read.
    static func lines(_ path: String, limit: Int = usualLimit) -> [Substring] {
        guard let bytes = bytes(path, limit: limit) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split { $0.isNewline }
    }

    /// What is in a file; nothing when it is larger than allowed or no file.
    static func content(
        _ path: [UInt8], limit: Int = usualLimit, followsLinks: Bool = true
    ) throws(SystemError) -> [UInt8]? {
        var location = path
        // Looked at before it is opened: the mere opening of a device can do something.
        if followsLinks {
            let target = try Descriptor.open(path, for: .following)
            guard try target.status().kind == .file, let real = target.kernelPath else { return nil }
            location = real
        } else {
            let end = path.lastIndex(of: UInt8(ascii: "/")) ?? 0
            let folder = try Descriptor.open(Array(path[...end]), for: .following)
            guard try folder.status(of: Array(path[(end + 1)...])).kind == .file else { return nil }
        }
        let file = try Descriptor.open(location, for: .reading)
        guard try file.status().kind == .file else { return nil }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = try file.read(into: &buffer, at: Int64(result.count))
            guard count > 0 else { return result }
            guard result.count + count <= limit else { return nil }
            result += buffer.prefix(count)
        }
    }

    /// The names in a folder, sorted, and none when it cannot be listed.
    static func names(in folder: String, atMost limit: Int = 10_000) -> [String] {
        do throws(SystemError) {
            let folder = try Descriptor.open(Array(folder.utf8), for: .following)
            return try folder.names(atMost: limit).names.map { String(decoding: $0, as: UTF8.self) }
        } catch {
            return []
        }
    }
}
