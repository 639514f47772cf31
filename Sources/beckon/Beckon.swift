import ArgumentParser

@main
struct Beckon: ParsableCommand {
    func run() throws {}
}
