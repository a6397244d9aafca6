import Observation
import TestSupport
import Testing

@testable import Dissection

@Suite("Certificates", .enabled(if: PythonOracle.canImport("cryptography")))
struct CertificateTests {
    /// Makes a certificate and prints it with what Python reads out of it.
    private static func make(_ subject: String, _ names: String, issuer: String = "None") throws -> (
        der: [UInt8], told: [String]
    ) {
        let output = PythonOracle.run(
            """
            import datetime, ipaddress
            from cryptography import x509
            from cryptography.hazmat.primitives import hashes, serialization
            from cryptography.hazmat.primitives.asymmetric import ec
            from cryptography.x509.oid import NameOID as N
            D, I = x509.DNSName, lambda t: x509.IPAddress(ipaddress.ip_address(t))
            name = lambda parts: x509.Name([x509.NameAttribute(k, v) for k, v in parts])
            key = ec.generate_private_key(ec.SECP256R1())
            subject = name(\(subject))
            issuer = \(issuer)
            b = x509.CertificateBuilder().subject_name(subject).issuer_name(name(issuer) if issuer else subject)
            b = b.public_key(key.public_key()).serial_number(5)
            b = b.not_valid_before(datetime.datetime(2020, 2, 3, 4, 5, 6)).not_valid_after(datetime.datetime(2062, 1, 2, 3, 4, 5))
            names = \(names)
            if names: b = b.add_extension(x509.SubjectAlternativeName(names), False)
            c = b.sign(key, hashes.SHA256())
            print(c.public_bytes(serialization.Encoding.DER).hex())
            print(c.fingerprint(hashes.SHA256()).hex())
            print(c.subject.rfc4514_string())
            print(c.issuer.rfc4514_string())
            """, input: "")
        let lines = try #require(output).split(separator: "\n").map(String.init)
        return (Hex.bytes(lines[0]), Array(lines.dropFirst()))
    }

    private static func read(_ der: [UInt8]) -> Certificate? { Certificate(parsing: der.span) }

    @Test("names, validity and fingerprint equal those of Python")
    func fields() throws {
        let (der, told) = try Self.make(
            "[(N.COUNTRY_NAME, 'DE'), (N.ORGANIZATION_NAME, 'Zürich, Söhne'), (N.COMMON_NAME, 'api.example')]",
            "[D('*.API.example'), D('api.example'), I('192.0.2.7'), I('2001:db8::7'), x509.RFC822Name('a@b.example')]",
            issuer: "[(N.ORGANIZATION_NAME, 'Issuer')]")
        let certificate = try #require(Self.read(der))
        #expect(certificate.fingerprint == told[0])
        #expect(certificate.subject == told[1])
        #expect(certificate.issuer == told[2])
        #expect(certificate.commonName == "api.example")
        #expect(certificate.hostNames == ["*.api.example", "api.example"])
        #expect(certificate.addresses.map(\.description) == ["192.0.2.7", "2001:db8::7"])
        #expect(certificate.notBefore?.rfc3339.hasPrefix("2020-02-03T04:05:06") == true)
        #expect(certificate.notAfter?.rfc3339.hasPrefix("2062-01-02T03:04:05") == true)
        #expect(!certificate.isSelfSigned)
        #expect(certificate.serverName == "api.example")
    }

    @Test("a server is called by a name that is one host's, and by no other text")
    func serverName() throws {
        let cases: [(String, String, String?)] = [
            ("[(N.COMMON_NAME, 'Only.example')]", "[]", "only.example"), ("[(N.COMMON_NAME, 'Acme Root')]", "[]", nil),
            ("[(N.COMMON_NAME, '192.0.2.1')]", "[]", nil), ("[(N.COMMON_NAME, '*.w.example')]", "[]", nil),
            ("[]", "[D('*.w.example'), D('b.example')]", "b.example"),
        ]
        for (subject, names, expected) in cases {
            let certificate = try #require(Self.read(try Self.make(subject, names).der))
            #expect(certificate.serverName == expected)
            #expect(certificate.isSelfSigned)
        }
    }

    @Test("shorter and changed certificates never trap, and shorter ones are none")
    func hostile() throws {
        let der = try Self.make("[(N.COMMON_NAME, 'a.example')]", "[D('a.example'), I('192.0.2.7')]").der
        for length in 0..<der.count { #expect(Self.read(Array(der.prefix(length))) == nil) }
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<3_000 {
            var changed = der
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                changed[.random(in: 0..<der.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            _ = Self.read(changed)?.serverName
        }
    }
}
