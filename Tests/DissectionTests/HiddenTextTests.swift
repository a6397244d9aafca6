import Dissection
import TestSupport
import Testing

@Suite("Text hidden in domain names")
struct HiddenTextTests {
    private static let prompt = "summarise the merger contract with Acme"

    private static func hex(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func encoded(_ text: String, bits: Int, _ alphabet: String) -> String {
        let digits = Array(alphabet)
        let stream = text.utf8.flatMap { byte in (0..<8).map { byte >> UInt8(7 - $0) & 1 } }
        return String(
            stride(from: 0, to: stream.count, by: bits).map { start in
                let chunk = stream[start..<min(stream.count, start + bits)]
                let value = chunk.reduce(0) { $0 << 1 | Int($1) } << (bits - chunk.count)
                return digits[value]
            })
    }

    private static func base32(_ text: String) -> String { encoded(text, bits: 5, "abcdefghijklmnopqrstuvwxyz234567") }

    private static func base64url(_ text: String) -> String {
        encoded(text, bits: 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    }

    private static func labels(_ text: String, of size: Int = 60) -> String {
        let characters = Array(text)
        return stride(from: 0, to: characters.count, by: size).map {
            String(characters[$0..<min(characters.count, $0 + size)])
        }.joined(separator: ".")
    }

    @Test("a prompt is found in every encoding, over any labels, with counters around it")
    func found() {
        let cases: [(String, HiddenText.Encoding)] = [
            (Self.hex(Self.prompt), .hex), (Self.hex(Self.prompt).uppercased(), .hex),
            (Self.base32(Self.prompt), .base32),
            (Self.base32(Self.prompt).uppercased(), .base32), (Self.base64url(Self.prompt), .base64url),
        ]
        for (data, encoding) in cases {
            for name in [
                "\(Self.labels(data)).vendor.example", "\(Self.labels(data, of: 16)).t.vendor.co.uk",
                "007.\(Self.labels(data, of: 31)).s1.vendor.example",
            ] {
                let hidden = HiddenText(inName: name)
                #expect(hidden?.text == Self.prompt, "\(name)")
                #expect(hidden?.encoding == encoding, "\(name)")
            }
        }
    }

    @Test(
        "text in other scripts is found",
        arguments: ["Bitte fasse den Vertrag über Käse zusammen", "суммируй договор", "请总结这份合同的主要内容"])
    func otherScripts(text: String) {
        #expect(HiddenText(inName: Self.labels(Self.hex(text)) + ".vendor.example")?.text == text)
        #expect(HiddenText(inName: Self.labels(Self.base32(text)) + ".vendor.example")?.text == text)
    }

    @Test("a sentence with hyphens is found")
    func plain() {
        let hidden = HiddenText(inName: "please-summarise-the-contract.between-acme-and-the-vendor.vendor.example")
        #expect(hidden?.encoding == .plain)
        #expect(hidden?.text == "please summarise the contract between acme and the vendor")
    }

    @Test("the registered domain itself is never looked into")
    func registered() {
        #expect(HiddenText(inName: "\(Self.hex("hello my friend")).example") == nil)
        #expect(HiddenText(inName: "\(Self.hex("hello my friend")).co.uk") == nil)
        #expect(HiddenText(inName: "\(Self.hex("hello my friend")).a.co.uk") != nil)
    }

    @Test("ordinary names carry no text", arguments: Self.ordinaryNames)
    func ordinary(name: String) {
        #expect(HiddenText(inName: name) == nil)
    }

    @Test(
        "random hashes are hardly ever taken for text",
        arguments: [
            "0123456789abcdef", "abcdefghijklmnopqrstuvwxyz234567", "abcdefghijklmnopqrstuvwxyz0123456789",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", "abcdefghijklmnopqrstuvwxyz",
        ])
    func random(alphabet: String) {
        var generator = SeededGenerator(seed: 42)
        let digits = Array(alphabet)
        var hits = 0
        for _ in 0..<4_000 {
            let length = Int.random(in: 11...48, using: &generator)
            let label = String((0..<length).map { _ in digits[Int.random(in: 0..<digits.count, using: &generator)] })
            if HiddenText(inName: label + ".cdn.example.net") != nil { hits += 1 }
        }
        #expect(hits <= 1)
    }

    @Test("every shorter name of a telling one ends well, random bytes too")
    func robust() {
        let name = Array(Self.labels(Self.hex(Self.prompt)) + ".vendor.example")
        for length in 0..<name.count { _ = HiddenText(inName: String(name[..<length])) }
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 { _ = HiddenText(inName: String(decoding: generator.bytes(200), as: UTF8.self)) }
        _ = HiddenText(inName: String(repeating: "a.", count: 126) + "b")
    }

    private static let ordinaryNames = [
        "www.example.com", "huggingface.co", "cdn-lfs-us-1.hf.co", "cas-bridge.xethub.hf.co",
        "d111111abcdef8.cloudfront.net",
        "d3c33hcgiwev3.cloudfront.net", "dkeg4zk1z2x7c.cloudfront.net",
        "550e8400-e29b-41d4-a716-446655440000.sessions.example.com",
        "550e8400e29b41d4a716446655440000.devices.example.com", "7.113.0.203.in-addr.arpa", "_dns-sd._udp.local",
        "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa", "google._domainkey.example.com",
        "selector1-contoso-com._domainkey.contoso.onmicrosoft.com", "_acme-challenge.www.example.org",
        "_dmarc.example.com",
        "k1._domainkey.mailchimp.example.com", "my-company-production-backups.s3.eu-central-1.amazonaws.com",
        "s3-r-w.dualstack.us-east-1.amazonaws.com", "ec2-198-51-100-23.eu-west-3.compute.amazonaws.com",
        "internal-prod-web-application-load-balancer-1234567890.us-west-2.elb.amazonaws.com",
        "a1b2c3d4e5f6g7.execute-api.ap-southeast-2.amazonaws.com",
        "my-cluster.abcdefghijkl.us-east-1.rds.amazonaws.com",
        "vpce-0a1b2c3d4e5f67890-abcdefgh.s3.us-east-1.vpce.amazonaws.com",
        "search-logs-5qzmmgxprcnwdy7mzo6v2ms5.eu-west-1.es.amazonaws.com",
        "customer-analytics-production-namespace.servicebus.windows.net", "dc.applicationinsights.microsoft.com",
        "westeurope-5.in.applicationinsights.azure.com", "prod-westus-diagnostics-storage.blob.core.windows.net",
        "login.microsoftonline.com.nsatc.net", "settings-win.data.microsoft.com", "v10.events.data.microsoft.com",
        "e6858.dscx.akamaiedge.net", "a1887.dscq.akamai.net", "prod.ingestion-edge.prod.dataops.mozgcp.net",
        "incoming.telemetry.mozilla.org", "o1234567890.ingest.us.sentry.io", "o447951.ingest.sentry.io",
        "rr5---sn-4g5ednsl.googlevideo.com", "lh3.googleusercontent.com", "clients2.googleusercontent.com",
        "firebaselogging-pa.googleapis.com", "us-central1-aiplatform.googleapis.com",
        "oauthaccountmanager.googleapis.com",
        "registry.ollama.ai", "dd20bb891979d25aebc8bec07b2b3bbc.r2.cloudflarestorage.com", "xn--bcher-kva.example.com",
        "kubernetes.default.svc.cluster.local", "my-service-7d9f8b6c5d-x2x7q.production.svc.cluster.local",
        "printer-office-3rd-floor.local", "c-73-162-10-20.hsd1.ca.comcast.net", "p5b0a1c2d.dip0.t-ipconnect.de",
        "host86-150-10-20.range86-150.btcentralplus.com", "long-running-integration-test-runner.build.example.com",
        "feature-add-more-tests-for-login-page.preview.example.dev", "deploy-preview-1234--my-site.netlify.app",
        "my-project-git-main-my-team.vercel.app", "0f1e2d3c4b5a69788796a5b4c3d2e1f0.safeframe.googlesyndication.com",
        "1.0.0.127.zen.spamhaus.org", "deadbeefcafe.abcdefabcdef.example.com",
        "subscriptions.recommendations.example.com",
        "internationalization.documentation.example.com", "7gqqxk2fl4z3x.gradio.live", "wpad.lan",
        "time-a-g.nist.gov.example.com",
        "collector-pxabcdef12.px-cloud.net", "mozilla.cloudflare-dns.com", "3-courier.sandbox.push.apple.com",
        "bolt-gcdn.sc-cdn.net", "aaaabbbbccccddddeeeeffff.example.net",
    ]
}
