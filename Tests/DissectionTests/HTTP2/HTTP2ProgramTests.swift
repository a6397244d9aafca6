import Dissection
import Observation
import TestSupport
import Testing

/// Conversations of programs that others wrote, recorded on the loopback interface by a proxy.
@Suite("HTTP/2 of other programs", .serialized)
struct HTTP2ProgramTests {
    /// Records what goes through a port to another one, and prints each connection's turns as `side hex`, `--` behind it.
    private static let proxy = """
        import socket, threading, subprocess, sys, os, time, tempfile
        lock, records = threading.Lock(), []
        def listener():
            s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(16); return s
        def pump(a, b, side, record):
            while True:
                try: d = a.recv(65536)
                except OSError: d = b''
                if not d: break
                with lock: record.append((side, d))
                try: b.sendall(d)
                except OSError: break
            for x in (a, b):
                try: x.shutdown(socket.SHUT_RDWR)
                except OSError: pass
        def serve(l, port):
            while True:
                try: a, _ = l.accept()
                except OSError: return
                b = socket.create_connection(('127.0.0.1', port))
                record = []; records.append(record)
                for x, y, s in ((a, b, 'c'), (b, a, 's')): threading.Thread(target=pump, args=(x, y, s, record), daemon=True).start()
        def proxied(port):
            l = listener(); threading.Thread(target=serve, args=(l, port), daemon=True).start(); return l.getsockname()[1]
        def show():
            with lock:
                for record in records:
                    for s, d in record: print(s, d.hex())
                    print('--')

        """

    private static func conversations(_ script: String) throws -> [[Turn]] {
        let output = try #require(PythonOracle.run(proxy + script, input: ""))
        var all: [[Turn]] = []
        var turns: [Turn] = []
        for line in output.split(separator: "\n") {
            if line == "--" {
                all.append(turns)
                turns = []
            } else {
                let bytes = HeaderCompressionTests.bytes(line.dropFirst(2))
                turns.append(line.first == "c" ? .clientBytes(bytes) : .serverBytes(bytes))
            }
        }
        return all
    }

    private static func isInstalled(_ programs: String) -> Bool {
        let script =
            "import shutil,sys; sys.exit(not all(shutil.which(p, path='/usr/bin:/usr/sbin') for p in '\(programs)'.split()))"
        if PythonOracle.run(script, input: "") != nil { return true }
        print("skipped conversations of HTTP/2: not all of \(programs) are there")
        return false
    }

    @Test(
        "nghttpd is asked by nghttp and curl, with and without upgrade",
        .enabled(if: isInstalled("nghttpd nghttp nghttpx curl")))
    func nghttp() throws {
        let script = """
            folder = tempfile.mkdtemp()
            for name, text in (('a.txt', 'first file'), ('b.txt', 'second ' * 9000)): open(os.path.join(folder, name), 'w').write(text)
            l = listener(); port = l.getsockname()[1]; l.close()
            d = subprocess.Popen(['/usr/sbin/nghttpd', '--no-tls', '-d', folder, '-p', '/a.txt=/b.txt', str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for _ in range(200):
                try: socket.create_connection(('127.0.0.1', port)).close(); break
                except OSError: time.sleep(0.05)
            u = 'http://127.0.0.1:%d/' % proxied(port)
            run = lambda *a: subprocess.run(a, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=20)
            run('curl', '-s', '--http2-prior-knowledge', u + 'b.txt')
            run('curl', '-s', '--http2-prior-knowledge', '-d', 'typed words', u + 'none')
            x = listener(); front = x.getsockname()[1]; x.close()
            p = subprocess.Popen(['/usr/sbin/nghttpx', '-f127.0.0.1,%d;no-tls' % front, '-b127.0.0.1,%d;;proto=h2' % port, '--conf=/dev/null', '--workers=1', '--single-process'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for _ in range(200):
                try: socket.create_connection(('127.0.0.1', front)).close(); break
                except OSError: time.sleep(0.05)
            f = 'http://127.0.0.1:%d/' % proxied(front)
            run('curl', '-s', '--http2', f + 'b.txt')
            run('nghttp', '-u', f + 'b.txt')
            p.kill(); p.wait()
            run('nghttp', '-b', '40', '-H', 'x-long: ' + 'y' * 20000, '--continuation', u + 'b.txt', u + 'none')
            run('nghttp', u + 'a.txt')
            d.kill(); d.wait(); time.sleep(0.2); show()
            """
        let long = String(repeating: "second ", count: 9_000)
        let expected = [
            ["GET /b.txt 200"], ["POST /none 404"], ["GET /b.txt 200"], ["GET /b.txt 200"],
            ["GET /b.txt 200", "GET /none 404"], ["GET /a.txt 200", "GET /b.txt 200"],
        ]
        let conversations = try Self.conversations(script)
        #expect(conversations.count == expected.count)
        for (turns, lines) in zip(conversations, expected) {
            for size in [61, 60_000] {
                let bench = converse(turns, segments: size)
                #expect(bench.lines.sorted() == lines)
                #expect(bench.weirdNames.isEmpty)
                for exchange in bench.exchanges where exchange.request.target == "/b.txt" {
                    #expect(exchange.response?.content.bytes == Array(long.utf8))
                }
                #expect(lines != ["POST /none 404"] || bench.questions == ["typed words"])
            }
        }
    }

