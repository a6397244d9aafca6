/// A parser that is fed.
enum FuzzTarget: String, CaseIterable {
    /// Whole frames of every link type, down to messages and their events.
    case frames
    /// A message of each of the name services.
    case dns
    /// Both sides of a TLS connection, and of what is recognised instead of it.
    case tls
    /// What is inside the records of a TLS connection whose secrets are known.
    case decrypted
    /// The datagrams of a QUIC connection.
    case quic
    /// The datagrams of a DTLS connection.
    case dtls
    /// Both sides of HTTP/1, WebSocket and tunnels included.
    case http1
    /// Both sides of HTTP/2.
    case http2
    /// A capture file.
    case capture
    /// A log of TLS secrets.
    case keylog
    /// A saved state of llama.cpp with a model.
    case llamaState = "llama-state"
    /// The metadata of a model.
    case gguf
    /// A part of a LevelDB, or a value of a browser's.
    case leveldb
    /// A pickle.
    case pickle
    /// A file of systemd's journal.
    case journal
    /// A chat of GPT4All.
    case qtChat = "qt-chat"
    /// A text with secrets in it.
    case content
    /// A file of JSON, JSON Lines or a notebook.
    case json
    /// An archive or a compressed file.
    case archive
    /// An image.
    case image
    /// A text, a history, a transcript or a configuration.
    case text
    /// A database with its logs.
    case sqlite

    /// The one of this process.
    nonisolated(unsafe) static var current = FuzzTarget.frames

    /// Reads one input.
    func read(_ input: Span<UInt8>) {
        switch self {
        case .frames: FrameFuzzing.read(input)
        case .dns: NameFuzzing.read(input)
        case .tls: ConversationFuzzing.readTLS(input)
        case .decrypted: ConversationFuzzing.readDecrypted(input)
        case .quic: ConversationFuzzing.readQUIC(input)
        case .dtls: ConversationFuzzing.readDTLS(input)
        case .http1: ConversationFuzzing.readHTTP1(input)
        case .http2: ConversationFuzzing.readHTTP2(input)
        case .capture: CaptureFuzzing.read(input)
        case .keylog: KeyLogFuzzing.read(input)
        case .llamaState: LlamaStateFuzzing.read(input)
        case .gguf: GGUFFuzzing.read(input)
        case .leveldb: LevelDBFuzzing.read(input)
        case .pickle: PickleFuzzing.read(input)
        case .journal: JournalFuzzing.read(input)
        case .qtChat: QtChatFuzzing.read(input)
        case .content: ContentFuzzing.read(input)
        case .json: JSONFuzzing.read(input)
        case .archive: ArchiveFuzzing.read(input)
        case .image: ImageFuzzing.read(input)
        case .text: TextFuzzing.read(input)
        case .sqlite: DatabaseFuzzing.read(input)
        }
    }
}
