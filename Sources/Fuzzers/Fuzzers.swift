internal import Glibc
internal import Observation

/// Feeds one parser with what libFuzzer makes up; a crash, a hang or memory without bounds ends the process.
///
/// `earshot-fuzz TARGET [options of libFuzzer] [folders of inputs]` looks for such an input, `earshot-fuzz TARGET FILE`
/// tries one again, `earshot-fuzz seeds CAPTURES FOLDER` cuts captures into inputs to begin with. `.ci/fuzz` does all
/// that for every target.
@main
enum Fuzzers {
    static func main() {
        let arguments = CommandLine.arguments
        if arguments.count == 4, arguments[1] == "seeds" {
            return SeedFolder(arguments[3]).fill(from: arguments[2])
        }
        guard arguments.count > 1, let target = FuzzTarget(rawValue: arguments[1]) else {
            print(
                """
                usage: earshot-fuzz TARGET [options of libFuzzer] [folders of inputs]
                       earshot-fuzz seeds CAPTURES FOLDER
                targets: \(FuzzTarget.allCases.map(\.rawValue).joined(separator: " "))
                """)
            exit(2)
        }
        FuzzTarget.current = target
        var words = ([arguments[0]] + arguments.dropFirst(2)).map { strdup($0) } + [nil]
        var count = Int32(words.count - 1)
        exit(
            words.withUnsafeMutableBufferPointer { words in
                var first = words.baseAddress
                return libFuzzer(&count, &first) { bytes, count in
                    let input = UnsafeBufferPointer(start: bytes, count: count)
                    FuzzTarget.current.read(input.span)
                    return 0
                }
            })
    }
}

/// The loop of libFuzzer, which calls back with each input.
@_silgen_name("LLVMFuzzerRunDriver")
private func libFuzzer(
    _ count: UnsafeMutablePointer<Int32>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ read: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32
