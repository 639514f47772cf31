import Testing

@testable import BeckonServer

@Suite struct ProcessorsTests {
    @Test("Usable processors are the bits of the mask that the kernel tells")
    func mask() {
        #expect(Processors.allowed("Name:\tx\nCpus_allowed:\t1\nCpus_allowed_list:\t0\n") == 1)
        #expect(Processors.allowed("Cpus_allowed:\tff,00000003\n") == 10)
        #expect(Processors.allowed("Cpus_allowed:\t0\n") == nil)
        #expect(Processors.allowed("Name:\tx\n") == nil)
        #expect(Processors.usable >= 1)
    }
}
