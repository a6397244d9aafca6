internal import EarshotCommands
internal import Glibc

/// The program `earshot`.
@main
struct Earshot {
    static func main() {
        exit(EarshotProgram.run(Array(CommandLine.arguments.dropFirst())))
    }
}
