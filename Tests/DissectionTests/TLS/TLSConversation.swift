import Foundation
import Observation
import TestSupport
import Testing

@testable import Dissection

/// A TLS connection between two ends of the system's OpenSSL, as an onlooker saw it.
///
/// Nothing goes over a network: the ends talk through memory, and what each says is written down in its order.
struct TLSConversation: Decodable {
    /// What one end said in one go.
    struct Flight: Decodable {
        let side: String
        let bytes: [UInt8]

        enum CodingKeys: String, CodingKey {
            case side
            case hex
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            side = try container.decode(String.self, forKey: .side)
            bytes = Hex.bytes(try container.decode(String.self, forKey: .hex))
        }
    }

    /// How the ends are to talk.
    struct Plan: Encodable, CustomTestStringConvertible {
        var version = "1.3"
        var suite = "TLS_AES_128_GCM_SHA256"
        /// `rsa` or `ec`.
        var key = "rsa"
        var encryptThenMAC = true
        var protocols = ""
        /// Bytes of the body of each request.
        var bodies = [10, 20_000]
        /// Whether both ends change their keys between requests.
        var updatesKeys = false
        /// Whether a first connection, which is not told, leaves a session to resume.
        var resumes = false
        /// Whether the first request goes with the hello.
        var early = false
        /// Whether the server lets the client say hello again.
        var retry = false
        /// Whether the client shows a certificate.
        var clientCertificate = false
        /// Whether the server turns the early data down.
        var rejectsEarly = false
        /// Whether the ends say nothing that any reader knows.
        var noise = false

        var testDescription: String { "\(version) \(suite)\(encryptThenMAC ? "" : " MAC-then-encrypt")" }
    }

    let flights: [Flight]
    let keyLog: String
    /// What the client's OpenSSL says of the connection.
    let version: String
    let suite: String
    let resumed: Bool
    /// The certificate's fingerprint, by Python.
    let fingerprint: String
    let early: Bool

    /// Lets the ends talk; nothing where Python or its libraries are missing.
    static func hold(_ plan: Plan) throws -> TLSConversation? {
        let input = String(decoding: try JSONEncoder().encode(plan), as: UTF8.self)
        guard let output = PythonOracle.run(script, input: input) else { return nil }
        return try JSONDecoder().decode(TLSConversation.self, from: Data(output.utf8))
    }

    static let isPossible: Bool = {
        let isPossible = PythonOracle.run("import ctypes; ctypes.CDLL('libssl.so.3')", input: "") != nil
        if !isPossible { print("skipped: Python cannot load libssl.so.3") }
        return isPossible
    }()

