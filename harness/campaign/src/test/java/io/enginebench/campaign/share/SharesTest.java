package io.enginebench.campaign.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.campaign.plan.Offer;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.PlanRequest;
import io.enginebench.campaign.plan.Planner;
import io.enginebench.campaign.plan.Round;
import io.enginebench.campaign.plan.Stage;
import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.campaign.plan.TimingPlanner;
import io.enginebench.campaign.plan.TimingRequest;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.Home;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.CampaignRecord.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharesTest {
    private static final String TASK = """
            {"id": "%s", "title": "t", "kind": "regression", "data": "d", "models": ["m", "n"], "input_shape": [1, 20, 20],
             "outputs": 1, "classes": [], "split": %s,
             "hyper_parameters": {"epochs": %d, "global_batch_size": 32, "opt_name": "adam",
                                  "opt_base_learning_rate": 0.001, "opt_epsilon": 1e-7}}
            """;

    @TempDir
    Path root;

    @BeforeEach
    void writeTasks() throws IOException {
        Path tasks = Files.createDirectories(root.resolve("models/tasks"));
        Files.writeString(tasks.resolve("long.json"), TASK.formatted("long", "{\"kind\": \"hold-out\"}", 50));
        Files.writeString(
                tasks.resolve("short.json"), TASK.formatted("short", "{\"kind\": \"k-fold\", \"folds\": 3}", 1));
    }

    private Offer offer(int cores) {
        return new Offer(
                TaskCatalog.read(new Home(root, root)),
                List.of(
                        new Offer.Engine("x", false, true, false),
                        new Offer.Engine("y", false, true, false),
                        new Offer.Engine("z", false, false, false)),
                List.of(),
                cores,
                (placements, dispensable) -> List.of(),
                networks -> Map.of());
    }

    private Plan plan(int seeds, int cores) {
        PlanRequest request = new PlanRequest();
        request.tasks = List.of("long", "short");
        request.models = List.of("m", "n");
        request.protocols = List.of("clean", "notebook");
        request.seeds = seeds;
        request.rounds = 5;
        request.controls = true;
        return new Planner(offer(cores)).plan(request);
    }

    private static List<Plan> shares(Plan plan, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> Shares.own(plan.shared(new Share(i, count))))
                .toList();
    }

    private static Set<String> ids(Plan plan) {
        return plan.cells().stream().map(CellSpec::id).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyCellIsInOneShareInThePlansOrder(int count) {
        Plan plan = plan(2, 2);
        List<String> all = new ArrayList<>();
        for (Plan share : shares(plan, count)) {
            List<String> own = share.cells().stream().map(CellSpec::id).toList();
            assertEquals(
                    plan.cells().stream()
                            .map(CellSpec::id)
                            .filter(own::contains)
                            .toList(),
                    own);
            all.addAll(own);
        }
        assertEquals(plan.cells().size(), all.size());
        assertEquals(ids(plan), new HashSet<>(all));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void whatIsComparedIsInOneShare(int count) {
        Plan plan = plan(2, 2);
        List<Set<String>> shares =
                shares(plan, count).stream().map(SharesTest::ids).toList();
        for (Stage stage : plan.stages()) {
            for (Round round : stage.rounds()) {
                List<String> cells = round.cells().stream().map(CellSpec::id).toList();
                if (stage.kind() != Stage.Kind.ASK) {
                    assertTrue(shares.stream().anyMatch(share -> share.containsAll(cells)), "a round is whole");
                }
            }
        }
        for (CellSpec cell : plan.cells()) {
            List<String> with = plan.cells().stream()
                    .filter(other -> belongs(cell, other))
                    .map(CellSpec::id)
                    .toList();
            assertTrue(shares.stream().anyMatch(share -> share.contains(cell.id()) && share.containsAll(with)));
        }
    }

    /** A question goes with what was trained, a round with the one that has its order mirrored. */
    private static boolean belongs(CellSpec cell, CellSpec other) {
        if (cell instanceof CrossSpec cross) {
            return other.id().equals(cross.trained().id());
        }
        return cell instanceof ThroughputSpec timed
                && other instanceof ThroughputSpec mirror
                && timed.timing().round() % 2 == 1
                && mirror.timing().round() == timed.timing().round() + 1
                && timed.timing().mode() == mirror.timing().mode()
                && timed.setting().equals(mirror.setting());
    }

    /** The estimate of the long task is many times that of the short one. */
    @Test
    void sharesTakeAboutAsLong() {
        Plan plan = plan(4, 2);
        double[] loads =
                shares(plan, 4).stream().mapToDouble(SharesTest::seconds).toArray();
        double longest = plan.stages().get(0).rounds().stream()
                .mapToDouble(round -> Objects.requireNonNull(round.estimatedSeconds()))
                .max()
                .orElseThrow();
        double[] sorted = Arrays.stream(loads).sorted().toArray();
        assertTrue(sorted[3] - sorted[0] <= longest, () -> Arrays.toString(sorted));
    }

    private static double seconds(Plan plan) {
        return plan.stages().stream()
                .flatMap(stage -> stage.rounds().stream())
                .mapToDouble(round -> Objects.requireNonNullElse(round.estimatedSeconds(), 0.0))
                .sum();
    }

    /** A machine with more cores trains more side by side. */
    @Test
    void everyMachineComesToTheSameHash() throws IOException {
        Plan plan = plan(2, 2);
        Plan elsewhere = plan(2, 64);
        assertNotEquals(plan.parallelJobs(), elsewhere.parallelJobs());
        assertEquals(plan.sha256(), elsewhere.shared(new Share(2, 4)).sha256());
        assertNotEquals(plan.sha256(), plan(3, 2).sha256());
        Plan share = plan.shared(new Share(2, 4));
        assertEquals(share, Json.read(Json.pretty(share), "plan.json", Plan.class));
        assertEquals(
                Shares.own(share).cells(),
                Shares.own(elsewhere.shared(new Share(2, 4))).cells());
    }

    @Test
    void planWithoutAShareIsWhole() {
        Plan plan = plan(1, 2);
        assertEquals(plan, Shares.own(plan));
    }

    /** Its timings of training share the rounds, and the processes, of those of answering. */
    @Test
    void lookIsSharedOutWithItsRoundsWhole() {
        PlanRequest request = new PlanRequest();
        request.preset = "quick";
        request.tasks = List.of("long", "short");
        Plan plan = new Planner(offer(2)).plan(request);
        Map<Integer, List<CellSpec>> cells = Shares.cells(plan, 3);
        assertEquals(
                shares(plan, 3).stream().map(Plan::cells).toList(),
                IntStream.rangeClosed(1, 3).mapToObj(cells::get).toList());
        assertTrue(cells.values().stream().flatMap(List::stream).anyMatch(ThroughputSpec.class::isInstance));
    }

    /** Three rounds are a pair and one. */
    @Test
    void moreSharesThanPartsAreRefused() {
        TimingRequest request = new TimingRequest();
        request.tasks = List.of("long");
        request.modes = List.of("train");
        request.batches = List.of(32);
        request.divisions = List.of("tuned", "plain");
        request.rounds = 3;
        Plan plan = new TimingPlanner(offer(2)).plan(request);
        assertEquals(2, shares(plan, 2).stream().filter(share -> share.times()).count());
        assertEquals(
                "number of shares must be at most 2, for the plan has so many parts that must not be split, got 3",
                assertThrows(Usage.class, () -> Shares.own(plan.shared(new Share(1, 3))))
                        .getMessage());
    }
}
