/// Numbers by which states know people, eleven digits and below or with a check of their own.
///
/// Each check is the one that the issuing authority publishes; named at its place.
extension CompactText {
    private func isDecimal(_ length: Int) -> Bool { isDecimal && count == length }

    /// Australia, tax file number of nine digits: weighted sum modulo 11 (Australian Taxation Office).
    var isAustralianTFN: Bool {
        isDecimal(9) && !isUniform && weightedSum("14375869A") % 11 == 0
    }

    /// Belgium, national register number: 97 minus the remainder, a 2 before it for births since 2000.
    var isBelgianNationalNumber: Bool {
        guard isDecimal(11) else { return false }
        let (month, day) = (number(2..<4), number(4..<6))
        // Months from 21 and 41 are those of people who were registered without living there.
        let plainMonth = month > 40 ? month - 40 : month > 20 ? month - 20 : month
        // Of some people the month and the day of birth are not known.
        guard (plainMonth == 0 && day <= 31) || day == 0 || Self.isDay(day, ofMonth: plainMonth) else { return false }
        let (base, check) = (number(0..<9), number(9..<11))
        return check == 97 - base % 97 || check == 97 - (2_000_000_000 + base) % 97
    }

    /// Brazil, Cadastro de Pessoas Físicas: two digits, each a weighted sum modulo 11.
    var isBrazilianCPF: Bool {
        guard isDecimal(11), !isUniform else { return false }
        let first = weightedSum("A98765432") * 10 % 11 % 10
        let second = weightedSum("BA98765432") * 10 % 11 % 10
        return first == value(9) && second == value(10)
    }

    /// United Kingdom, National Insurance number: letters and prefixes that are allotted (HMRC manual NIM39110).
    var isBritishNINO: Bool {
        guard count == 9, !isDigit(0), !isDigit(1), (2...7).allSatisfy(isDigit) else { return false }
        guard (UInt8(ascii: "A")...UInt8(ascii: "D")).contains(self[8]) else { return false }
        func isLetter(_ byte: UInt8, among letters: StaticString) -> Bool {
            letters.withUTF8Buffer { unsafe $0.contains(byte) }
        }
        guard !isLetter(self[0], among: "DFIQUV"), !isLetter(self[1], among: "DFIQUVO") else { return false }
        switch (self[0], self[1]) {
        case (0x42, 0x47), (0x47, 0x42), (0x4B, 0x4E), (0x4E, 0x4B), (0x4E, 0x54), (0x54, 0x4E), (0x5A, 0x5A):
            return false  // BG, GB, KN, NK, NT, TN, ZZ are not used
        default: return true
        }
    }

    /// Canada, social insurance number: Luhn, none begins with 0 or 8.
    var isCanadianSIN: Bool {
        isDecimal(9) && value(0) != 0 && value(0) != 8 && passesLuhn && !isUniform
    }

    /// Netherlands, burgerservicenummer: the eleven test, the last digit counting minus one.
    var isDutchBSN: Bool {
        isDecimal(9) && !isUniform && (weightedSum("98765432") - value(8)) % 11 == 0
    }

    /// Poland, PESEL: weights 1, 3, 7, 9; the century lies in the month.
    var isPolishPESEL: Bool {
        guard isDecimal(11) else { return false }
        let month = number(2..<4) % 20
        return Self.isDay(number(4..<6), ofMonth: month) && weightedSum("13791379131") % 10 == 0
    }

    /// Sweden, personnummer and samordningsnummer: Luhn over ten digits, days above 60 for the latter (Skatteverket).
    var isSwedishPersonnummer: Bool {
        guard isDecimal, count == 10 || count == 12 else { return false }
        let start = count - 10
        let (month, day) = (number(start + 2..<start + 4), number(start + 4..<start + 6))
        guard Self.isDay(day > 60 ? day - 60 : day, ofMonth: month) else { return false }
        guard start == 0 || (18...20).contains(number(0..<2)) else { return false }
        return luhnSum(start..<count) % 10 == 0
    }

    /// Switzerland, AHV number: country 756 and the check digit of EAN-13.
    var isSwissAHV: Bool {
        isDecimal(13) && number(0..<3) == 756 && weightedSum("1313131313131") % 10 == 0
    }

    /// United States, social security number: areas, groups and serials that are never issued (SSA).
    var isUSSSN: Bool {
        guard isDecimal(9) else { return false }
        let (area, group, serial) = (number(0..<3), number(3..<5), number(5..<9))
        guard area != 0, area != 666, area < 900, group != 0, serial != 0, !isUniform else { return false }
        let whole = number(0..<9)
        // Numbers that were printed in advertisements, and the row of digits.
        return whole != 78_051_120 && whole != 219_099_999 && whole != 123_456_789
    }
}
