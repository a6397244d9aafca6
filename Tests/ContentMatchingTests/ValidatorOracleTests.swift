import ContentMatching
import TestSupport
import Testing

/// The checks against others, written in Python from the issuers' rules in another way than those in Swift.
@Suite("Checks of numbers against Python")
struct ValidatorOracleTests {
    private static let script = """
        import sys, binascii, hashlib
        def digits(t): return [int(c) for c in t]
        def day(y, m, d): return 1 <= m <= 12 and 1 <= d <= [31,29,31,30,31,30,31,31,30,31,30,31][m-1]
        def dot(a, b): return sum(x*y for x, y in zip(a, b))
        def luhn(t):
            total = 0
            for i, c in enumerate(reversed(t)):
                total += int(c) if i % 2 == 0 else sum(divmod(2*int(c), 10))
            return total % 10 == 0
        def plain(t): return "".join(c for c in t if c not in " -./+").upper()
        def iban(t):
            lengths = {"DE":22,"GB":22,"FR":27,"NL":18,"NO":15,"MT":31,"CH":21,"SE":24,"PL":28,"ES":24}
            if lengths.get(t[:2]) != len(t): return False
            return 2 <= int(t[2:4]) <= 98 and int("".join(str(int(c, 36)) for c in t[4:] + t[:4])) % 97 == 1
        def tfn(t): return len(set(t)) > 1 and dot(digits(t), [1,4,3,7,5,8,6,9,10]) % 11 == 0
        def be(t):
            m, d = int(t[2:4]), int(t[4:6])
            m = m - 40 if m > 40 else m - 20 if m > 20 else m
            if not (d == 0 or (m == 0 and d <= 31) or day(0, m, d)): return False
            return int(t[9:]) in (97 - int(t[:9]) % 97, 97 - int("2" + t[:9]) % 97)
        def cpf(t):
            a = -dot(digits(t[:9]), range(10, 1, -1)) % 11 % 10
            b = -(dot(digits(t[:9]), range(11, 2, -1)) + 2*a) % 11 % 10
            return len(set(t)) > 1 and t[9:] == "%d%d" % (a, b)
        def sin(t): return t[0] not in "08" and luhn(t) and len(set(t)) > 1
        def cn(t):
            if not ("11" <= t[:2] <= "91" and t[:2] in "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91".split()): return False
            if not (1850 <= int(t[6:10]) <= 2100 and day(0, int(t[10:12]), int(t[12:14]))): return False
            check = 0
            for c in t: check = (2*check + (10 if c == "X" else int(c))) % 11
            return check == 1
        def bsn(t): return len(set(t)) > 1 and sum((9-i)*int(c) for i, c in enumerate(t[:8])) % 11 == int(t[8])
        def idnr(t):
            counts = sorted(t[:10].count(c) for c in set(t[:10]))
            if t[0] == "0" or not (counts[-1] in (2, 3) and counts[:-1] == [1]*(len(counts)-1)): return False
            p = 10
            for c in t[:10]: p = 2*((int(c) + p) % 10 or 10) % 11
            return (p + int(t[10])) % 10 == 1
        D = [[0,1,2,3,4,5,6,7,8,9],[1,2,3,4,0,6,7,8,9,5],[2,3,4,0,1,7,8,9,5,6],[3,4,0,1,2,8,9,5,6,7],[4,0,1,2,3,9,5,6,7,8],
             [5,9,8,7,6,0,4,3,2,1],[6,5,9,8,7,1,0,4,3,2],[7,6,5,9,8,2,1,0,4,3],[8,7,6,5,9,3,2,1,0,4],[9,8,7,6,5,4,3,2,1,0]]
        P = [[0,1,2,3,4,5,6,7,8,9],[1,5,7,6,2,8,3,0,9,4],[5,8,0,3,7,9,6,1,4,2],[8,9,1,6,0,4,3,5,2,7],[9,4,5,3,1,2,6,8,7,0],
             [4,2,8,6,5,7,3,9,0,1],[2,7,9,3,8,0,6,4,1,5],[7,0,4,6,9,1,3,2,5,8]]
        def aadhaar(t):
            c = 0
            for i, d in enumerate(reversed(t)): c = D[c][P[i % 8][int(d)]]
            return c == 0 and t[0] not in "01" and t != t[::-1]
        def pesel(t): return day(0, int(t[2:4]) % 20, int(t[4:6])) and dot(digits(t), [1,3,7,9,1,3,7,9,1,3,1]) % 10 == 0
        def nif(t):
            head = {"X":"0","Y":"1","Z":"2","K":"","L":"","M":""}.get(t[0], t[0])
            return "TRWAGMYFPDXBNJZSQVHLCKE"[int(head + t[1:8]) % 23] == t[8]
        def pnr(t):
            s = t[-10:]
            if len(t) == 12 and t[:2] not in ("18", "19", "20"): return False
            d = int(s[4:6]); d = d - 60 if d > 60 else d
            return day(0, int(s[2:4]), d) and luhn(s)
        def ahv(t): return t[:3] == "756" and dot(digits(t), [1,3]*6 + [1]) % 10 == 0
        def nir(t):
            n = t[:13].replace("2A", "19").replace("2B", "18") if t[5:7] in ("2A", "2B") else t[:13]
            m = int(t[3:5])
            return t[0] in "123478" and (1 <= m <= 12 or 20 <= m <= 42 or m >= 50) and int(n) % 97 + int(t[13:]) == 97
        def base58check(t):
            n = 0
            for c in t: n = n*58 + "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".index(c)
            if n >= 1 << 200: return False
            b = n.to_bytes(25, "big")
            if b[0] not in (0, 5) or len(t) - len(t.lstrip("1")) != 25 - len(b.lstrip(b"\\0")): return False
            return hashlib.sha256(hashlib.sha256(b[:21]).digest()).digest()[:4] == b[21:]
        checks = {"luhn":luhn,"iban":iban,"au-tfn":tfn,"be-national-number":be,"br-cpf":cpf,"ca-sin":sin,"cn-resident-id":cn,
            "nl-bsn":bsn,"de-tax-id":idnr,"in-aadhaar":aadhaar,"pl-pesel":pesel,"es-nif":nif,"se-personnummer":pnr,
            "ch-ahv":ahv,"fr-nir":nir,"base58check":base58check}
        for line in sys.stdin:
            name, text = line.rstrip("\\n").split("\\t")
            print(int(bool(checks[name](text if name == "base58check" else plain(text)))))
        """

