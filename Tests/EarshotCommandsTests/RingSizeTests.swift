import Testing

@testable import EarshotCommands

@Suite("Rings of capture files")
struct RingSizeTests {
    @Test(
        "a ring is a number of files and a size",
        arguments: [("10x100M", 10, 104_857_600), ("1x4K", 1, 4_096), ("2x1G", 2, 1 << 30), ("3x5000", 3, 5_000)])
    func sizes(text: String, count: Int, bytes: Int64) {
        let size = RingSize(argument: text)
        #expect(size?.count == count)
        #expect(size?.bytes == bytes)
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "10", "x", "10x", "x10M", "0x10M", "-1x10M", "10x1", "10x10T", "10x10MM", "10x-5K", "1x1x1M",
            "10x99999999999999999999", "10x9999999999999G", "10x100 M",
        ])
    func refused(text: String) {
        #expect(RingSize(argument: text) == nil)
    }
}
