package io.enginebench.record.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlTest {
    private static final Control AGAIN = new Control(
            ControlArm.AGAIN, "pytorch-2.5.1", "fashion", "study-cnn", Division.TUNED, Mode.INFER, 32, 1, true, "1.00");
    private static final Control DELAYED = new Control(
            ControlArm.DELAYED, "mxnet", "emojis", "mlp", Division.PLAIN, Mode.EPOCH, 256, 2, false, "1.00");

    @Test
    void controlOfTrainingsHasNeitherModeNorBatchAndSaysWhatIsClaimed() throws IOException {
        Control nudged = Control.ofTrainings(
                "mxnet", "emojis", "mlp", Division.PLAIN, 1, Control.State.FAILED, "mxnet is better");
        assertEquals(
                "emojis mlp, plain, trainings, 1 thread: mxnet against itself from nudged weights is equivalent",
                nudged.name());
        assertFalse(nudged.ofTiming());
        assertTrue(AGAIN.ofTiming());
        assertEquals(nudged, Json.read(Json.line(nudged), "control", Control.class));
        assertFalse(Json.line(nudged).contains("batch"));
        String timed = Json.line(nudged).replace("\"arm\":\"nudged\"", "\"arm\":\"again\"");
        assertTrue(assertThrows(MalformedJsonException.class, () -> Json.read(timed, "control", Control.class))
                .getMessage()
                .contains("mode and batch of a control must be there, as it is one of timing, got null and null"));
    }

    @Test
    void nameTellsWhatWasRepeatedAndWhatIsClaimed() {
        assertEquals(
                "fashion study-cnn, infer, batch 32, 1 thread: pytorch-2.5.1 against itself is equivalent",
                AGAIN.name());
        assertEquals(
                "emojis mlp, plain, epoch, batch 256, 2 threads: mxnet delayed by 10 % is detected", DELAYED.name());
    }

    @Test
    void scopeOfAVersion1ControlIsReadFromItsName() throws MalformedJsonException {
        assertEquals(AGAIN, Control.ofVersion1(AGAIN.name(), AGAIN.passed(), AGAIN.detail()));
        Control delayed = Control.ofVersion1(DELAYED.name().replace(" plain,", ""), false, "1.00");
        assertEquals(ControlArm.DELAYED, delayed.arm());
        assertEquals(Division.TUNED, delayed.division(), "there was no other");
    }

    @Test
    void nameThatTellsNoScopeIsRefused() {
        assertEquals(
                "name of a control must be TASK MODEL, MODE, batch N, N threads: ENGINE and a claim, got A against A",
                assertThrows(IllegalArgumentException.class, () -> Control.ofVersion1("A against A", true, ""))
                        .getMessage());
    }

    @Test
    void writtenControlHasItsScopeAndANameThatMustAgree() throws MalformedJsonException {
        String line = Json.line(DELAYED);
        assertTrue(line.contains("\"arm\":\"delayed\""), line);
        assertEquals(DELAYED, Json.read(line, "control", Control.class));
        assertThrows(
                MalformedJsonException.class,
                () -> Json.read(line.replace("\"batch\":256", "\"batch\":32"), "control", Control.class));
    }

    @Test
    void olderControlIsPassedOrFailedAndANewerOneMayBeUndecided() throws MalformedJsonException {
        assertEquals(Control.State.PASSED, AGAIN.outcome());
        assertEquals(Control.State.FAILED, DELAYED.outcome());
        Control undecided = DELAYED.judged(Control.State.UNDECIDED);
        assertEquals(Control.State.UNDECIDED, undecided.outcome());
        assertFalse(undecided.passed());
        String line = Json.line(undecided);
        assertTrue(line.contains("\"passed\":false,\"state\":\"undecided\""), line);
        assertEquals(undecided, Json.read(line, "control", Control.class));
        assertEquals(List.of(undecided), Control.of(Control.State.UNDECIDED, List.of(AGAIN, DELAYED, undecided)));
    }

    @Test
    void passedAndStateMustAgree() {
        String line = Json.line(AGAIN.judged(Control.State.PASSED)).replace("\"passed\":true", "\"passed\":false");
        assertTrue(assertThrows(MalformedJsonException.class, () -> Json.read(line, "control", Control.class))
                .getMessage()
                .contains("passed of a control must be true exactly if its state is passed, got false"));
    }
}