    /// Texts of the right shape, whose ends are tried in all ways, so that many of them pass.
    private static func texts(_ random: inout SeededGenerator) -> [(Validator, String)] {
        var texts: [(Validator, String)] = []
        func digits(_ count: Int) -> String { random.text(count, of: "0123456789") }
        for _ in 0..<400 {
            let date =
                digits(2) + random.text(1, of: "0123468") + digits(1) + random.text(1, of: "01236789") + digits(1)
            let month = random.text(1, of: "01") + digits(1)
            for last in 0...9 {
                let last = String(last)
                texts += [
                    (.luhn, digits(12) + last), (.australianTFN, digits(8) + last), (.canadianSIN, digits(8) + last),
                    (.dutchBSN, digits(8) + last), (.germanTaxID, digits(10) + last),
                    (.indianAadhaar, digits(11) + last),
                    (.polishPESEL, date + digits(4) + last), (.swedishPersonnummer, date + "-" + digits(3) + last),
                    (.swissAHV, "756" + digits(9) + last),
                    (
                        .chineseResidentID,
                        "110105" + "19" + digits(2) + month + random.text(1, of: "0123") + digits(4) + last
                    ),
                ]
            }
            for check in 0..<97 where check % 4 == Int.random(in: 0...3, using: &random) {
                let check = check < 10 ? "0\(check)" : "\(check)"
                texts += [
                    (.belgianNationalNumber, date + "123" + check), (.brazilianCPF, digits(9) + check),
                    (
                        .frenchNIR,
                        "2" + digits(2) + month + random.text(1, of: "279") + random.text(1, of: "AB5") + "123456"
                            + check
                    ),
                    (.iban, "DE" + check + "37040044053201" + digits(4)), (.iban, "NO" + check + digits(11)),
                ]
            }
            for letter in "TRWAGMYFPDXBNJZSQVHLCKE" {
                texts.append((.spanishNIF, random.text(1, of: "0123456789XYZKLM") + digits(7) + String(letter)))
            }
            texts.append(
                (
                    .bitcoinBase58,
                    "1" + random.text(33, of: "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
                ))
        }
        texts.append((.bitcoinBase58, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"))
        // French departments have a letter in Corsica alone.
        return texts.filter { validator, text in
            guard validator == .frenchNIR else { return true }
            let place = Array(text)[5...6]
            return place.last?.isNumber == true || place.first == "2"
        }
    }

    @Test("numbers pass there and here alike", .enabled(if: PythonOracle.canImport("hashlib")))
    func alike() throws {
        var random = SeededGenerator(seed: 2024)
        let texts = Self.texts(&random)
        let input = texts.map { "\($0.0.rawValue)\t\($0.1)\n" }.joined()
        let output = try #require(PythonOracle.run(Self.script, input: input)).split(separator: "\n").map { $0 == "1" }
        try #require(output.count == texts.count)
        var accepted: [Validator: Int] = [:]
        for (index, (validator, text)) in texts.enumerated() {
            #expect(ValidatorTests.accepts(validator, text) == output[index], "\(validator.rawValue) \(text)")
            if output[index] { accepted[validator, default: 0] += 1 }
        }
        // Both ways must have been seen.
        for validator in Set(texts.map(\.0)) {
            #expect(accepted[validator, default: 0] > 0, "\(validator.rawValue)")
        }
    }
}
