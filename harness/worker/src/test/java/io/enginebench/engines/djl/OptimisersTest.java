package io.enginebench.engines.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Learner;
import io.enginebench.engines.spi.Rows;
import io.enginebench.engines.spi.TenSteps;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.setting.Division;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.LearningRate;
import io.enginebench.record.task.Optimiser;
import io.enginebench.worker.ForwardingAdapter;
import io.enginebench.worker.Specs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How both divisions train by optimisers other than Adam, on PyTorch; each engine's own formulas are its adapter's test's. */
@Tag("engine")
class OptimisersTest {
    private static DjlSession session;

    @TempDir
    Path folder;

    @BeforeAll
    static void startEngine() {
        session = new ForwardingAdapter().session();
    }

    private static QualitySpec spec(Division division, Optimiser optimiser) {
        return Specs.in(division, Specs.classification(List.of(1, 18, 18), 3, 1))
                .with(new HyperParameters(1, 2, optimiser, null, null, null));
    }

    /** Of a network, by the gradients that its steps show. */
    @Test
    void tenStepsOfEveryOptimiserAreThoseOfItsFormula() throws IOException {
        Specs.write(folder, DataFiles.ALL, 2 * TenSteps.STEPS);
        int plain = 0;
        for (Optimiser optimiser : TenSteps.optimisers()) {
            hold(Division.TUNED, optimiser);
            try {
                hold(Division.PLAIN, optimiser);
                plain++;
            } catch (UnsupportedException e) {
                assertTrue(e.getMessage().startsWith("DJL's own optimiser, which the plain division trains by"));
            }
        }
        // SGD, Adam and AdamW without clipping; SGD with momentum at a constant rate alone.
        assertEquals(3 + 2 + 3 + 3, plain);
    }

    private void hold(Division division, Optimiser optimiser) throws IOException {
        try (Learner learner = session.learner(spec(division, optimiser), Learner.Purpose.TRACE);
                DeviceRows rows = learner.load(Rows.read(folder.resolve("t"), DataFiles.ALL))) {
            TenSteps.hold(learner, rows, optimiser, 2e-6);
        }
    }

    @Test
    void whatDjlDoesNotHaveIsUnsupportedInThePlainDivision() {
        Optimiser nesterov = new Optimiser(new Optimiser.Sgd(0.9, true), LearningRate.constant(0.1), 0, null);
        UnsupportedException refused = assertThrows(
                UnsupportedException.class,
                () -> session.learner(spec(Division.PLAIN, nesterov), Learner.Purpose.LEARN));
        assertEquals(
                "DJL's own optimiser, which the plain division trains by, has no Nesterov's momentum in its SGD",
                refused.getMessage());
    }
}
