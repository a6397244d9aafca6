extension CompactText {
    /// Whether it is the number of a payment card: a range that an issuer has, its length, and Luhn's check digit.
    ///
    /// Ranges: ISO/IEC 7812 as the networks publish them. A number of one digit alone is none.
    var isPaymentCard: Bool {
        guard isDecimal, (13...19).contains(count), Self.cardLengths(number(0..<6)).contains(count) else {
            return false
        }
        return passesLuhn && !isUniform
    }

    private var distinctDigits: Int {
        var seen: UInt16 = 0
        for index in 0..<count { seen |= 1 << UInt16(value(index)) }
        return seen.nonzeroBitCount
    }

    /// The lengths of cards whose numbers begin with six digits.
    private static func cardLengths(_ prefix: Int) -> ClosedRange<Int> {
        let none = 1...1
        switch prefix {
        case 400_000...499_999: return 13...19  // Visa, of which 13, 16 and 19 are in use
        case 510_000...559_999, 222_100...272_099: return 16...16  // Mastercard
        case 340_000...349_999, 370_000...379_999: return 15...15  // American Express
        case 300_000...305_999, 309_500...309_599, 360_000...369_999, 380_000...399_999: return 14...19  // Diners Club
        case 601_100...601_199, 622_126...622_925, 644_000...659_999: return 16...19  // Discover
        case 352_800...358_999: return 16...19  // JCB
        case 620_000...629_999, 810_000...817_199: return 16...19  // UnionPay
        case 500_000...509_999, 560_000...589_999, 600_000...699_999: return 13...19  // Maestro, RuPay, Elo, Verve
        case 220_000...220_499: return 16...19  // Mir
        default: return none
        }
    }

    /// Whether it is an International Bank Account Number: the length of its country and 97 as check.
    ///
    /// Format: ISO 13616; lengths from SWIFT's IBAN registry.
    var isIBAN: Bool {
        guard (15...34).contains(count), !isDigit(0), !isDigit(1), isDigit(2), isDigit(3) else { return false }
        guard Self.ibanLength(self[0], self[1]) == count, (2...98).contains(number(2..<4)) else { return false }
        var remainder = 0
        for place in 0..<count {
            let value = value((place + 4) % count)
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
        }
        return remainder == 1
    }

    /// The length of a country's account numbers; none where there are none.
    private static func ibanLength(_ first: UInt8, _ second: UInt8) -> Int? {
        let table: StaticString = """
            AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27\
            GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22\
            MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28\
            TL23TN24TR26UA29VA22VG24XK20YE30
            """
        return table.withUTF8Buffer { buffer in
            for start in stride(from: 0, to: buffer.count - 3, by: 4)
            where unsafe buffer[start] == first && buffer[start + 1] == second {
                return unsafe Int(buffer[start + 2] - 0x30) * 10 + Int(buffer[start + 3] - 0x30)
            }
            return nil
        }
    }

    /// Whether it may be a telephone number: as many digits as ITU-T E.164 allows, and not always the same.
    var isPhoneNumber: Bool {
        isDecimal && (8...15).contains(count) && self[0] != UInt8(ascii: "0") && distinctDigits > 2
    }
}
