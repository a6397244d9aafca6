package import TextExtraction

/// The bounds of a scan; every one that is hit is counted in the coverage.
package struct ScanLimits: Sendable {
    /// How many names are looked at in one place.
    package var entriesPerPlace = 50_000
    /// How many folders lie in one another below a place's anchor.
    package var folderDepth = 32
    /// How many files of one place are told one by one; the rest is counted together.
    package var filesToldPerPlace = 200
    /// How much of one file is searched as the bytes that it is.
    package var textBytes: Int64 = 1 << 30
    /// How much of a file that the catalogue does not know is looked at to see whether it is a conversation, in bytes;
    /// one that is, is read whole.
    package var sniffBytes: Int64 = 8 << 20
    /// The bounds of the readers of formats.
    package var extraction = ExtractionLimits()
    /// How much is read in one place, in bytes.
    package var bytesPerPlace: Int64 = 4 << 30
    /// How many different secrets of one file are told one by one.
    package var secretsToldPerFile = 50
    /// How many different secrets of one file are counted.
    package var secretsPerFile = 1_000

    package init() {}
}
