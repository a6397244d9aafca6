/// Numbers by which states know people that take more than one sum to check.
extension CompactText {
    /// China, resident identity card: a day of birth and ISO 7064 MOD 11-2 (GB 11643).
    var isChineseResidentID: Bool {
        guard count == 18, (0..<17).allSatisfy(isDigit), isDigit(17) || self[17] == UInt8(ascii: "X") else {
            return false
        }
        let (year, month, day) = (number(6..<10), number(10..<12), number(12..<14))
        guard (1850...2100).contains(year), Self.isDay(day, ofMonth: month), hasChineseProvince else {
            return false
        }
        let sum = weightedSum("79A584216379A5842") + (isDigit(17) ? value(17) : 10)
        return sum % 11 == 1
    }

    /// Whether the first two digits are a province, a municipality or a special region (GB/T 2260).
    private var hasChineseProvince: Bool {
        switch number(0..<2) {
        case 11...15, 21...23, 31...37, 41...46, 50...54, 61...65, 71, 81...83, 91: true
        default: false
        }
    }

    /// France, numéro d'inscription au répertoire: 97 minus the remainder; Corsica's departments hold a letter (INSEE).
    var isFrenchNIR: Bool {
        guard count == 15, [1, 2, 3, 4, 7, 8].contains(value(0)) else { return false }
        var base = 0
        for index in 0..<13 {
            var digit = value(index)
            if index == 6, !isDigit(6) {
                // 2A counts as 19 and 2B as 18.
                guard value(5) == 2, value(6) == 10 || value(6) == 11 else { return false }
                base -= 1
                digit = value(6) == 10 ? 9 : 8
            } else if !isDigit(index) {
                return false
            }
            base = base * 10 + digit
        }
        guard isDigit(13), isDigit(14) else { return false }
        let month = number(3..<5)
        guard (1...12).contains(month) || (20...42).contains(month) || month >= 50 else { return false }
        return number(13..<15) == 97 - base % 97
    }

    /// Germany, steuerliche Identifikationsnummer: ISO 7064 MOD 11,10, and one digit of ten that stands twice or thrice
    /// (Bundeszentralamt für Steuern).
    var isGermanTaxID: Bool {
        guard isDecimal, count == 11, value(0) != 0 else { return false }
        var counts = InlineArray<10, Int>(repeating: 0)
        for index in 0..<10 { counts[value(index)] += 1 }
        var repeated = 0
        for digit in 0..<10 where counts[digit] > 1 {
            repeated += 1
            if counts[digit] > 3 { return false }
        }
        guard repeated == 1 else { return false }
        var product = 10
        for index in 0..<10 {
            let sum = (value(index) + product) % 10
            product = (sum == 0 ? 10 : sum) * 2 % 11
        }
        return value(10) == (11 - product) % 10
    }

    /// India, Aadhaar: Verhoeff's check, never begins with 0 or 1, no palindrome (UIDAI).
    var isIndianAadhaar: Bool {
        guard isDecimal, count == 12, value(0) > 1 else { return false }
        guard !(0..<6).allSatisfy({ self[$0] == self[11 - $0] }) else { return false }
        var check = 0
        for place in 0..<12 {
            check = Self.dihedral(check, Self.permuted(value(11 - place), times: place % 8))
        }
        return check == 0
    }

    /// The product of two elements of the dihedral group of order ten (Verhoeff 1969).
    private static func dihedral(_ left: Int, _ right: Int) -> Int {
        switch (left < 5, right < 5) {
        case (true, true): (left + right) % 5
        case (true, false): 5 + (left + right - 5) % 5
        case (false, true): 5 + (left - 5 - right + 5) % 5
        case (false, false): (left - right + 5) % 5
        }
    }

    private static func permuted(_ digit: Int, times: Int) -> Int {
        let permutation: [10 of Int] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
        return (0..<times).reduce(digit) { result, _ in permutation[result] }
    }

    /// Italy, codice fiscale: the check letter, digits replaced by letters where two people would share one
    /// (decreto ministeriale 12 marzo 1974).
    var isItalianCodiceFiscale: Bool {
        guard count == 16, (0..<6).allSatisfy({ !isDigit($0) }), !isDigit(11), !isDigit(15) else { return false }
        guard hasItalianBirthday, (12..<15).allSatisfy({ italianDigit($0) != nil }) else { return false }
        let odd: [26 of Int] = [
            1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
        ]
        var sum = 0
        for index in 0..<15 {
            let place = isDigit(index) ? value(index) : value(index) - 10
            sum += index % 2 == 0 ? odd[place] : place
        }
        return sum % 26 == value(15) - 10
    }

    /// Whether a year, a letter for the month and a day are there; the day of a woman's birth has 40 added.
    private var hasItalianBirthday: Bool {
        guard italianDigit(6) != nil, italianDigit(7) != nil else { return false }
        guard let tens = italianDigit(9), let ones = italianDigit(10) else { return false }
        let letters: StaticString = "ABCDEHLMPRST"
        let month = letters.withUTF8Buffer { buffer in unsafe buffer.firstIndex(of: self[8]) }
        guard let month else { return false }
        let day = tens * 10 + ones
        return Self.isDay(day > 40 ? day - 40 : day, ofMonth: month + 1)
    }

    /// A digit, or the one that a letter stands for.
    private func italianDigit(_ index: Int) -> Int? {
        if isDigit(index) { return value(index) }
        let letters: StaticString = "LMNPQRSTUV"
        return letters.withUTF8Buffer { buffer in unsafe buffer.firstIndex(of: self[index]) }
    }

    /// Spain, DNI, NIE and the NIF of those who have neither: the letter of the remainder by 23 (Ministerio del Interior).
    var isSpanishNIF: Bool {
        guard count == 9, (1...7).allSatisfy(isDigit), !isDigit(8) else { return false }
        let head: Int
        if isDigit(0) {
            head = value(0)
        } else {
            // X, Y and Z stand for 0, 1 and 2; K, L and M for nothing.
            switch self[0] {
            case UInt8(ascii: "X")...UInt8(ascii: "Z"): head = Int(self[0] - UInt8(ascii: "X"))
            case UInt8(ascii: "K")...UInt8(ascii: "M"): head = 0
            default: return false
            }
        }
        let letters: StaticString = "TRWAGMYFPDXBNJZSQVHLCKE"
        let remainder = (head * 10_000_000 + number(1..<8)) % 23
        return letters.withUTF8Buffer { unsafe $0[remainder] } == self[8]
    }
}
