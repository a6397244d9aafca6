/// Decodes the header blocks of one direction, each within limits.
///
/// A block that cannot be read costs the fields that it holds and the later ones that refer to them, and nothing else.
final class HTTP2FieldReader {
    /// How many fields of a block are kept.
    static let fieldLimit = 512

    /// How many times as many bytes as were sent a block may decode to without being called a bomb.
    static let harmlessRatio = 64

    private let byteLimit: Int
    private var inflater: HeaderInflater?
    private var block = HTTP2FieldBlock()
    private var encodedCount = 0
    private var decodedCount = 0
    private var isFailed = false
    /// Whether all entries of the table were seen when they were made.
    private(set) var isTableKnown: Bool

    init(isTableKnown: Bool, byteLimit: Int) {
        self.byteLimit = byteLimit
        self.isTableKnown = isTableKnown
    }

    /// About how many bytes are kept.
    var bufferedByteCount: Int { (inflater?.memory ?? 0) + min(decodedCount, byteLimit) }

    /// Reads the next piece of a block.
    func add(_ bytes: Span<UInt8>) {
        encodedCount += bytes.count
        inflate(bytes, isLast: false)
    }

    /// Ends a block and gives what it says.
    func end() -> HTTP2FieldBlock {
        inflate([UInt8]().span, isLast: true)
        if decodedCount > byteLimit, decodedCount / Self.harmlessRatio > encodedCount {
            block.note(.headerCompressionBomb)
        } else if block.isCapped {
            block.note(.headTooLong)
        }
        defer { reset() }
        return block
    }

    /// Forgets the table and the block, because header blocks are missing.
    func lose() {
        forgetTable()
        reset()
    }

    /// Notes that bytes of the block that is being read are missing; the rest of it cannot be read.
    func spoil() {
        forgetTable()
        block.hasUnknownFields = true
        isFailed = true
    }

    private func forgetTable() {
        isTableKnown = false
        inflater = nil
    }

    private func reset() {
        block = HTTP2FieldBlock()
        (encodedCount, decodedCount, isFailed) = (0, 0, false)
    }

    private func inflate(_ bytes: Span<UInt8>, isLast: Bool) {
        guard !isFailed else { return }
        if inflater == nil { inflater = HeaderInflater(isTableKnown: isTableKnown) }
        let isRead = inflater?.inflate(bytes, isLast: isLast) { name, value in keep(name, value) }
        guard isRead != true else { return }
        block.note(.badHeaderCompression)
        // What the rest of the block would have added to the table is not known from here on.
        spoil()
    }

    private func keep(_ name: Span<UInt8>, _ value: Span<UInt8>) {
        guard name.count != 1 || name[0] != HeaderInflater.unknownName else {
            block.hasUnknownFields = true
            return
        }
        decodedCount += name.count + value.count
        guard decodedCount <= byteLimit, block.fields.count < Self.fieldLimit else {
            block.isCapped = true
            return
        }
        block.fields.append(HTTP2Field(name: name.text(0..<name.count), value: value.text(0..<value.count)))
    }
}
