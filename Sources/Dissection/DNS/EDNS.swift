package import Observation

/// The extensions of a message, which travel as a record of their own (RFC 6891).
package struct EDNS: Equatable, Sendable {
    /// The part of the asker's address that a resolver tells the name's owner (RFC 7871).
    package struct ClientSubnet: Hashable, Sendable, CustomStringConvertible {
        /// The address with all bits after the prefix zero.
        package let address: IPAddress
        /// How many bits of it were told.
        package let sourcePrefixLength: UInt8
        /// For how many bits the answer holds.
        package let scopePrefixLength: UInt8

        /// The address and the number of its bits that were told.
        package var description: String { "\(address)/\(sourcePrefixLength)" }
    }

    /// Why something went wrong or was done differently (RFC 8914).
    package struct ExtendedError: Hashable, Sendable, CustomStringConvertible {
        /// The number of the reason.
        package let code: UInt16
        /// What the server says besides, with escapes for all that is not ASCII.
        package let text: String

        /// The reason by name, and the server's words.
        package var description: String {
            let name = code < Self.names.count ? Self.names[Int(code)] : "Code \(code)"
            return text.isEmpty ? name : "\(name): \(text)"
        }

        private static let names = [
            "Other", "Unsupported DNSKEY Algorithm", "Unsupported DS Digest Type", "Stale Answer", "Forged Answer",
            "DNSSEC Indeterminate", "DNSSEC Bogus", "Signature Expired", "Signature Not Yet Valid", "DNSKEY Missing",
            "RRSIGs Missing", "No Zone Key Bit Set", "NSEC Missing", "Cached Error", "Not Ready", "Blocked",
            "Censored", "Filtered", "Prohibited", "Stale NXDOMAIN Answer", "Not Authoritative", "Not Supported",
            "No Reachable Authority", "Network Error", "Invalid Data", "Signature Expired before Valid", "Too Early",
            "Unsupported NSEC3 Iterations Value", "Unable to conform to policy", "Synthesized", "Invalid Query Type",
        ]
    }

    /// The largest datagram that the sender takes.
    package let datagramByteCount: UInt16
    /// The upper eight bits of the response code.
    package let extendedResponseCode: UInt8
    /// The version, 0 so far.
    package let version: UInt8
    /// Whether the sender wants signatures (the bit `DO`).
    package let wantsSignatures: Bool
    /// Where the asker is.
    package internal(set) var clientSubnet: ClientSubnet?
    /// The length of the cookie, by which a server knows an asker again (RFC 7873).
    package internal(set) var cookieByteCount: Int?
    /// The bytes that were added to hide the length of the names (RFC 7830).
    package internal(set) var paddingByteCount: Int?
    /// What the server says about errors.
    package internal(set) var errors: [ExtendedError] = []
    /// The numbers of all options, in their order.
    package internal(set) var optionCodes: [UInt16] = []
}

/// EDNS and its options.
extension DNSReader {
    private static let optionLimit = 64

    mutating func extensions(_ head: RecordHead, _ bytes: Span<UInt8>) -> EDNS {
        var extensions = EDNS(
            datagramByteCount: head.recordClass, extendedResponseCode: UInt8(head.timeToLive >> 24),
            version: UInt8(head.timeToLive >> 16 & 0xFF), wantsSignatures: head.timeToLive & 0x8000 != 0)
        var position = head.data.lowerBound
        while position < head.data.upperBound, extensions.optionCodes.count < Self.optionLimit {
            guard let code = try? bytes.readUInt16(&position), let length = try? bytes.readUInt16(&position),
                Int(length) <= head.data.upperBound - position
            else {
                note(.dnsOptionTruncated)
                break
            }
            let value = position..<position + Int(length)
            position = value.upperBound
            extensions.optionCodes.append(code)
            read(code, bytes, value, into: &extensions)
        }
        return extensions
    }

    private mutating func read(
        _ code: UInt16, _ bytes: Span<UInt8>, _ value: Range<Int>, into extensions: inout EDNS
    ) {
        switch code {
        case 8: extensions.clientSubnet = clientSubnet(bytes, value)
        case 10: extensions.cookieByteCount = value.count
        case 12: extensions.paddingByteCount = value.count
        case 15:
            var position = value.lowerBound
            guard value.count >= 2, let reason = try? bytes.readUInt16(&position) else {
                return note(.dnsOptionTruncated)
            }
            // RFC 8914, section 2: some servers end the text with a zero byte.
            let end = value.count > 2 && bytes[value.upperBound - 1] == 0 ? value.upperBound - 1 : value.upperBound
            extensions.errors.append(
                EDNS.ExtendedError(code: reason, text: DNSText.string(bytes, position..<end)))
        default: break
        }
    }

    /// RFC 7871, section 6: a family, two lengths, and as many bytes of the address as the first length needs.
    private mutating func clientSubnet(_ bytes: Span<UInt8>, _ value: Range<Int>) -> EDNS.ClientSubnet? {
        var position = value.lowerBound
        guard value.count >= 4, let family = try? bytes.readUInt16(&position) else {
            note(.dnsClientSubnetLength)
            return nil
        }
        let (source, scope) = (bytes[position], bytes[position + 1])
        let longest: UInt8 = family == 1 ? 32 : 128
        guard family == 1 || family == 2 else { return nil }
        guard source <= longest else {
            note(family == 1 ? .dnsClientSubnetV4Prefix : .dnsClientSubnetV6Prefix)
            return nil
        }
        guard value.count - 4 >= (Int(source) + 7) / 8, value.count - 4 <= Int(longest) / 8 else {
            note(.dnsClientSubnetLength)
            return nil
        }
        var (high, low): (UInt64, UInt64) = (0, 0)
        for (index, place) in (value.lowerBound + 4..<value.upperBound).enumerated() {
            let byte = UInt64(bytes[place])
            if index < 8 { high |= byte << UInt64(56 - 8 * index) } else { low |= byte << UInt64(120 - 8 * index) }
        }
        let address =
            family == 1 ? IPAddress(v4: UInt32(truncatingIfNeeded: high >> 32)) : IPAddress(v6High: high, low: low)
        return EDNS.ClientSubnet(address: address, sourcePrefixLength: source, scopePrefixLength: scope)
    }
}
