internal import Synchronization

/// The secrets of connections, as programs log them for those who debug them (`SSLKEYLOGFILE`, RFC 9850).
///
/// It grows while it is used: text is appended piece by piece, from a file that is still written or from the blocks of a
/// capture, and every dissector may look secrets up at the same time. Memory is bounded: beyond ``secretLimit`` secrets the
/// oldest go. Secrets never show in texts.
///
/// A connection is called by the random number of its hello. Where a server accepted the hello inside the hello (RFC 9849),
/// that is the inner one's, which nobody else sees: such connections stay closed.
package final class KeyLog: Sendable, CustomStringConvertible, CustomReflectable {
    /// How a key log was read and used.
    package struct Statistics: Equatable, Sendable {
        /// Secrets that were read.
        package internal(set) var secrets: Int64 = 0
        /// Lines with secrets of kinds that decrypt nothing here: exporters, encrypted hellos, session keys by RSA.
        package internal(set) var unusedLines: Int64 = 0
        /// Lines that are no part of the format.
        package internal(set) var malformedLines: Int64 = 0
        /// Connections whose secrets were found.
        package internal(set) var connectionsDecrypted: Int64 = 0
        /// Connections that were encrypted and whose secrets were not there in time, or did not fit.
        package internal(set) var connectionsWithoutSecrets: Int64 = 0
    }

    /// How many secrets are kept at most.
    package static let secretLimit = 131_072

    /// The longest line that is read.
    fileprivate static let lineLimit = 1_024

    fileprivate struct Key: Hashable {
        let random: ClientRandom
        let kind: TrafficSecretKind
    }

    fileprivate struct State {
        // Half of the secrets that are kept, and the half before.
        var recent: [Key: TrafficSecret] = [:]
        var earlier: [Key: TrafficSecret] = [:]
        var line: [UInt8] = []
        var isLineTooLong = false
        var statistics = Statistics()
    }

    private let state = Mutex(State())

    /// Begins without secrets.
    package init() {}

    /// What was read and used so far.
    package var statistics: Statistics { state.withLock { $0.statistics } }

    package var description: String { "key log of \(statistics.secrets) secrets" }

    package var customMirror: Mirror { Mirror(self, children: []) }

    /// Reads text that continues what was appended before; a line counts once its end has come.
    package func append(_ text: Span<UInt8>) {
        let text = text.bytes(0..<text.count)
        state.withLock { state in
            var start = 0
            while let end = text[start...].firstIndex(of: 0x0A) {
                state.take(text[start..<end])
                state.endLine()
                start = end + 1
            }
            state.take(text[start...])
        }
    }

    /// Reads the last line, where nothing will come that ends it.
    package func endOfText() {
        state.withLock { $0.endLine() }
    }

    /// A secret of a connection, if it has come by now.
    func secret(_ kind: TrafficSecretKind, of random: ClientRandom) -> TrafficSecret? {
        let key = Key(random: random, kind: kind)
        return state.withLock { $0.recent[key] ?? $0.earlier[key] }
    }

    /// Counts a connection that was encrypted.
    func countConnection(isDecrypted: Bool) {
        state.withLock { state in
            if isDecrypted {
                state.statistics.connectionsDecrypted += 1
            } else {
                state.statistics.connectionsWithoutSecrets += 1
            }
        }
    }
}

extension KeyLog.State {
    fileprivate mutating func take(_ part: ArraySlice<UInt8>) {
        if line.count + part.count > KeyLog.lineLimit {
            isLineTooLong = true
            line.removeAll(keepingCapacity: true)
        } else if !isLineTooLong {
            line.append(contentsOf: part)
        }
    }

    fileprivate mutating func endLine() {
        defer {
            line.removeAll(keepingCapacity: true)
            isLineTooLong = false
        }
        switch isLineTooLong ? .malformed : KeyLogLine(line.span) {
        case .secret(let kind, let random, let secret):
            statistics.secrets += 1
            if recent.count >= KeyLog.secretLimit / 2 {
                earlier = recent
                recent = [:]
            }
            recent[KeyLog.Key(random: random, kind: kind)] = secret
        case .unused: statistics.unusedLines += 1
        case .malformed: statistics.malformedLines += 1
        case .empty: break
        }
    }
}