    @Test("calls of grpcio are read, compressed and streamed", .enabled(if: PythonOracle.canImport("grpc")))
    func grpc() throws {
        let script = """
            import grpc
            from concurrent import futures
            M = 'opentelemetry.proto.collector.logs.v1.LogsService'
            ident = lambda b: b
            class H(grpc.GenericRpcHandler):
                def service(self, d):
                    if d.method.endswith('Export'): return grpc.unary_unary_rpc_method_handler(lambda b, c: b'\\x0a\\x04done', ident, ident)
                    if d.method.endswith('Watch'): return grpc.unary_stream_rpc_method_handler(lambda b, c: iter([b'\\x0a\\x03one', b'\\x0a\\x03two']), ident, ident)
                    if d.method.endswith('Fail'):
                        def fail(b, c): c.abort(grpc.StatusCode.PERMISSION_DENIED, 'not you: é')
                        return grpc.unary_unary_rpc_method_handler(fail, ident, ident)
            s = grpc.server(futures.ThreadPoolExecutor(4)); s.add_generic_rpc_handlers((H(),))
            port = s.add_insecure_port('127.0.0.1:0'); s.start()
            ch = grpc.insecure_channel('127.0.0.1:%d' % proxied(port))
            text = ('my secret diary ' * 400).encode()
            body = b'\\x0a\\x80\\x32' + text
            ch.unary_unary('/%s/Export' % M, ident, ident)(body, timeout=20)
            ch.unary_unary('/%s/Export' % M, ident, ident)(body, timeout=20, compression=grpc.Compression.Gzip)
            ch.unary_unary('/%s/Export' % M, ident, ident)(body, timeout=20, compression=grpc.Compression.Deflate)
            list(ch.unary_stream('/%s/Watch' % M, ident, ident)(b'', timeout=20))
            try: ch.unary_unary('/%s/Fail' % M, ident, ident)(b'', timeout=20)
            except grpc.RpcError: pass
            ch.close(); s.stop(None).wait(); time.sleep(0.2); show()
            """
        let words = String(repeating: "my secret diary ", count: 400) + "\n"
        let turns = try #require(try Self.conversations(script).first)
        for size in [37, 60_000] {
            let bench = converse(turns, segments: size)
            let calls = bench.exchanges.compactMap(\.rpc)
            #expect(calls.map(\.method) == ["Export", "Export", "Export", "Watch", "Fail"])
            #expect(Set(calls.map(\.service)) == ["opentelemetry.proto.collector.logs.v1.LogsService"])
            #expect(calls.map(\.statusCode) == [0, 0, 0, 0, 7])
            #expect(calls.last?.statusMessage == "not you: é")
            #expect(calls.map(\.request.count) == [1, 1, 1, 1, 1])
            #expect(calls.map(\.response.count) == [1, 1, 1, 2, 0])
            #expect(bench.questions == [words, words, words, "", ""])
            #expect(bench.answers == ["done\n", "done\n", "done\n", "one\ntwo\n", ""])
            #expect(bench.weirdNames.isEmpty)
        }
    }

    @Test("what Python's h2 says is read", .enabled(if: PythonOracle.canImport("h2")))
    func python() throws {
        let script = """
            import random, h2.connection, h2.config, h2.events
            r = random.Random(5)
            c = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True))
            s = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
            c.initiate_connection(); s.initiate_connection()
            record = []; records.append(record)
            def move():
                while True:
                    a, b = c.data_to_send(), s.data_to_send()
                    if not a and not b: return
                    if a: record.append(('c', a)); ev = s.receive_data(a)
                    if b: record.append(('s', b)); c.receive_data(b)
            move()
            for i in range(60):
                n = c.get_next_available_stream_id()
                c.send_headers(n, [(':method', 'POST'), (':scheme', 'https'), (':authority', 'a.example'), (':path', '/%d' % i), ('x-' + 'abc'[i % 3], 'v' * r.randrange(3000))])
                c.send_data(n, b'q%d ' % i * r.randrange(1, 40), pad_length=r.choice([None, 0, 200])); move()
                c.send_data(n, b'', end_stream=True)
                if i % 7 == 3: c.ping(b'12345678')
                move()
                if i % 10 == 9: s.reset_stream(n); move(); continue
                s.send_headers(n, [(':status', str(200 + i))])
                s.send_data(n, b'r%d' % i, pad_length=r.choice([None, 9]))
                s.send_headers(n, [('t', '1')], end_stream=True); move()
            show()
            """
        let turns = try #require(try Self.conversations(script).first)
        let expected = (0..<60).map { "POST /\($0) " + ($0 % 10 == 9 ? "-" : "\(200 + $0)") }
        for size in [17, 60_000] {
            let bench = converse(turns, segments: size)
            #expect(bench.lines == expected)
            #expect(bench.answers == (0..<60).map { $0 % 10 == 9 ? "" : "r\($0)" })
            #expect(bench.questions.enumerated().allSatisfy { $1.hasPrefix("q\($0) ") })
            #expect(bench.weirdNames.isEmpty)
        }
    }
}
