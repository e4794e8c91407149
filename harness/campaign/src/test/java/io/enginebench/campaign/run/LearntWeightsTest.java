package io.enginebench.campaign.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.enginebench.campaign.plan.Offer;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.PlanRequest;
import io.enginebench.campaign.plan.Planner;
import io.enginebench.campaign.plan.Stage;
import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.Home;
import io.enginebench.record.array.Digest;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.job.Job;
import io.enginebench.record.job.WorkerFiles;
import io.enginebench.record.run.ResultFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a campaign that was stopped when the engine x had learnt what the engine y is still to answer with. */
class LearntWeightsTest {
    private static final String TASK = """
            {"id": "t", "title": "t", "kind": "regression", "data": "d", "models": ["m"], "input_shape": [1, 20, 20],
             "outputs": 1, "classes": [], "split": {"kind": "hold-out"},
             "hyper_parameters": {"epochs": 1, "global_batch_size": 32, "opt_name": "adam",
                                  "opt_base_learning_rate": 0.001, "opt_epsilon": 1e-7}}
            """;
    private static final String X = "t-m-clean-x-seed1";
    private static final String Y = "t-m-clean-y-seed1";
    private static final Npy LEARNT = Npy.of(List.of(2), new float[] {1, 2});

    @TempDir
    Path root;

    private Plan plan;
    private RunFolder folder;
    private Path weights;

    @BeforeEach
    void train() throws IOException {
        Files.writeString(Files.createDirectories(root.resolve("models/tasks")).resolve("t.json"), TASK);
        PlanRequest request = new PlanRequest();
        request.tasks = List.of("t");
        plan = new Planner(new Offer(
                        TaskCatalog.read(new Home(root, root)),
                        List.of(new Offer.Engine("x", false, true, false), new Offer.Engine("y", false, true, false)),
                        List.of(),
                        1,
                        (placements, dispensable) -> List.of(),
                        networks -> Map.of()))
                .plan(request);
        folder = RunFolder.create(root.resolve("run"));
        folder.begin(plan, List.of());
        folder.write(trained(X));
        weights = folder.cells().resolve(X).resolve(WorkerFiles.WEIGHTS);
        LEARNT.write(weights);
    }

    /** The figures are another training's. */
    private static QualityCell trained(String id) throws IOException {
        QualityCell other = ResultFile.read(Path.of(
                        System.getProperty("enginebench.home"),
                        "results/record/src/test/resources/results/v2-small.json"))
                .qualityCells()
                .get(0);
        Outcome.Trained figures = (Outcome.Trained) other.outcome();
        return new QualityCell(
                id,
                other.setting(),
                other.hyperParameters(),
                other.lossPerEpoch(),
                other.seen(),
                new Outcome.Trained(
                        figures.metrics(),
                        figures.epochScores(),
                        figures.trainingDurationS(),
                        figures.predictDurationS(),
                        new Evidence(
                                figures.evidence().startingWeightsSha256(),
                                figures.evidence().batchOrderSha256(),
                                new Digest().add(LEARNT).hex(),
                                0),
                        figures.predictions(),
                        figures.raw()));
    }

    private List<String> left(Stage.Kind stage) throws IOException {
        return Journal.of(plan, folder, job -> Optional.empty()).left(stage).stream()
                .flatMap(List::stream)
                .map(Job.OfCells::id)
                .toList();
    }

    @Test
    void weightsThatAreNotWhatTheRowSaysAreNamedAndNothingGoesOnWithThem() throws IOException {
        folder.mustBeAsWritten();
        for (byte[] changed : List.of(new byte[0], new byte[] {0}, "nothing".getBytes(StandardCharsets.US_ASCII))) {
            Files.write(weights, changed);
            refused();
        }
        Npy.of(List.of(2), new float[] {1, 3}).write(weights);
        refused();
        Files.delete(weights.resolveSibling(WorkerFiles.RESULT));
        folder.mustBeAsWritten(); // The training is done again.
    }

    private void refused() {
        assertEquals(
                ("cells/%s/weights.npy in %s must be as the run wrote it, got changed content; next: delete what was changed,"
                                + " and --resume does it again")
                        .formatted(X, folder.path()),
                assertThrows(BadInput.class, folder::mustBeAsWritten).getMessage());
    }

    @Test
    void trainingIsDoneAgainIfWhatIsStillToBeAnsweredWithIsGone() throws IOException {
        assertEquals(List.of(Y), left(Stage.Kind.TRAIN));
        Files.delete(weights);
        folder.mustBeAsWritten();
        assertEquals(List.of(X, Y), left(Stage.Kind.TRAIN).stream().sorted().toList());
        assertEquals(
                List.of(X + "-on-y", Y + "-on-x"),
                left(Stage.Kind.ASK).stream().sorted().toList());
    }

    @Test
    void runWithoutTheListOfWhatItWroteIsNotGoneOnWith() throws IOException {
        Files.delete(folder.path().resolve("written.sha256"));
        assertEquals(
                "written.sha256 must be in %s, as in every run's folder, got none; next: a run of its own"
                        .formatted(folder.path()),
                assertThrows(BadInput.class, folder::mustBeAsWritten).getMessage());
    }
}
