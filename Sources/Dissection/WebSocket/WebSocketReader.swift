internal import Observation

/// Reads the frames of one side and joins them to messages (RFC 6455, section 5).
struct WebSocketReader {
    /// What the reading tells of.
    enum Product {
        case message(WebSocketMessage, Timestamp)
        case weird(Weird)
        case capped
    }

    private enum State {
        case header
        case payload(remaining: UInt64)
        case done
    }

    private let isFromClient: Bool
    private let handshake: HTTPRequest
    private let subprotocol: String?
    private let limits: DissectionLimits
    private var inflater: WebSocketInflater?

    private var state = State.header
    private var header: [UInt8] = []
    private var headerBegan = Timestamp(nanoseconds: 0)
    private var frame: WebSocketFrameHeader?
    private var maskPhase = 0
    private var message: UnfinishedWebSocketMessage?
    private var control: UnfinishedWebSocketMessage?

    init(
        _ handshake: HTTPRequest, subprotocol: String?, isFromClient: Bool, inflater: WebSocketInflater?,
        _ limits: DissectionLimits
    ) {
        self.handshake = handshake
        self.subprotocol = subprotocol
        self.isFromClient = isFromClient
        self.inflater = inflater
        self.limits = limits
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int {
        (message?.message.bytes.count ?? 0) + (control?.message.bytes.count ?? 0) + (inflater?.bufferedByteCount ?? 0)
    }

    /// Whether nothing further is of interest.
    var isDone: Bool {
        if case .done = state { return true }
        return false
    }

    /// Reads the next bytes.
    mutating func read(_ bytes: Span<UInt8>, at time: Timestamp, into products: inout [Product]) {
        var offset = 0
        while offset < bytes.count {
            switch state {
            case .header:
                if header.isEmpty { headerBegan = time }
                header.append(bytes[offset])
                offset += 1
                if header.count == WebSocketFrameHeader.byteCount(header) { beginFrame(into: &products) }
            case .payload(let remaining):
                let count = Int(min(remaining, UInt64(bytes.count - offset)))
                takePayload(bytes.extracting(offset..<offset + count), into: &products)
                offset += count
                state = .payload(remaining: remaining - UInt64(count))
                if remaining == UInt64(count) { endFrame(into: &products) }
            case .done: return
            }
        }
    }

    /// Steps over missing bytes; without the next frame's header nothing can be read any longer.
    mutating func skip(_ count: Int, into products: inout [Product]) {
        guard case .payload(let remaining) = state, remaining >= UInt64(count) else {
            finish(into: &products)
            products.append(.capped)
            return
        }
        if frame?.isControl == true { control?.message.isTruncated = true } else { loseBytes() }
        maskPhase = (maskPhase + count) & 3
        state = .payload(remaining: remaining - UInt64(count))
        if remaining == UInt64(count) { endFrame(into: &products) }
    }

    /// Hands out a message that is not whole, and reads no more.
    mutating func finish(into products: inout [Product]) {
        state = .done
        guard var unfinished = message else { return }
        message = nil
        unfinished.message.isTruncated = true
        products.append(.message(unfinished.message, unfinished.began))
    }

    private mutating func loseBytes() {
        message?.message.isTruncated = true
        if message?.message.isCompressed == true { inflater?.loseBytes() }
    }
}

/// Frames.
extension WebSocketReader {
    private mutating func beginFrame(into products: inout [Product]) {
        let bytes = header
        header.removeAll(keepingCapacity: true)
        guard let frame = try? WebSocketFrameHeader(parsing: bytes.span) else { return }
        self.frame = frame
        maskPhase = 0
        if isFromClient, frame.mask == nil { products.append(.weird(.unmaskedClientFrame)) }
        if !isFromClient, frame.mask != nil { products.append(.weird(.maskedServerFrame)) }
        if frame.reservedBits & (inflater == nil ? 7 : 3) != 0 { products.append(.weird(.webSocketReservedBits)) }
        guard let length = frame.payloadByteCount else { return give(up: .webSocketBadLength, into: &products) }
        let kind = WebSocketMessage.Kind(rawValue: frame.opcode)
        guard frame.opcode == 0 || kind != nil else { return give(up: .webSocketBadOpcode, into: &products) }
        if frame.isControl, !frame.isFinal || length > 125 {
            return give(up: .webSocketBadControlFrame, into: &products)
        }
        begin(kind, frame, into: &products)
        state = .payload(remaining: length)
        if length == 0 { endFrame(into: &products) }
    }

