import ContentMatching
import TestSupport
import Testing

@Suite("Checks of numbers and tokens")
struct ValidatorTests {
    struct Specimen: CustomTestStringConvertible, Sendable {
        let validator: Validator
        let text: String

        var testDescription: String { "\(validator.rawValue): \(text.prefix(24))" }
    }

    /// Numbers that issuers and standards publish as specimens.
    static let specimens: [(Validator, [String])] = [
        (.luhn, ["79927398713", "4111 1111 1111 1111"]),
        (.paymentCard, ["4111111111111111", "5555-5555-5555-4444", "378282246310005", "6011 0009 9013 9424"]),
        (
            .iban,
            [
                "DE89370400440532013000", "GB29 NWBK 6016 1331 9268 19", "NO9386011117947",
                "MT84MALT011000012345MTLCAST001S",
            ]
        ),
        (.phoneNumber, ["+49 30 901820", "+1 (202) 555-0173".filter { $0 != "(" && $0 != ")" }]),
        (.australianTFN, ["123 456 782"]), (.belgianNationalNumber, ["85.07.30-033.28", "17073003384"]),
        (.brazilianCPF, ["111.444.777-35", "390.533.447-05"]), (.britishNINO, ["AB 12 34 56 C", "JG103759A"]),
        (.canadianSIN, ["130 692 544"]), (.chineseResidentID, ["11010519491231002X", "440524188001010014"]),
        (.dutchBSN, ["111222333", "123456782"]),
        (.frenchNIR, ["255081416802538", "253072B07300470", "253072A07300443"]),
        (.germanTaxID, ["86095742719", "36574261809"]), (.indianAadhaar, ["234123412346"]),
        (.italianCodiceFiscale, ["RSSMRA85T10A562S", "RCCMNL83S18D969H"]), (.polishPESEL, ["44051401359"]),
        (.spanishNIF, ["12345678Z", "X1234567L", "54362315-K"]),
        (.swedishPersonnummer, ["811228-9874", "19811228-9874"]),
        (.swissAHV, ["756.9217.0769.85"]), (.usSSN, ["536-90-4399"]),
        (.bitcoinBase58, ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"]),
        (.bech32, ["BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs"]),
        (
            .ethereumAddress,
            ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"]
        ),
        (
            .moneroAddress,
            [
                "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A",
                "888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H",
            ]
        ),
        (.checksummedToken, ["npm_" + PatternTemplate("{crc:36}", seed: 5).text]),
        (.gitlabRoutableToken, [PatternTemplate("«glpat-{crc36:30}»", seed: 5).text]),
        (.jsonWebToken, ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0NzExIn0.c2ln"]),
    ]
    static let all = specimens.flatMap { validator, texts in texts.map { Specimen(validator: validator, text: $0) } }

    static func accepts(_ validator: Validator, _ text: String) -> Bool {
        validator.accepts(Array(text.utf8).span)
    }

    @Test("every check has specimens")
    func complete() {
        #expect(Set(Self.specimens.map(\.0)) == Set(Validator.allCases))
    }

    @Test("specimens that issuers publish pass", arguments: all)
    func passes(specimen: Specimen) {
        #expect(Self.accepts(specimen.validator, specimen.text))
    }

    @Test("a specimen with one digit or letter changed fails, but where two lie too close together", arguments: all)
    func changed(specimen: Specimen) {
        // These know what is never issued and have no check digit.
        guard ![.phoneNumber, .usSSN, .britishNINO, .jsonWebToken].contains(specimen.validator) else { return }
        let bytes = Array(specimen.text.utf8)
        var (changes, accepted) = (0, 0)
        for index in bytes.indices {
            guard let letter = Unicode.Scalar(bytes[index]).properties.numericType == nil ? nil : bytes[index] else {
                continue
            }
            var changed = bytes
            changed[index] = letter == UInt8(ascii: "9") ? UInt8(ascii: "2") : letter + 1
            changes += 1
            if specimen.validator.accepts(changed.span) { accepted += 1 }
        }
        #expect(changes == 0 || accepted * 5 <= changes)
    }

    @Test("every shorter prefix fails, or is a number of another length", arguments: all)
    func prefixes(specimen: Specimen) {
        let bytes = Array(specimen.text.utf8)
        let passing = (0..<bytes.count).count { specimen.validator.accepts(Array(bytes[..<$0]).span) }
        // A Luhn number's beginnings pass one time in ten, a telephone number's are numbers, too.
        #expect([.luhn, .phoneNumber, .jsonWebToken, .paymentCard].contains(specimen.validator) || passing == 0)
    }

    @Test("random bytes never trap, nor do the longest texts", arguments: Validator.allCases)
    func random(validator: Validator) {
        var random = SeededGenerator(seed: 17)
        for _ in 0..<3_000 {
            let alphabet = [nil, "0123456789 -.", "ABCXYZabcxyz0123456789+/_.=-", "\u{7F}zZ01"].randomElement(
                using: &random)
            let bytes = random.bytes(Int.random(in: 0...130, using: &random), of: alphabet ?? nil)
            _ = validator.accepts(bytes.span)
        }
        #expect(!Self.accepts(validator, String(repeating: "1", count: 100_000)))
        #expect(!Self.accepts(validator, ""))
    }

    @Test("what never was issued fails")
    func neverIssued() {
        for text in ["000-12-3456", "666-12-3456", "900-12-3456", "123-00-4567", "123-45-0000", "078-05-1120"] {
            #expect(!Self.accepts(.usSSN, text))
        }
        for text in ["QQ123456C", "GB123456A", "AO123456A", "AB123456E", "BG123456A"] {
            #expect(!Self.accepts(.britishNINO, text))
        }
        #expect(!Self.accepts(.paymentCard, "1234567890123452"))
        #expect(!Self.accepts(.paymentCard, "37828224631000"))
        #expect(!Self.accepts(.iban, "DE8937040044053201300"))
        #expect(!Self.accepts(.iban, "XX89370400440532013000"))
        #expect(!Self.accepts(.chineseResidentID, "110105194913310021"))
        #expect(!Self.accepts(.ethereumAddress, "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"))
    }
}
