package io.enginebench.campaign.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.campaign.plan.Offer;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.Round;
import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.campaign.plan.TimingPlanner;
import io.enginebench.campaign.plan.TimingRequest;
import io.enginebench.campaign.run.RunFolder;
import io.enginebench.ground.Home;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.run.CampaignRecord;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Suite;
import io.enginebench.record.run.Termination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SalvageTest {
    private static final String TASK = """
            {"id": "t", "title": "t", "kind": "regression", "data": "d", "models": ["m"], "input_shape": [1, 20, 20],
             "outputs": 1, "classes": [], "split": {"kind": "hold-out"},
             "hyper_parameters": {"epochs": 1, "global_batch_size": 32, "opt_name": "adam",
                                  "opt_base_learning_rate": 0.001, "opt_epsilon": 1e-7}}
            """;

    @TempDir
    Path root;

    private Plan plan;
    private RunFolder folder;

    @BeforeEach
    void planTimings() throws IOException {
        Files.writeString(Files.createDirectories(root.resolve("models/tasks")).resolve("t.json"), TASK);
        TimingRequest request = new TimingRequest();
        request.tasks = List.of("t");
        request.modes = List.of("train");
        request.batches = List.of(32);
        request.divisions = List.of("tuned");
        request.rounds = 4;
        plan = new TimingPlanner(new Offer(
                        TaskCatalog.read(new Home(root, root)),
                        List.of(new Offer.Engine("x", false, true, false), new Offer.Engine("y", false, true, false)),
                        List.of(),
                        1,
                        (placements, dispensable) -> List.of(),
                        networks -> Map.of()))
                .plan(request);
        folder = RunFolder.create(root.resolve("run"));
    }

    private List<CellSpec> round(int number) {
        Round round = plan.stages().get(0).rounds().get(number - 1);
        assertEquals(2, round.cells().size());
        return round.cells();
    }

    private static CellResult ended(CellSpec cell) {
        return cell.ended(new Outcome.Ended(CellStatus.TIMEOUT, "it took too long"));
    }

    private RunResult begun(List<CellResult> before) {
        return new RunResult(
                RunResult.FORMAT_VERSION,
                new Suite("enginebench", "0", null),
                new CampaignRecord(
                        "run",
                        List.of("throughput"),
                        plan.sha256(),
                        "2026-11-23T00:00:00Z",
                        0,
                        Termination.INTERRUPTED,
                        plan.preset(),
                        1,
                        null,
                        null,
                        null,
                        null,
                        null),
                new Environment(
                        new Environment.Os("os", "1", "amd64"),
                        new Environment.Vm("vm", "v", "17"),
                        new Environment.Host("cpu", 1, null, 1_000_000_000L, null, null),
                        new Environment.Load(List.of(), null)),
                List.of(),
                plan.tasks(),
                List.of(),
                before,
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    /** The first round is whole, the second has one of its cells, the third none; of the fourth one had ended before anything was started. */
    @Test
    void onlyWholeRoundsOfTimingsCount() throws IOException {
        CellSpec unsupported = round(4).get(0);
        folder.begin(begun(List.of(unsupported.ended(new Outcome.Ended(CellStatus.UNSUPPORTED, "answers only")))));
        for (CellSpec cell : List.of(round(1).get(0), round(1).get(1), round(2).get(1), round(4).get(1))) {
            folder.write(ended(cell));
        }
        RunResult left = Salvage.of(folder, plan, "it has not ended").orElseThrow();
        assertEquals(
                plan.cells().stream().map(CellSpec::id).toList(),
                left.cells().stream().map(CellResult::id).toList());
        assertEquals(
                List.of(
                        CellStatus.TIMEOUT,
                        CellStatus.TIMEOUT,
                        CellStatus.INTERRUPTED,
                        CellStatus.INTERRUPTED,
                        CellStatus.INTERRUPTED,
                        CellStatus.INTERRUPTED,
                        CellStatus.UNSUPPORTED,
                        CellStatus.TIMEOUT),
                left.cells().stream().map(CellResult::status).toList());
        assertEquals("it has not ended", ((Outcome.Ended) left.cells().get(2).outcome()).reason());
    }

    @Test
    void whatDidNotComeToItsFirstCellLeavesNothing() throws IOException {
        folder.write(ended(round(1).get(0)));
        assertTrue(Salvage.of(folder, plan, "it has not ended").isEmpty());
    }
}
