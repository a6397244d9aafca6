package import ArgumentParser
internal import Glibc

/// The program: reads its arguments, runs one command and gives the exit status.
package struct EarshotProgram: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "earshot",
        abstract: "Shows what leaves this machine, and what stays on its disk, when a language model runs locally.",
        discussion: """
            Examples:
              sudo earshot audit            everything, and ten seconds of traffic
              earshot audit --duration 0    without traffic and privileges
              earshot inspect trace.pcapng  a saved capture, through the same eyes
              sudo earshot capture -o ollama.pcapng --product ollama
              earshot scan ~                secrets and traces in any file
              earshot extract chat.db       every text in a file, also the deleted ones
              earshot rules list            every rule, by family

            Exit status: 0 nothing at or above --fail-on, 1 findings,
            2 wrong usage or bad input, 3 incomplete.
            """,
        version: earshotVersion,
        subcommands: [
            AuditCommand.self, InspectCommand.self, CaptureCommand.self, ScanCommand.self, ExtractCommand.self,
            RulesCommand.self,
        ]
    )

    package init() {}

    /// Runs the command that the arguments name.
    ///
    /// - Parameter arguments: the arguments without the program's own name.
    /// - Returns: the exit status.
    package static func run(_ arguments: [String]) -> Int32 {
        // A reader that goes away early, as `head` does, is no reason to die with a signal.
        _ = signal(SIGPIPE, SIG_IGN)
        StandardStream.reserve()
        let status = status(of: arguments)
        guard let problem = StandardStream.outputProblem else { return status.rawValue }
        StandardStream.error.write("earshot: the output could not be written whole: \(problem)\n")
        return ExitStatus.usage.rawValue
    }

    private static func status(of arguments: [String]) -> ExitStatus {
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
            return .clean
        } catch let ending as Ending {
            return ending.status
        } catch let error as UsageError {
            StandardStream.error.write("earshot: \(error.description)\n")
            return .usage
        } catch {
            return report(error)
        }
    }

    /// Prints what the argument parser has to say: help and versions to the output, mistakes to the error stream.
    private static func report(_ error: any Error) -> ExitStatus {
        let message = fullMessage(for: error)
        guard exitCode(for: error) == .success else {
            StandardStream.error.write(message + "\n")
            return .usage
        }
        StandardStream.output.write(message + "\n")
        return .clean
    }
}

/// The version that the program and its reports name.
let earshotVersion = "0.1.0"
