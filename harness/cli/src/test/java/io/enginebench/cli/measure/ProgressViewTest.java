package io.enginebench.cli.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.cli.Session;
import io.enginebench.cli.measure.ProgressView.Counted;
import io.enginebench.ground.Home;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.setting.Timing;
import io.enginebench.record.task.TaskDescriptor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
    private static final TaskDescriptor TASK =
            TaskCatalog.read(new Home(Session.HOME, Session.CACHE)).all().get(0);
    private static final Setting SETTING = new Setting(
            "pytorch",
            Division.TUNED,
            "cpu",
            Dtype.FLOAT32,
            1,
            TASK.id(),
            TASK.models().get(0),
            Protocol.CLEAN,
            null,
            1);
    private static final Job.OfCells TRAINING =
            new Job.Train(List.of(new QualitySpec(TASK, SETTING, TASK.hyperParameters(), null)), false);
    private static final Job.OfCells TIMING =
            new Job.Time(List.of(new ThroughputSpec(TASK, SETTING, new Timing(Mode.INFER, 32, 1, 0, null), 1, 1, 1)));

    /** A timing has the work of 18,000 rows, and is one cell. */
    @Test
    void barSaysWhatIsDoneAndCountsRowsOnlyWhereSomethingIsTrained() {
        assertEquals(new Counted("training", " rows", 1), Counted.of(List.of(TRAINING)));
        assertEquals(new Counted("training, timing", " rows", 1), Counted.of(List.of(TRAINING, TIMING)));
        assertEquals(new Counted("timing", " cells", 18_000), Counted.of(List.of(TIMING, TIMING)));
    }

    @Test
    void barNamesEngineAndTask() {
        assertEquals(
                " pytorch " + TASK.id() + " epoch 2/3 1,234 samples/s",
                ProgressView.doing(TRAINING, "epoch 2/3", 1234.4));
    }
}
