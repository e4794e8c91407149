package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.data.sources.DataRequest;
import io.enginebench.data.sources.DataStore;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.Home;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Whole campaigns with real engines and real data, in a folder of the test's own. */
@Tag("engine")
abstract class RealCampaign {
    static final String PYTORCH = "fashion-study-cnn-clean-pytorch-seed1";
    static final String MXNET = "fashion-study-cnn-clean-mxnet-seed1";
    /** Of those that train alone, where nothing is asked of those that only answer. */
    static final String[] TRAINERS = {"compare", "--engines", "pytorch,mxnet"};
    /** Long enough to be in the middle of it. */
    static final String[] LONG = with(TRAINERS, "--tasks", "fashion", "--epochs", "15", "--samples", "3200");

    static Path dataFolder = Path.of("unset");

    @TempDir
    Path folder;

    @Nullable
    Process bench;

    /** A test that failed must not leave its campaign to the next one. */
    @AfterEach
    void endTheBench() throws InterruptedException {
        if (bench != null) {
            bench.destroyForcibly().waitFor();
        }
    }

    @BeforeAll
    static void findFashionMnist() throws InterruptedException {
        DataStore store = new DataStore(Session.CACHE, line -> {});
        TaskDescriptor fashion =
                TaskCatalog.read(new Home(Session.HOME, Session.CACHE)).all().get(0);
        DataRequest anywhere = new DataRequest(null, false);
        try {
            store.prepare(fashion, anywhere);
        } catch (BenchException.Unfit e) {
            assumeTrue(false, e.getMessage());
        }
        dataFolder = store.locate(fashion, anywhere).orElseThrow().folder();
    }

    String out() {
        return folder.resolve("out").toString();
    }

    static String[] with(String[] arguments, String... more) {
        String[] all = new String[arguments.length + more.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return all;
    }

    RunResult result() throws IOException {
        return Session.result(folder.resolve("out"));
    }

    static QualityCell cell(RunResult result, String id) {
        return result.qualityCells().stream()
                .filter(cell -> cell.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static void signal(ProcessHandle process, String name) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }
}
