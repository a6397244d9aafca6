extension ICMPMessage {
    /// What stands for ports in a flow of messages, so that requests and replies are the two directions of one flow.
    ///
    /// The source's port is the type of the message. The destination's is the type of what answers it, where the protocol
    /// has an answer, else the code; a reply names them the other way round. This is the pairing of the Community ID
    /// specification.
    package static func ports(type: UInt8, code: UInt8, isV6: Bool) -> (source: UInt16, destination: UInt16) {
        let counterpart = isV6 ? counterpartV6(type) : counterpartV4(type)
        return (UInt16(type), UInt16(counterpart ?? code))
    }

    /// Whether what stands for the ports of a packet makes it an answer.
    static func isAnswer(type: UInt16, to counterpart: UInt16, _ protocolNumber: UInt8) -> Bool {
        switch (protocolNumber, type, counterpart) {
        case (1, 0, 8), (1, 9, 10), (1, 14, 13), (1, 16, 15), (1, 18, 17): true
        case (58, 129, 128), (58, 131, 130), (58, 134, 133), (58, 136, 135), (58, 140, 139), (58, 145, 144): true
        default: false
        }
    }

    /// Echo, router discovery, time stamp, information, address mask.
    private static func counterpartV4(_ type: UInt8) -> UInt8? {
        switch type {
        case 0: 8
        case 8: 0
        case 9: 10
        case 10: 9
        case 13: 14
        case 14: 13
        case 15: 16
        case 16: 15
        case 17: 18
        case 18: 17
        default: nil
        }
    }

    /// Echo, multicast listeners, router and neighbour discovery, node information, home agents.
    private static func counterpartV6(_ type: UInt8) -> UInt8? {
        switch type {
        case 128: 129
        case 129: 128
        case 130: 131
        case 131: 130
        case 133: 134
        case 134: 133
        case 135: 136
        case 136: 135
        case 139: 140
        case 140: 139
        case 144: 145
        case 145: 144
        default: nil
        }
    }
}

extension UInt8 {
    /// Whether a protocol, as IANA numbers it, begins with the sender's and the receiver's port.
    var hasPorts: Bool {
        switch self {
        // TCP, UDP, DCCP, SCTP, UDP-Lite.
        case 6, 17, 33, 132, 136: true
        default: false
        }
    }
}
