/// Where the reading of a capture file has to end before the file does.
package enum CaptureFileFault: String, Error, CaseIterable, Sendable {
    case notACapture = "it begins like no capture"
    case unsupportedVersion = "its version of the format is not known"
    case packetLength = "a packet claims an impossible length"
    case blockLength = "a block claims an impossible length"
    case blockTrailer = "a block's two lengths differ"
    case sectionByteOrder = "a section has no byte order"
    case tooManyInterfaces = "it describes too many interfaces"
    case compressedData = "its compressed data is broken"
    case truncated = "it ends in the middle of a record"
}

extension CaptureError {
    /// The error for a fault, with where in the file it lies.
    init(_ fault: CaptureFileFault, file: String, packets: Int64) {
        let kind: Kind = fault == .truncated ? .truncatedFile : .malformedFile
        let place = fault == .notACapture ? "" : packets == 0 ? ", before any packet" : ", after packet \(packets)"
        self.init(kind, subject: file, detail: fault.rawValue + place)
    }
}
