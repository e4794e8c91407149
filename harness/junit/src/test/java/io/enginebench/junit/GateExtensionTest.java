package io.enginebench.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.enginebench.junit.EngineBenchGate.CannotTell;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Suites with gates, as users write them, run by JUnit; on results of the tests of the format. */
class GateExtensionTest {
    private static final String RESULT = "../../results/record/src/test/resources/results/v2.json";
    private static final String MORE = "../../results/published/seed.json";

    static class Suite {
        @Test
        @EngineBenchGate(baseline = RESULT, candidate = RESULT)
        void same() {}

        @Test
        @EngineBenchGate(baseline = MORE, candidate = RESULT)
        void lacksFigures() {}

        @Test
        @EngineBenchGate(baseline = RESULT, candidate = RESULT, margins = "train_throughput=0.1")
        void timedNowhere() {}

        @Test
        @EngineBenchGate(
                baseline = RESULT,
                candidate = RESULT,
                margins = "train_throughput=0.1",
                cannotTell = CannotTell.ABORT)
        void timedNowhereAndThatIsKnown() {}

        @Test
        @EngineBenchGate(baseline = RESULT, candidate = RESULT, margins = "beauty=0.1")
        void mistyped() {}

        @Test
        @EngineBenchGate(baseline = RESULT, candidate = "no-such.json")
        void failsBeforeTheGate() {
            throw new IllegalStateException("own");
        }
    }

    @EngineBenchGate(baseline = MORE, candidate = RESULT)
    static class GatedSuite {
        @Test
        void measures() {}
    }

    /** By the name of the test, and of a suite by that of its class: what was thrown; null where nothing was. */
    private static final Map<String, @Nullable Throwable> THROWN = new HashMap<>();

    @BeforeAll
    static void runSuites() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Suite.class), selectClass(GatedSuite.class))
                .execute()
                .allEvents()
                .finished()
                .stream()
                .forEach(event -> THROWN.put(
                        event.getTestDescriptor().getDisplayName(),
                        event.getRequiredPayload(TestExecutionResult.class)
                                .getThrowable()
                                .orElse(null)));
    }

    private static Throwable thrown(String test) {
        return Objects.requireNonNull(THROWN.get(test), test);
    }

    @Test
    void onlyWhatTheGateLetsThroughPasses() {
        assertTrue(THROWN.containsKey("same()"));
        assertNull(THROWN.get("same()"));
    }

    @Test
    void whatIsMissingFailsTheTestInTheGatesWords() {
        Throwable failure = thrown("lacksFigures()");
        assertEquals(AssertionFailedError.class, failure.getClass());
        assertTrue(failure.getMessage().contains("MISSING FIGURES: 0 worse, "), failure.getMessage());
    }

    @Test
    void whatCannotBeToldFailsOrAborts() {
        assertEquals(AssertionFailedError.class, thrown("timedNowhere()").getClass());
        Throwable aborted = thrown("timedNowhereAndThatIsKnown()");
        assertEquals(TestAbortedException.class, aborted.getClass());
        assertTrue(aborted.getMessage().contains("CANNOT TELL: 1 of 5 figures"), aborted.getMessage());
    }

    @Test
    void mistakeIsOneLine() {
        Throwable mistake = thrown("mistyped()");
        assertEquals(IllegalArgumentException.class, mistake.getClass());
        assertTrue(mistake.getMessage().startsWith("metric of --margin must be one of "), mistake.getMessage());
    }

    @Test
    void testThatFailedIsNotGated() {
        assertEquals("own", thrown("failsBeforeTheGate()").getMessage());
    }

    @Test
    void gateOfAClassIsHeldAfterItsTests() {
        assertTrue(THROWN.containsKey("measures()"));
        assertNull(THROWN.get("measures()"));
        Throwable failure = thrown("GateExtensionTest$GatedSuite");
        assertTrue(failure.getMessage().contains("MISSING FIGURES: 0 worse, "), failure.getMessage());
    }
}
