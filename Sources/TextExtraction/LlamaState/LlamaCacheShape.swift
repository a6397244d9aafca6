/// The shape of a saved key-value cache, which tells models apart.
///
/// Layout: `llama_kv_cache::state_write` of llama.cpp: streams, for each its cells, then for each layer the kind of number
/// and the bytes of a row. Newer versions put up to eight more bytes before the first layer.
struct LlamaCacheShape: Equatable {
    private static let cellLimit: UInt32 = 8 << 20
    private static let layerLimit: UInt32 = 4_096

    /// How many layers the cache has.
    let layerCount: Int
    /// The kind of number that the keys are stored as, as ggml counts the kinds.
    let numberType: Int32
    /// The bytes of the keys of one token in the first layer.
    let rowBytes: UInt64

    init(layerCount: Int, numberType: Int32, rowBytes: UInt64) {
        self.layerCount = layerCount
        self.numberType = numberType
        self.rowBytes = rowBytes
    }

    /// Reads the shape; nothing where the bytes are laid out otherwise.
    init?(_ beginning: WindowedSource) {
        do throws(ExtractionGap) {
            var bytes = beginning
            let streams = try bytes.unsigned32()
            guard streams <= 64 else { return nil }
            for _ in 0..<streams {
                let cells = try bytes.unsigned32()
                if cells == 0 { continue }
                guard cells <= Self.cellLimit, Int64(cells) <= bytes.left / 8 else { return nil }
                let afterCells = try Self.skipCells(cells, bytes)
                for (start, extra) in afterCells.flatMap({ start in [0, 8, 4].map { (start, $0) } }) {
                    if let shape = try? Self.layers(cells, start, extra: Int64(extra)) {
                        self = shape
                        return
                    }
                }
                return nil
            }
            return nil
        } catch {
            return nil
        }
    }

    /// Skips what is known of each token: its position, its sequences, and in models that see two numbers for an image.
    private static func skipCells(_ count: UInt32, _ start: WindowedSource) throws(ExtractionGap) -> [WindowedSource] {
        var ends: [WindowedSource] = []
        extensions: for extensionBytes in [Int64(0), 8] {
            var bytes = start
            for _ in 0..<count {
                try bytes.skip(4)
                let sequences = try bytes.unsigned32()
                guard sequences <= 256, bytes.left > extensionBytes + Int64(sequences) * 4 else { continue extensions }
                try bytes.skip(extensionBytes + Int64(sequences) * 4)
            }
            ends.append(bytes)
        }
        return ends
    }

    /// Reads all layers' keys and tells whether each has a kind of number and rows that fit in the file.
    private static func layers(
        _ cells: UInt32, _ start: WindowedSource, extra: Int64
    ) throws(ExtractionGap) -> LlamaCacheShape {
        var bytes = start
        guard try bytes.unsigned32() <= 1 else { throw .malformed }
        let layers = try bytes.unsigned32()
        guard layers > 0, layers <= layerLimit else { throw .malformed }
        try bytes.skip(extra)
        var first: LlamaCacheShape?
        for _ in 0..<layers {
            let type = try bytes.signed32()
            let row = try bytes.little(8)
            guard (0...64).contains(type), row > 0, row <= 1 << 24 else { throw .malformed }
            try bytes.skip(Int64(row) * Int64(cells))
            if first == nil { first = LlamaCacheShape(layerCount: Int(layers), numberType: type, rowBytes: row) }
        }
        guard let first else { throw .malformed }
        return first
    }

    /// The bytes of so many numbers of a kind; nothing for a kind that caches are not stored in.
    static func bytes(of count: Int64, numberType: Int32) -> Int64? {
        // Numbers to a block, and bytes of a block, of ggml's kinds.
        let (block, bytes): (Int64, Int64)
        switch numberType {
        case 0: (block, bytes) = (1, 4)
        case 1, 30: (block, bytes) = (1, 2)
        case 2, 20: (block, bytes) = (32, 18)
        case 3: (block, bytes) = (32, 20)
        case 6: (block, bytes) = (32, 22)
        case 7: (block, bytes) = (32, 24)
        case 8: (block, bytes) = (32, 34)
        default: return nil
        }
        guard count > 0, count < 1 << 40 else { return nil }
        return count / block * bytes
    }
}
