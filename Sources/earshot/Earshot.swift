/// The program `earshot`.
@main
struct Earshot {
    static func main() {}
}
