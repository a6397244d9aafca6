internal import Observation

@testable import Dissection

/// One message in the layout of DNS; a first byte chooses the service.
enum NameFuzzing {
    static func read(_ input: Span<UInt8>) {
        guard input.count > 0 else { return }
        let services = NameService.allCases
        let service = services[Int(input[0]) % services.count]
        let bytes = input.extracting(1..<input.count)
        var weirds: [Weird] = []
        guard let message = try? DNSMessage(parsing: bytes, as: service, noting: &weirds) else { return }
        FindingsCheck.describe(.dns(message))
    }
}
