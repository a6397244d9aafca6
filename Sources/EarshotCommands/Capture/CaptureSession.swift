internal import Foundation
internal import HostInventory
internal import Observation
internal import PacketCapture

/// One capture from beginning to end.
struct CaptureSession {
    /// How often waiting readers get what was written, in seconds.
    private static let flushInterval = 0.5
    /// How often the kernel's sockets and the new processes are looked at, in seconds.
    private static let refreshInterval = 0.2

    private let options: CaptureSessionOptions
    private let progress = Progress()

    init(options: CaptureSessionOptions) {
        self.options = options
    }

    /// Captures until the time is over, a signal comes, the reader goes away or nothing is left to watch.
    ///
    /// - Throws: ``UsageError`` for processes, products, interfaces, filters and files that are not there or not right.
    func run() throws(UsageError) -> ExitStatus {
        let interruption = Interruption()
        var captureOptions = CaptureOptions()
        captureOptions.filter = try filter()
        let subjects = try CaptureSubjects(pids: options.pids, products: options.products)
        let addresses = Set(((try? NetworkInterface.allUp()) ?? []).flatMap(\.addresses).map(\.unmapped))
        let owners = SocketOwners(localAddresses: addresses)
        var (captures, coverage) = try CaptureStage.openInterfaces(options.interfaces, options: captureOptions)
        coverage.namePrivilege(Privileges.remedy)
        let gaps = CaptureGaps(coverage)
        gaps.tell()
        guard !captures.isEmpty else { return .incomplete }

        let output = try CaptureOutput(options)
        let team = CaptureTeam(captures, output, owners, subjects, filter: options.filter)
        let refresher = Refresher(every: Self.refreshInterval) {
            subjects.refresh()
            owners.refresh()
        }
        team.start()
        refresher.start()
        wait(for: team, output, interruption)
        refresher.stop()
        let tally = team.stop()
        let paths = output.finish()
        progress.clear()
        StandardStream.error.write(CaptureSummary(tally: tally, output: output, paths: paths).text(options))
        return try status(output, isComplete: gaps.isEmpty && tally.failures.isEmpty)
    }

    private func filter() throws(UsageError) -> PacketFilter? {
        guard let expression = options.filter else { return nil }
        do throws(CaptureError) {
            return try PacketFilter(expression)
        } catch {
            throw UsageError("--filter: \(error.description); see the manual page pcap-filter")
        }
    }

    private func wait(for team: CaptureTeam, _ output: CaptureOutput, _ interruption: Interruption) {
        let begun = Date.now
        while !interruption.isRequested, !team.isDone, output.failure == nil {
            let left = options.duration.map { $0.seconds - Date.now.timeIntervalSince(begun) } ?? .infinity
            guard left > 0 else { return }
            progress.show("\(output.packets) packets written; Ctrl-C ends it")
            interruption.wait(seconds: min(left, Self.flushInterval))
            output.flush()
        }
    }

    private func status(_ output: CaptureOutput, isComplete: Bool) throws(UsageError) -> ExitStatus {
        // Who has read enough is no failure.
        if let failure = output.failure, failure.kind != .closedPipe {
            throw UsageError("-o \(options.output): not written whole: \(failure.description)")
        }
        return isComplete ? .clean : .incomplete
    }
}

/// The interfaces that could not be watched.
struct CaptureGaps {
    private let entries: [Coverage.Entry]

    init(_ coverage: Coverage) {
        entries = coverage.entries.filter { $0.outcome == .couldNotLook }
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Says which they are, and why.
    func tell() {
        for entry in entries {
            let names = entry.examples.isEmpty ? "traffic" : entry.examples.joined(separator: ", ")
            let reason = entry.reason.map { ": \($0)" } ?? ""
            let remedy = entry.remedy.map { "; \($0)" } ?? ""
            StandardStream.error.write("earshot: \(names) could not be watched\(reason)\(remedy)\n")
        }
    }
}
