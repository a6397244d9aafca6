/// Takes the data of one body out of the bytes of a connection (RFC 9112, sections 6 and 7).
struct HTTP1BodyReader {
    /// How the body's end is found.
    enum Framing {
        case length(UInt64)
        case chunked(ChunkedFraming)
        case untilClose
    }

    /// What becomes of a body in which bytes are missing.
    enum Loss: Equatable {
        /// It goes on.
        case inside
        /// It ended among the missing bytes, and so many of them belong to what follows it.
        case ended(beyond: Int)
        /// Its end can no longer be found.
        case endless
    }

    private var framing: Framing

    init(_ framing: Framing) {
        self.framing = framing
    }

    /// Whether the body is at its end without any further byte.
    var isAtEnd: Bool {
        if case .length(0) = framing { return true }
        return false
    }

    /// Whether the end of the connection is the body's end.
    var endsWithConnection: Bool {
        if case .untilClose = framing { return true }
        return false
    }

    /// Takes one step, which moves the offset on; to be called while bytes are left and the body is not at its end.
    mutating func next(_ bytes: Span<UInt8>, _ offset: inout Int) -> ChunkedFraming.Step {
        switch framing {
        case .chunked(var chunks):
            defer { framing = .chunked(chunks) }
            return chunks.next(bytes, &offset)
        case .length(let remaining):
            let length = Int(min(remaining, UInt64(bytes.count - offset)))
            framing = .length(remaining - UInt64(length))
            defer { offset += length }
            return .data(offset..<offset + length)
        case .untilClose:
            defer { offset = bytes.count }
            return .data(offset..<bytes.count)
        }
    }

    /// Steps over missing bytes.
    mutating func skip(_ count: Int) -> Loss {
        switch framing {
        case .untilClose: return .inside
        case .length(let remaining):
            let inside = Int(min(remaining, UInt64(count)))
            framing = .length(remaining - UInt64(inside))
            return remaining > UInt64(count) ? .inside : .ended(beyond: count - inside)
        case .chunked(var chunks):
            defer { framing = .chunked(chunks) }
            return chunks.skip(count) ? .inside : .endless
        }
    }
}
