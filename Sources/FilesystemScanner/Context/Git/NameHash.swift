/// A number that stands for a name within one run, so that millions of names take little memory.
enum NameHash {
    static func of(_ name: ArraySlice<UInt8>) -> Int {
        var hasher = Hasher()
        unsafe name.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        return hasher.finalize()
    }
}
