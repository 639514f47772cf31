#if canImport(Glibc)
    import Glibc
#endif

/// How the C library's allocator keeps memory (mallopt(3)).
enum Allocator {
    /// What a burst of messages has freed is soon needed again; giving it back to the system each time costs more than keeping it.
    private static let keptBytes: Int32 = 64 * 1024 * 1024
    /// Pieces from here on come from the system and go back to it at once.
    private static let mappedBytes: Int32 = 1024 * 1024

    static func tune() {
        #if canImport(Glibc)
            mallopt(M_TRIM_THRESHOLD, keptBytes)
            mallopt(M_MMAP_THRESHOLD, mappedBytes)
        #endif
    }
}
