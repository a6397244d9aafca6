/// A difference to the independent reader that has been looked into.
struct KnownDisagreement {
    /// Who reads the capture as the specification says.
    enum Verdict: String {
        case earshot
        case tshark
        /// The specification leaves it open, or the two mean different things by it.
        case either
    }

    let capture: String
    let aspect: Aspect
    let right: Verdict
    let reason: String

    var place: String { "\(capture) \(aspect.rawValue)" }

    /// The same difference in several captures and aspects.
    static func each(
        _ captures: [String], _ aspects: [Aspect], right: Verdict, _ reason: String
    ) -> [KnownDisagreement] {
        captures.flatMap { capture in
            aspects.map { KnownDisagreement(capture: capture, aspect: $0, right: right, reason: reason) }
        }
    }

    /// All that are known; a new one fails the test, and so does one of these that is gone.
    static let all = names + requests + responses + hellos + packets
}

extension KnownDisagreement {
    private static let names =
        each(
            ["dns/dns-edns-bad-length.pcap"], [.addresses, .records, .types], right: .earshot,
            "An option that reaches beyond its record ends that record and not the message (RFC 6891, section 6.1.2: RDLEN "
                + "bounds the options); tshark stops, and misses the address behind it.")
        + each(
            ["dns/dns-invalid-names.pcap", "quic/vector-max-size-crash.pcap"], [.questions], right: .earshot,
            "tshark tells a placeholder where the name is a loop or of a label type that was given up (RFC 6891, section 5)."
        )

    private static let requests =
        each(
            [
                "http/get-to-ssh-server.pcap", "http/http-to-ssh.pcap", "http/putty-upload.pcap",
                "http/query-method-non-standard-port.pcap", "http/query-method.pcap",
                "http/zeek-image-post-1080-8000-x.pcap",
            ], [.requests, .hosts], right: .earshot,
            "A request on a port, or with a method, that tshark does not connect with HTTP. Methods are open (RFC 9110, "
                + "section 16.1), and ports do not bind.")
        + each(
            ["http/http-single-conn-22.pcap"], [.requests], right: .earshot,
            "A request on a port that tshark does not connect with HTTP.")
        + each(
            ["http/261/variant-09-te_obs_fold.pcap"], [.requests, .hosts], right: .earshot,
            "A folded field goes on in the next line (RFC 9112, section 5.2), so the body is chunked and another request "
                + "follows; tshark does not unfold.")
        + each(
            ["http/methods.pcap", "http/no-uri.pcap"], [.requests, .hosts], right: .earshot,
            "A request line without a target or without a version is none (RFC 9112, section 3).")
        + each(
            ["http/connect-with-smtp.pcap"], [.requests], right: .either,
            "A blank within the target is to be refused (RFC 9112, section 3.2); Earshot keeps it, tshark keeps what is "
                + "before it.")
        + each(
            ["communityid/tcp.pcap"], [.requests], right: .either,
            "The capture cuts the request line off before its version.")
        + each(
            ["tcp/payload-synack.pcap"], [.requests], right: .earshot,
            "The side that answers a SYN makes no requests.")

    private static let responses =
        each(
            [
                "http/206_example_b.pcap", "http/bro.org.pcap", "http/concurrent-range-requests.pcap",
                "http/content-range-gap-skip.pcap", "http/content-range-gap.pcap", "http/entity_gap.pcap",
                "http/entity_gap2.pcap", "tunnels/gtp/gtp1_gn_normal_incl_fragmentation.pcap",
            ], [.statuses], right: .earshot,
            "A response with lost or late segments in its body, which tshark tells only when the body is whole.")
        + each(
            ["http/http-single-conn-22.pcap", "http/zeek-image-post-1080-8000-x.pcap"], [.statuses], right: .earshot,
            "A response on a port that tshark does not connect with HTTP.")
        + each(
            ["http/http-lower-case.pcap", "http/http-lower-case-nonstandard-port.pcap"], [.statuses], right: .either,
            "The name HTTP in capitals is required (RFC 9112, section 2.3); Earshot reads what clients accept as well.")
        + each(
            ["http/http-09-content-length-confusion.pcap"], [.statuses], right: .either,
            "An answer of HTTP/0.9 has no status; Earshot tells it as zero.")
        + each(
            ["communityid/tcp.pcap"], [.statuses], right: .either,
            "The capture cuts the request line off before its version.")

    private static let hellos =
        each(
            ["tls/https-to-http.pcap", "tls/irc-starttls.pcap", "tls/ssl-to-http-server.pcap"], [.hellos],
            right: .earshot, "A hello on a port that tshark connects with another protocol.")

    private static let packets =
        each(
            ["ipv4/fragmented-2.pcap", "ipv4/fragmented-3.pcap", "tunnels/gtp/gtp1_gn_normal_incl_fragmentation.pcap"],
            [.flows], right: .earshot,
            "Fragments of a datagram of which parts never came: Earshot counts them by the ports in the first, tshark does "
                + "not look at them.")
        + each(
            ["tcp/truncated-header.pcap"], [.flows], right: .tshark,
            "A segment cut off by the capture within its options still names its ports; Earshot counts it as undecoded."
        )
        + each(
            ["tunnels/gre-aruba-amsdu.pcap"], [.flows], right: .tshark,
            "Several packets in one wireless frame, of which Earshot reads the first.")
        + each(
            ["http/byteranges.pcap"], [.streams], right: .earshot,
            "tshark shows no payload for the segment that completes a body of several parts.")
}
