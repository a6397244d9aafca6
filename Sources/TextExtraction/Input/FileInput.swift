/// A file that is to be read, with what lies beside it.
package struct FileInput {
    /// The file's name without its folders.
    package let name: String
    /// Its bytes.
    package let bytes: ByteSource
    /// The bytes of another file of the same folder, by name; nothing where there is none.
    ///
    /// A database asks for its write-ahead log, a store of many files for the others.
    package let sibling: (_ name: String) -> ByteSource?

    package init(name: String, bytes: ByteSource, sibling: @escaping (_ name: String) -> ByteSource? = { _ in nil }) {
        self.name = name
        self.bytes = bytes
        self.sibling = sibling
    }
}
