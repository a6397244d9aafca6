/// By which means the owners of flows are looked for.
package struct AttributionMeans: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Programs of Earshot's in the kernel, which tell who makes sockets and whose the first packets are.
    package static let kernelPrograms = AttributionMeans(rawValue: 1)
    /// The kernel's word on processes that begin, become other programs and end.
    package static let processEvents = AttributionMeans(rawValue: 2)
    /// Questions to the kernel's socket tables; otherwise they are read as text, which is slower.
    package static let socketTables = AttributionMeans(rawValue: 4)

    /// Every one that is open.
    package static let all: AttributionMeans = [.kernelPrograms, .processEvents, .socketTables]
}

/// A means that is not open.
struct AttributionGap: Equatable, Sendable {
    let reason: String
    let remedy: String?
}
