internal import Observation

extension Certificate {
    /// The longest certificate that is read.
    static let byteLimit = 65_536

    /// How many alternative names are kept.
    private static let nameLimit = 128

    /// Reads a certificate in DER (RFC 5280, section 4.1); nothing when it is none.
    ///
    /// Names and times are OpenSSL's to read. Its reader of whole certificates is not used, because it prepares the public
    /// key too, which takes longer than all else that is done with a connection.
    package init?(parsing bytes: Span<UInt8>) {
        guard bytes.count <= Self.byteLimit else { return nil }
        try? self.init(checked: bytes)
    }

    private init?(checked bytes: Span<UInt8>) throws(WireError) {
        var offset = 0
        let certificate = try DERElement(parsing: bytes, &offset, expecting: DERElement.sequence)
        var position = certificate.body.lowerBound
        let signed = try DERElement(parsing: bytes, &position, expecting: DERElement.sequence)
        let fields = bytes.extracting(signed.body)
        position = 0
        // The version may be left out; then the serial number comes first.
        if try DERElement(parsing: fields, &position).tag == 0xA0 { _ = try DERElement(parsing: fields, &position) }
        _ = try DERElement(parsing: fields, &position, expecting: DERElement.sequence)
        let issuerPlace = try DERElement(parsing: fields, &position, expecting: DERElement.sequence)
        let validity = try DERElement(parsing: fields, &position, expecting: DERElement.sequence)
        let subjectPlace = try DERElement(parsing: fields, &position, expecting: DERElement.sequence)
        guard let subjectName = DistinguishedName(parsing: fields.extracting(subjectPlace.whole)),
            let issuerName = DistinguishedName(parsing: fields.extracting(issuerPlace.whole)),
            let digest = SHA256.digest(bytes.bytes(certificate.whole))
        else { return nil }
        subject = subjectName.text
        issuer = issuerName.text
        commonName = subjectName.commonName
        isSelfSigned = subjectName.isEqual(to: issuerName)
        fingerprint = HexadecimalText.of(digest)
        var moment = validity.body.lowerBound
        notBefore = CertificateTime.timestamp(try Self.element(fields, &moment))
        notAfter = CertificateTime.timestamp(try Self.element(fields, &moment))
        _ = try DERElement(parsing: fields, &position, expecting: DERElement.sequence)
        while position < fields.count {
            let field = try DERElement(parsing: fields, &position)
            if field.tag == 0xA3 { try takeExtensions(fields.extracting(field.body)) }
        }
    }

    /// The bytes of the next element.
    private static func element(_ bytes: Span<UInt8>, _ offset: inout Int) throws(WireError) -> [UInt8] {
        bytes.bytes(try DERElement(parsing: bytes, &offset).whole)
    }

    private mutating func takeExtensions(_ bytes: Span<UInt8>) throws(WireError) {
        var offset = 0
        let list = bytes.extracting(try DERElement(parsing: bytes, &offset, expecting: DERElement.sequence).body)
        offset = 0
        while offset < list.count {
            let item = list.extracting(try DERElement(parsing: list, &offset, expecting: DERElement.sequence).body)
            var position = 0
            let identifier = try DERElement(parsing: item, &position)
            // 2.5.29.17, the alternative names of the subject.
            guard item.bytes(identifier.body) == [0x55, 0x1D, 0x11] else { continue }
            var value = try DERElement(parsing: item, &position)
            if value.tag != DERElement.octetString { value = try DERElement(parsing: item, &position) }
            try takeAlternativeNames(item.extracting(value.body))
        }
    }

    private mutating func takeAlternativeNames(_ bytes: Span<UInt8>) throws(WireError) {
        var offset = 0
        let list = bytes.extracting(try DERElement(parsing: bytes, &offset, expecting: DERElement.sequence).body)
        offset = 0
        while offset < list.count, hostNames.count + addresses.count < Self.nameLimit {
            let name = try DERElement(parsing: list, &offset)
            guard name.body.count <= 255 else { continue }
            switch name.tag {
            case 0x82: hostNames.append(list.text(name.body).lowercased())
            case 0x87:
                if let address = IPAddress(networkOrder: list.bytes(name.body)) { addresses.append(address) }
            default: break
            }
        }
    }
}

extension IPAddress {
    /// An address out of its four or sixteen bytes.
    fileprivate init?(networkOrder bytes: [UInt8]) {
        func number(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        switch bytes.count {
        case 4: self.init(v4: UInt32(number(0..<4)))
        case 16: self.init(v6High: number(0..<8), low: number(8..<16))
        default: return nil
        }
    }
}