    private static let script = #"""
        import ctypes as c, json, subprocess, sys, tempfile, hashlib, os
        plan = json.load(sys.stdin)
        ssl, crypto = c.CDLL('libssl.so.3'), c.CDLL('libcrypto.so.3')
        for f in 'SSL_CTX_new TLS_client_method TLS_server_method SSL_new SSL_get1_session SSL_get_current_cipher'.split():
            getattr(ssl, f).restype = c.c_void_p
        for f in 'BIO_new BIO_s_mem'.split(): getattr(crypto, f).restype = c.c_void_p
        for f in 'SSL_get_version SSL_CIPHER_standard_name'.split(): getattr(ssl, f).restype = c.c_char_p
        P = c.c_void_p
        folder = tempfile.mkdtemp()
        cert, key = folder + '/cert', folder + '/key'
        kind = ['-newkey', 'rsa:2048'] if plan['key'] == 'rsa' else ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']
        subprocess.run(['openssl', 'req', '-x509', '-nodes', '-keyout', key, '-out', cert, '-days', '30',
                        '-subj', '/O=Tëst/CN=server.example', '-utf8',
                        '-addext', 'subjectAltName=DNS:*.server.example,DNS:Server.Example,IP:192.0.2.7,IP:2001:db8::7'] + kind,
                       check=True, capture_output=True)
        log = []
        CB = c.CFUNCTYPE(None, P, c.c_char_p)
        keep = CB(lambda s, line: log.append(line.decode()))
        number = {'1.0': 0x301, '1.1': 0x302, '1.2': 0x303, '1.3': 0x304}[plan['version']]
        def context(method, isServer):
            ctx = P(ssl.SSL_CTX_new(P(method())))
            ssl.SSL_CTX_ctrl(ctx, 123, c.c_long(number), None)
            ssl.SSL_CTX_ctrl(ctx, 124, c.c_long(number), None)
            if number == 0x304: assert ssl.SSL_CTX_set_ciphersuites(ctx, plan['suite'].encode()) == 1
            else: assert ssl.SSL_CTX_set_cipher_list(ctx, (plan['suite'] + ':@SECLEVEL=0').encode()) == 1
            if not plan['encryptThenMAC']: ssl.SSL_CTX_set_options(ctx, c.c_uint64(1 << 19))
            if isServer or plan['clientCertificate']:
                assert ssl.SSL_CTX_use_certificate_file(ctx, cert.encode(), 1) == 1
                assert ssl.SSL_CTX_use_PrivateKey_file(ctx, key.encode(), 1) == 1
            if isServer:
                ssl.SSL_CTX_set_session_id_context(ctx, b'x', 1)
                if plan['early']: ssl.SSL_CTX_set_max_early_data(ctx, 16384)
                if plan['retry']: ssl.SSL_CTX_ctrl(ctx, 92, 0, b'P-384')
                if plan['clientCertificate']: ssl.SSL_CTX_set_verify(ctx, 1, accept)
            else:
                ssl.SSL_CTX_set_keylog_callback(ctx, keep)
                if plan['retry']: ssl.SSL_CTX_ctrl(ctx, 92, 0, b'X25519:P-384')
                if plan['protocols']:
                    wire = b''.join(bytes([len(p)]) + p.encode() for p in plan['protocols'].split(','))
                    ssl.SSL_CTX_set_alpn_protos(ctx, wire, len(wire))
            return ctx
        V = c.CFUNCTYPE(c.c_int, c.c_int, P)
        accept = V(lambda ok, store: 1)
        A = c.CFUNCTYPE(c.c_int, P, c.POINTER(P), c.POINTER(c.c_ubyte), P, c.c_uint, P)
        def choose(s, out, outlen, given, count, arg):
            out[0] = given + 1
            outlen[0] = c.string_at(given, 1)[0]
            return 0
        choose = A(choose)
        client_ctx, server_ctx = context(ssl.TLS_client_method, False), context(ssl.TLS_server_method, True)
        if plan['protocols']: ssl.SSL_CTX_set_alpn_select_cb(server_ctx, choose, None)
        class End:
            def __init__(self, ctx, name):
                self.s = P(ssl.SSL_new(ctx))
                self.r, self.w = P(crypto.BIO_new(P(crypto.BIO_s_mem()))), P(crypto.BIO_new(P(crypto.BIO_s_mem())))
                for b in (self.r, self.w): crypto.BIO_ctrl(b, 130, c.c_long(-1), None)
                ssl.SSL_set_bio(self.s, self.r, self.w)
                self.name = name
            def send(self, other):
                out, buf = b'', c.create_string_buffer(65536)
                while (n := crypto.BIO_read(self.w, buf, 65536)) > 0: out += buf.raw[:n]
                if out:
                    flights.append({'side': self.name, 'hex': out.hex()})
                    assert crypto.BIO_write(other.r, out, len(out)) == len(out)
                return len(out)
            def take(self):
                out, buf = b'', c.create_string_buffer(65536)
                while (n := ssl.SSL_read(self.s, buf, 65536)) > 0: out += buf.raw[:n]
                return out
            def put(self, data): assert ssl.SSL_write(self.s, data, len(data)) == len(data)
        def request(i, n):
            if plan['noise']: return b'\0' * n
            return b'POST /request/%d HTTP/1.1\r\nHost: server.example\r\nContent-Length: %d\r\n\r\n' % (i, n) + bytes(97 + (i + j) % 26 for j in range(n))
        def answer(n): return b'\1' * n if plan['noise'] else b'HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n' % n + b'z' * n
        def connect(session, early):
            a, b = End(client_ctx, 'client'), End(server_ctx, 'server')
            ssl.SSL_ctrl(a.s, 55, 0, b'Server.Example')
            ssl.SSL_set_connect_state(a.s); ssl.SSL_set_accept_state(b.s)
            if session: ssl.SSL_set_session(a.s, session)
            got, n, buf = b'', c.c_size_t(), c.create_string_buffer(65536)
            if early:
                assert ssl.SSL_write_early_data(a.s, early, c.c_size_t(len(early)), c.byref(n)) == 1
                a.send(b)
                if not plan['rejectsEarly']:
                    while ssl.SSL_read_early_data(b.s, buf, c.c_size_t(65536), c.byref(n)) == 1: got += buf.raw[:n.value]
            for _ in range(20):
                ssl.SSL_do_handshake(a.s); x = a.send(b)
                ssl.SSL_do_handshake(b.s); y = b.send(a)
                if not x and not y: break
            assert ssl.SSL_is_init_finished(a.s) and ssl.SSL_is_init_finished(b.s)
            if early and not plan['rejectsEarly']: assert got == early
            return a, b
        flights, session = [], None
        if plan['resumes']:
            a, b = connect(None, None)
            a.put(b'x'); a.send(b); b.take(); b.put(b'y'); b.send(a); a.take()
            session = P(ssl.SSL_get1_session(a.s))
            ssl.SSL_shutdown(a.s)
        flights, log = [], []
        keep2 = log
        first = request(0, plan['bodies'][0]) if plan['early'] else None
        if plan['rejectsEarly']: ssl.SSL_CTX_set_max_early_data(server_ctx, 0)
        a, b = connect(session, first)
        status = ssl.SSL_get_early_data_status(a.s) == 2
        for i, n in enumerate(plan['bodies']):
            if i or not status:
                a.put(request(i, n)); a.send(b)
                assert b.take() == request(i, n)
            b.put(answer(n)); b.send(a)
            assert a.take() == answer(n)
            if plan['updatesKeys']:
                assert ssl.SSL_key_update(a.s, 1) == 1
        ssl.SSL_shutdown(a.s); a.send(b)
        der = subprocess.run(['openssl', 'x509', '-in', cert, '-outform', 'DER'], check=True, capture_output=True).stdout
        for name in os.listdir(folder): os.remove(folder + '/' + name)
        os.rmdir(folder)
        print(json.dumps({
            'flights': flights, 'keyLog': '\n'.join(log) + '\n', 'version': ssl.SSL_get_version(a.s).decode(),
            'suite': ssl.SSL_CIPHER_standard_name(P(ssl.SSL_get_current_cipher(a.s))).decode(),
            'resumed': ssl.SSL_session_reused(a.s) == 1, 'fingerprint': hashlib.sha256(der).hexdigest(), 'early': status}))
        """#
}
