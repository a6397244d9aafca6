internal import Glibc

/// How evenly the bytes of a text are spread, after Shannon: bits a byte, from zero to eight.
///
/// Random base 64 of 40 characters has about 4.6, random hexadecimal digits of that length 3.7, words of English about 3.
func shannonEntropy(of bytes: Span<UInt8>) -> Double {
    guard !bytes.isEmpty else { return 0 }
    var counts = [Int](repeating: 0, count: 256)
    for index in 0..<bytes.count {
        counts[Int(bytes[index])] += 1
    }
    let total = Double(bytes.count)
    var bits = 0.0
    for count in counts where count > 0 {
        let share = Double(count) / total
        bits -= share * log2(share)
    }
    return bits
}
