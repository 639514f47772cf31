/// A precondition that says in an optimized program what was wrong.
func demand(_ isKept: Bool, _ broken: @autoclosure () -> String) {
    if !isKept { fatalError(broken()) }
}
