/// A group for the agreement on keys, by its number in the registry of IANA.
package struct NamedGroup: Hashable, Sendable {
    /// The number.
    package let rawValue: UInt16

    /// Creates a group.
    package init(_ rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Whether what is agreed on stays secret from a quantum computer.
    package var isPostQuantum: Bool {
        switch rawValue {
        case 0x0200...0x0202, 0x11EB...0x11EE, 0x4138, 0x6399, 0x639A, 0xFE30...0xFE32: true
        default: false
        }
    }

    /// The name, or the four hexadecimal digits where there is none.
    package var name: String {
        switch rawValue {
        case 19: "secp192r1"
        case 21: "secp224r1"
        case 22: "secp256k1"
        case 23: "secp256r1"
        case 24: "secp384r1"
        case 25: "secp521r1"
        case 26: "brainpoolP256r1"
        case 27: "brainpoolP384r1"
        case 28: "brainpoolP512r1"
        case 29: "x25519"
        case 30: "x448"
        case 31: "brainpoolP256r1tls13"
        case 32: "brainpoolP384r1tls13"
        case 33: "brainpoolP512r1tls13"
        case 41: "curveSM2"
        case 256: "ffdhe2048"
        case 257: "ffdhe3072"
        case 258: "ffdhe4096"
        case 259: "ffdhe6144"
        case 260: "ffdhe8192"
        case 0x0200: "MLKEM512"
        case 0x0201: "MLKEM768"
        case 0x0202: "MLKEM1024"
        case 0x11EB: "SecP256r1MLKEM768"
        case 0x11EC: "X25519MLKEM768"
        case 0x11ED: "SecP384r1MLKEM1024"
        case 0x11EE: "curveSM2MLKEM768"
        case 0x4138: "CECPQ2"
        case 0x6399: "X25519Kyber768Draft00"
        case 0x639A: "SecP256r1Kyber768Draft00"
        case 0xFE30: "X25519Kyber512Draft00"
        case 0xFE31: "X25519Kyber768Draft00Old"
        case 0xFE32: "P256Kyber768Draft00"
        default: HexadecimalText.of(rawValue)
        }
    }
}
