/// The formats that files are read in.
package enum FileFormat: String, CaseIterable, Sendable {
    /// Text without a shape that is known: logs, transcripts, sources, histories.
    case text
    case json
    case jsonLines = "jsonl"
    case markdown
    case yaml
    case toml
    case notebook
    case sqlite
    case levelDB = "leveldb"
    case png
    case webP = "webp"
    case jpeg
    /// zip, tar, 7z and the office formats that are zip files.
    case archive
    /// One file packed by gzip, zstd, xz or bzip2.
    case compressed
    case pickle
    case safetensors
    case gguf
    case llamaState = "llama-state"
    /// A value as a browser serialises it, alone: V8's, or Firefox's packed by Snappy.
    case structuredClone = "structured-clone"
    case qtChat = "qt-chat"
    case journal
    /// A core dump or a swap file.
    case memory
    /// Anything else.
    case binary
}
