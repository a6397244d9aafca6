package import Observation

/// What a dissector saw and what it could not read, in numbers.
package struct DissectionStatistics: Equatable, Sendable {
    /// Why a packet was not decoded down to its ports.
    package enum Undecoded: String, CaseIterable, Hashable, Sendable {
        /// The interface's link layer is not known.
        case unknownLink = "unknown link layer"
        /// ARP and all else that is no IP.
        case notIP = "not IP"
        /// A part of a fragmented packet.
        case fragment = "fragment"
        /// A header that contradicts itself or was cut off.
        case malformed = "malformed header"
    }

    /// Packets that were fed.
    package internal(set) var packets: Int64 = 0
    /// Bytes on the wire of these packets.
    package internal(set) var bytes: Int64 = 0
    /// Packets that were not decoded, by reason.
    package internal(set) var undecoded: [Undecoded: Int64] = [:]
    /// Packets of interfaces whose link layer is not known, by that link layer.
    package internal(set) var unknownLinks: [LinkType: Int64] = [:]
    /// Packets of which the capture kept only a part.
    package internal(set) var cutOff: Int64 = 0
    /// Flows that were begun.
    package internal(set) var flows: Int64 = 0
    /// Flows of which the beginning was not seen.
    package internal(set) var flowsJoinedLate: Int64 = 0
    /// Flows that were ended early to make room.
    package internal(set) var flowsEvicted: Int64 = 0
    /// Flows with a payload in which nothing readable was found, TLS included.
    package internal(set) var flowsOpaque: Int64 = 0
    /// Bytes of these flows.
    package internal(set) var bytesOpaque: Int64 = 0
    /// Streams of which a part stayed unread because a limit was reached.
    package internal(set) var streamsCapped: Int64 = 0
    /// Directions of TCP connections with bytes missing.
    package internal(set) var streamsWithGaps: Int64 = 0
    /// Bytes that were missing there.
    package internal(set) var gapBytes: Int64 = 0
    /// DNS, TLS and HTTP messages that contradict their format.
    package internal(set) var messagesMalformed: Int64 = 0
    /// What the protocols do not expect, by name.
    package internal(set) var weirds: [Weird: Int64] = [:]
    /// Messages that were read.
    package internal(set) var messages: Int64 = 0

    package init() {}

    /// Packets that were not decoded, for whatever reason.
    package var undecodedPackets: Int64 { undecoded.values.reduce(0, +) }

    /// Adds the numbers to a report's coverage, zeros included.
    package func count(into coverage: inout Coverage) {
        coverage.count(.packetsUndecoded, undecodedPackets)
        coverage.count(.bytesReceived, bytes)
        coverage.count(.flowsSeen, flows)
        coverage.count(.flowsEvicted, flowsEvicted)
        coverage.count(.streamsCapped, streamsCapped)
        coverage.count(.streamsWithGaps, streamsWithGaps)
        coverage.count(.flowsOpaque, flowsOpaque)
        coverage.count(.bytesOpaque, bytesOpaque)
        coverage.count(.messagesMalformed, messagesMalformed)
    }
}

extension DissectionStatistics {
    /// Adds what a dissector of another share saw.
    package mutating func merge(_ other: DissectionStatistics) {
        packets += other.packets
        bytes += other.bytes
        undecoded.merge(other.undecoded, uniquingKeysWith: +)
        unknownLinks.merge(other.unknownLinks, uniquingKeysWith: +)
        cutOff += other.cutOff
        flows += other.flows
        flowsJoinedLate += other.flowsJoinedLate
        flowsEvicted += other.flowsEvicted
        flowsOpaque += other.flowsOpaque
        bytesOpaque += other.bytesOpaque
        streamsCapped += other.streamsCapped
        streamsWithGaps += other.streamsWithGaps
        gapBytes += other.gapBytes
        messagesMalformed += other.messagesMalformed
        weirds.merge(other.weirds, uniquingKeysWith: +)
        messages += other.messages
    }
}