    /// Begins a message, or goes on with the one that was begun.
    private mutating func begin(
        _ kind: WebSocketMessage.Kind?, _ frame: WebSocketFrameHeader, into products: inout [Product]
    ) {
        guard let kind else {
            if message == nil {
                products.append(.weird(.webSocketBadFragment))
                message = unfinished(.binary, limits.answerBytes)
            }
            return
        }
        if frame.isControl {
            control = unfinished(kind, 125)
            return
        }
        if var interrupted = message {
            products.append(.weird(.webSocketBadFragment))
            interrupted.message.isTruncated = true
            products.append(.message(interrupted.message, interrupted.began))
        }
        let limit = kind == .text && isFromClient ? limits.bodyBytes : min(limits.bodyBytes, limits.answerBytes)
        message = unfinished(kind, limit)
        message?.message.isCompressed = inflater != nil && frame.reservedBits & 4 != 0
    }

    private func unfinished(_ kind: WebSocketMessage.Kind, _ limit: Int) -> UnfinishedWebSocketMessage {
        let message = WebSocketMessage(
            kind: kind, isFromClient: isFromClient, handshake: handshake, subprotocol: subprotocol)
        return UnfinishedWebSocketMessage(message: message, began: headerBegan, limit: limit)
    }

    private mutating func takePayload(_ bytes: Span<UInt8>, into products: inout [Product]) {
        if frame?.isControl == true {
            let plain = unmasked(bytes)
            control?.take(plain.span)
            control?.message.byteCount += Int64(bytes.count)
            return
        }
        message?.message.byteCount += Int64(bytes.count)
        if message?.message.isCompressed == true {
            inflate(unmasked(bytes).span, into: &products)
        } else if message?.isFull == true {
            // What is not kept need not be unmasked.
            maskPhase = (maskPhase + bytes.count) & 3
            message?.message.isTruncated = true
        } else {
            let plain = unmasked(bytes)
            message?.take(plain.span)
        }
    }

    private mutating func inflate(_ bytes: Span<UInt8>, into products: inout [Product]) {
        guard var taking = message else { return }
        message = nil
        let problem = inflater?.inflate(bytes) { taking.take($0) }
        message = taking
        note(problem, into: &products)
    }

    private mutating func endInflating(into products: inout [Product]) {
        guard var taking = message else { return }
        message = nil
        if inflater?.isUnreadable == true { taking.message.isTruncated = true }
        let problem = inflater?.endMessage { taking.take($0) }
        message = taking
        note(problem, into: &products)
    }

    private mutating func unmasked(_ bytes: Span<UInt8>) -> [UInt8] {
        var copy: [UInt8] = []
        copy.append(bytes)
        guard let mask = frame?.mask, mask != 0 else { return copy }
        for index in copy.indices {
            copy[index] ^= UInt8(truncatingIfNeeded: mask >> UInt32(24 - 8 * ((maskPhase + index) & 3)))
        }
        maskPhase = (maskPhase + copy.count) & 3
        return copy
    }

    private mutating func endFrame(into products: inout [Product]) {
        state = .header
        guard let frame else { return }
        if frame.isControl { return endControl(into: &products) }
        guard frame.isFinal, message != nil else { return }
        if message?.message.isCompressed == true {
            endInflating(into: &products)
        }
        guard let whole = message else { return }
        message = nil
        if whole.message.kind == .text, !whole.message.isTruncated, !whole.message.isUTF8 {
            products.append(.weird(.webSocketBadText))
        }
        if whole.isOverLimit { products.append(.capped) }
        products.append(.message(whole.message, whole.began))
    }

    private mutating func endControl(into products: inout [Product]) {
        guard var ended = control else { return }
        control = nil
        if ended.message.kind == .close {
            if let weird = ended.message.takeCloseCode() { products.append(.weird(weird)) }
            finish(into: &products)
        } else if ended.message.bytes.count <= Self.silentByteCount {
            return
        }
        products.append(.message(ended.message, ended.began))
    }

    /// Pings and their answers up to this length keep a connection alive and say nothing else.
    private static let silentByteCount = 8

    private mutating func note(_ problem: WebSocketInflater.Problem?, into products: inout [Product]) {
        guard let problem else { return }
        message?.message.isTruncated = true
        products.append(.weird(problem == .bomb ? .decompressionBomb : .webSocketInflateFailed))
    }

    private mutating func give(up weird: Weird, into products: inout [Product]) {
        products.append(.weird(weird))
        finish(into: &products)
    }
}
