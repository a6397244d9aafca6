import Foundation
import TestSupport

/// What the independent reader found in a capture, by the aspects that are compared.
struct OracleReading: Decodable {
    let path: String
    let questions: [String]
    let records: [String]
    let types: [String]
    let addresses: [String]
    let names: [String]
    let netbios: [String]
    let hellos: [String]
    let quic: [String]
    let requests: [String]
    let hosts: [String]
    let statuses: [String]
    let requests2: [String]
    let statuses2: [String]
    let flows: [String]
    let streams: [String]
}

/// tshark, asked about captures by a script that puts streams together by itself.
///
/// Set `EARSHOT_ORACLE_CACHE` to a folder to keep its answers from run to run, and `EARSHOT_ORACLE_WORKERS` to the number of
/// tsharks that run at once (2).
enum TsharkOracle {
    static let isThere = Corpora.tsharkIsThere && PythonOracle.canImport("json")

    /// Asks about captures; gives a reading for each.
    static func readings(of paths: [String]) -> [OracleReading] {
        let source = "SCRIPT = r'''\(script)'''\n\(script)"
        let output = PythonOracle.run(source, input: paths.joined(separator: "\n")) ?? ""
        return output.split(separator: "\n").compactMap { line in
            try? JSONDecoder().decode(OracleReading.self, from: Data(line.utf8))
        }
    }
}
