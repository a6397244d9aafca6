import Testing

@testable import EarshotCommands

@Suite("spans of time as users write them")
struct DurationTests {
    @Test(
        "numbers with and without a unit are read",
        arguments: [("0", 0.0), ("10s", 10), ("2m", 120), ("1h", 3_600), ("90", 90), ("1.5s", 1.5), ("7d", nil)])
    func reading(text: String, seconds: Double?) {
        #expect(Duration(argument: text)?.seconds == seconds)
    }

    @Test(
        "everything else is refused",
        arguments: ["", "s", "-1s", "soon", "1e999", "inf", "nan", "1000h", "0x10", "1 s"])
    func refused(text: String) {
        #expect(Duration(argument: text) == nil)
    }
}
