package io.enginebench.selfbench.growth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class GrowthTest {
    /** Drawn results are verified and merged as measured ones are. */
    @ParameterizedTest
    @ValueSource(strings = {"--rows=50", "--timings"})
    void drawnCellsVerifyAndTheirSharesAreMerged(String what) {
        StringWriter said = new StringWriter();
        int code = new CommandLine(new Growth(new PrintWriter(said))).execute("--cells=400", "--seeds=8", what);
        assertEquals(0, code, said.toString());
        assertTrue(said.toString().contains("  merge"), said.toString());
        assertFalse(said.toString().contains(" must be "), said.toString());
    }
}
