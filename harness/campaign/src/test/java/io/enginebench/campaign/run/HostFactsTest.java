package io.enginebench.campaign.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostFactsTest {
    /** As Linux lists them in /proc/cpuinfo, of an x86 and of an Arm processor, a line for each processor. */
    @Test
    void instructionSetsAreThoseThatKernelsAreChosenBy() {
        assertEquals(
                List.of("avx", "avx2", "avx512_vnni", "fma", "sse4_2"),
                HostFacts.instructionSets(
                        List.of("flags : fpu vme sse4_2 fma avx avx2 avx512_vnni rdrand", "flags : fpu avx2 fma")));
        assertEquals(
                List.of("asimd", "asimddp", "sve"),
                HostFacts.instructionSets(List.of("Features : fp asimd asimddp sve crc32")));
        assertNull(HostFacts.instructionSets(List.of("flags : fpu")));
    }
}
