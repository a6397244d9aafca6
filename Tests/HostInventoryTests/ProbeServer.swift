import Foundation
import Glibc

/// A server on loopback that does with every connection what a test says.
final class ProbeServer: Sendable {
    let port: UInt16
    private let descriptor: Int32

    /// Listens on 127.0.0.1 and hands every connection to a thread of its own.
    init(_ handle: @escaping @Sendable (Int32) -> Void) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutableBytes(of: &name) { bytes -> Bool in
            guard let address = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return bind(descriptor, address, size) == 0 && listen(descriptor, 16) == 0
                && getsockname(descriptor, address, &size) == 0
        }
        guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
        port = UInt16(bigEndian: name.sin_port)
        self.descriptor = descriptor
        Thread.detachNewThread {
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else {
                    // Closed only here, so that its number is nobody else's while this thread waits on it.
                    close(descriptor)
                    return
                }
                Thread.detachNewThread {
                    handle(connection)
                    close(connection)
                }
            }
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Answers each request line as a test says.
    convenience init(answering answer: @escaping @Sendable (_ path: String, _ request: String) -> String) throws {
        try self.init { connection in
            let request = Self.request(on: connection)
            let words = request.split(separator: " ", maxSplits: 2)
            Self.send(answer(words.count > 1 ? String(words[1]) : "", request), on: connection)
        }
    }

    /// Reads up to the end of a request's head.
    static func request(on connection: Int32) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while !String(decoding: bytes, as: UTF8.self).contains("\r\n\r\n") {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Sends a text; false when the other side is gone.
    @discardableResult
    static func send(_ text: String, on connection: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(truncatingIfNeeded: MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// A reply with a body.
    static func reply(_ status: String, _ body: String, _ fields: [String] = []) -> String {
        (["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + fields + ["", body]).joined(separator: "\r\n")
    }
}
