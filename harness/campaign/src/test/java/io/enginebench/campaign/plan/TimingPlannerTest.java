package io.enginebench.campaign.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.ModelRecord;
import io.enginebench.record.run.PluginRecord;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimingPlannerTest {
    @TempDir
    Path root;

    private TimingPlanner planner;

    @BeforeEach
    void writeTask() throws IOException {
        Path tasks = Files.createDirectories(root.resolve("models/tasks"));
        Files.writeString(tasks.resolve("t.json"), PlannerFixture.TASK.formatted("t", "{\"kind\": \"hold-out\"}"));
        planner = new TimingPlanner(PlannerFixture.offer(root));
    }

    private Plan plan(Integer rounds, Boolean controls, long seed, String... modes) {
        TimingRequest request = new TimingRequest();
        request.engines = List.of("x", "y");
        request.divisions = List.of("tuned");
        request.modes = List.of(modes);
        request.rounds = rounds;
        request.controls = controls;
        request.seed = seed;
        return planner.plan(request);
    }

    @Test
    void fewerRoundsThanAllowAnyInferenceAreALookThatUnpacksNothing() {
        assertFalse(plan(4, false, 1, "train").timesUnpacking());
        assertTrue(plan(5, false, 1, "train").timesUnpacking());
    }

    /** Two engines at three batches: the smallest p value of six rounds, 1/32, is 3/32 after the adjustment. */
    @Test
    void roundsThatCanCallNoEngineFasterAreToldBeforehand() {
        String line =
                "6 rounds cannot call an engine faster in %s, tuned: 3 comparisons are adjusted together, for which no p"
                        + " value of theirs is small enough; next: --rounds 7";
        assertEquals(List.of(), plan(5, false, 1, "train", "infer").tooFewRounds(id -> true), "by t");
        Plan six = plan(6, true, 1, "train", "infer");
        assertEquals(List.of(line.formatted("training"), line.formatted("inference")), six.tooFewRounds(id -> true));
        assertEquals(List.of(line.formatted("inference")), six.tooFewRounds("x"::equals), "y only answers");
        assertEquals(List.of(), plan(7, true, 1, "train", "infer").tooFewRounds(id -> true));
    }

    private static List<ThroughputSpec> cells(Plan plan, Mode mode, int batch, int round) {
        return plan.cells().stream()
                .map(ThroughputSpec.class::cast)
                .filter(cell -> cell.mode() == mode
                        && cell.globalBatchSize() == batch
                        && cell.timing().round() == round)
                .toList();
    }

    private static List<String> order(Plan plan, int batch, int round) {
        return cells(plan, Mode.TRAIN, batch, round).stream()
                .map(cell -> cell.engine()
                        + (cell.timing().control() == null
                                ? ""
                                : "-" + cell.timing().control()))
                .toList();
    }

    @Test
    void everySecondRoundMirrorsTheOneBeforeSoThatEachRunsFirstAsOftenAsLast() {
        Plan plan = plan(10, true, 1);
        for (int round = 1; round <= 9; round += 2) {
            List<String> one = order(plan, 32, round);
            List<String> next = order(plan, 32, round + 1);
            assertEquals(6, one.size(), "two engines, each with two controls");
            for (int i = 0; i < 6; i++) {
                assertEquals(one.get(i), next.get(5 - i));
            }
        }
    }

    /** The first round of some of these seeds begins with y. */
    @Test
    void enginesAreDescribedInTheOrderTheyWereAskedForWhateverOrderIsDrawn() {
        for (long seed = 1; seed <= 8; seed++) {
            assertEquals(
                    List.of("x", "y"),
                    plan(2, false, seed).placements().stream()
                            .map(placement -> placement.engine())
                            .toList());
        }
    }

    private static List<String> engines(Round round) {
        return round.jobs().stream()
                .map(job -> job.placement().engine())
                .sorted()
                .toList();
    }

    /** DJL's tutorials know nothing of an engine's other way to run a network. */
    @Test
    void bothDivisionsAreTimedUnlessOneIsNamedAndVariantsInTheTunedOneOnly() {
        TimingRequest request = new TimingRequest();
        request.modes = List.of("train");
        request.batches = List.of(32);
        request.rounds = 1;
        List<Round> rounds = planner.plan(request).stages().get(0).rounds();
        assertEquals(
                List.of(List.of("x", "x-symbolic", "y"), List.of("x", "y")),
                rounds.stream().map(TimingPlannerTest::engines).toList());
        assertEquals(
                List.of(List.of(Division.TUNED), List.of(Division.PLAIN)),
                rounds.stream()
                        .map(round -> round.cells().stream()
                                .map(cell -> cell.division())
                                .distinct()
                                .toList())
                        .toList());
        request.engines = List.of("x-symbolic");
        assertEquals(1, planner.plan(request).stages().get(0).rounds().size());
        request.divisions = List.of("plain");
        assertEquals(
                "division must be tuned for variants of engines, got plain for x-symbolic",
                assertThrows(Usage.class, () -> planner.plan(request)).getMessage());
    }

    /** It stands for one network of one task. */
    @Test
    void networksFileOfTheUsersIsServedBesideTheOthers() {
        Offer some = PlannerFixture.offer(root);
        TimingPlanner own = new TimingPlanner(new Offer(
                some.tasks(),
                List.of(new Offer.Engine("x", false, true, false), new Offer.Engine("z", false, false, false, true)),
                List.of(new PluginRecord("mine.onnx", "0".repeat(64))),
                2,
                (placements, dispensable) -> List.of(),
                networks -> Map.of()));
        TimingRequest request = new TimingRequest();
        request.modes = List.of("infer");
        request.batches = List.of(32);
        request.rounds = 1;
        request.engines = List.of("x");
        assertEquals(
                "engines for mine.onnx must be with one that serves it (z), got x",
                assertThrows(Usage.class, () -> own.plan(request)).getMessage());
        request.engines = List.of();
        Plan plan = own.plan(request);
        assertEquals(List.of("x", "z", "z.onnx"), plan.engines());
        assertEquals("mine.onnx", plan.plugins().get(0).file());
    }

    @Test
    void engineThatOnlyAnswersTakesPartUnlessNothingIsAskedButTraining() {
        TimingRequest request = new TimingRequest();
        request.batches = List.of(32);
        request.rounds = 1;
        request.modes = List.of("train", "epoch");
        assertEquals(List.of("x", "y", "x-symbolic"), planner.plan(request).engines());
        request.modes = List.of("infer");
        assertEquals(List.of("x", "y", "x-symbolic", "z"), planner.plan(request).engines());
        request.modes = List.of();
        assertEquals(List.of("x", "y", "x-symbolic", "z"), planner.plan(request).engines());
        assertEquals(
                List.of(Mode.INFER), timed(request, "z"), "nobody asked for a row that says that it does not train");
        request.engines = List.of("x", "z");
        assertEquals(List.of(Mode.TRAIN, Mode.INFER), timed(request, "z"));
    }

    /** What an engine is timed at. */
    private List<Mode> timed(TimingRequest request, String engine) {
        return planner.plan(request).cells().stream()
                .map(ThroughputSpec.class::cast)
                .filter(cell -> cell.engine().equals(engine))
                .map(ThroughputSpec::mode)
                .distinct()
                .toList();
    }

    @Test
    void controlsAreOfEachDivision() {
        TimingRequest request = new TimingRequest();
        request.modes = List.of("train");
        request.batches = List.of(32);
        request.rounds = 5;
        assertEquals(
                List.of(Division.TUNED, Division.PLAIN),
                planner.plan(request).cells().stream()
                        .map(ThroughputSpec.class::cast)
                        .filter(cell -> cell.timing().control() == ControlArm.AGAIN)
                        .map(ThroughputSpec::division)
                        .distinct()
                        .toList());
    }

    @Test
    void engineThatOnlyAnswersHasControlsOfItsAnswersAlone() {
        TimingRequest request = new TimingRequest();
        request.engines = List.of("x", "z");
        request.batches = List.of(32);
        request.rounds = 5;
        assertEquals(
                List.of(Mode.INFER),
                planner.plan(request).cells().stream()
                        .map(ThroughputSpec.class::cast)
                        .filter(cell ->
                                cell.timing().control() != null && cell.engine().equals("z"))
                        .map(ThroughputSpec::mode)
                        .distinct()
                        .toList());
    }

    @Test
    void orderIsDrawnFromTheSeed() {
        assertEquals(plan(20, null, 1), plan(20, null, 1));
        assertNotEquals(
                plan(20, null, 1).cells().stream().map(cell -> cell.engine()).toList(),
                plan(20, null, 2).cells().stream().map(cell -> cell.engine()).toList());
    }

    @Test
    void cellsOfARoundRunBackToBackEachInAProcessOfItsOwn() {
        Plan plan = plan(2, false, 1);
        assertEquals(1, plan.stages().size());
        Stage stage = plan.stages().get(0);
        assertEquals(Stage.Kind.TIME, stage.kind());
        assertEquals(2 * 2 * 3, stage.rounds().size(), "rounds x modes x batches");
        for (Round round : stage.rounds()) {
            assertEquals(
                    List.of(1, 1),
                    round.jobs().stream().map(job -> job.cells().size()).toList());
            ThroughputSpec one = (ThroughputSpec) round.cells().get(0);
            ThroughputSpec other = (ThroughputSpec) round.cells().get(1);
            assertEquals(
                    new Timing(one.mode(), one.globalBatchSize(), one.timing().round(), 1, null), other.timing());
            assertEquals(one.setting().shared(), other.setting().shared());
            assertNotEquals(one.engine(), other.engine());
            assertEquals(one.stepsPerWindow(), other.stepsPerWindow());
            assertEquals(one.untimedSteps(), other.untimedSteps());
            assertEquals(one.mode() == Mode.TRAIN ? WindowPlan.UNTIMED_STEPS : 0, one.untimedSteps());
        }
    }

    @Test
    void controlsAreOfEveryEngineWithTheTasksOwnBatchAndNeedFiveRounds() {
        List<ThroughputSpec> controls = plan(5, null, 1, "train").cells().stream()
                .map(ThroughputSpec.class::cast)
                .filter(cell -> cell.timing().control() != null)
                .toList();
        assertEquals(20, controls.size());
        assertTrue(controls.stream().allMatch(cell -> cell.globalBatchSize() == 32));
        for (String engine : List.of("x", "y")) {
            assertEquals(
                    5,
                    controls.stream()
                            .filter(cell -> cell.engine().equals(engine)
                                    && cell.timing().control() == ControlArm.AGAIN)
                            .count());
        }
        assertTrue(plan(4, null, 1).cells().stream()
                .allMatch(cell -> ((ThroughputSpec) cell).timing().control() == null));
    }

    /** 300 ms / (1.5 + 0.4 * 32) ms = 20.98; the other way round 300 / 0.4 = 750 single rows. */
    @Test
    void windowsHaveTheSameStepsWhateverTheEngine() {
        assertEquals(21, WindowPlan.of(Mode.TRAIN, 32, null).steps());
        assertEquals(750, WindowPlan.of(Mode.INFER, 1, null).steps());
        assertEquals(new WindowPlan(1, 1, 5, 2), WindowPlan.of(Mode.TRAIN, 65_536, null));
    }

    /**
     * Ten times the study's network: 1.5 + 4 * 32 = 129.5 ms a step, two of them in a window, three before it, so 10 s / 647.5 ms = 15
     * windows could be had. A hundred times: 1281.5 ms, one and one, 10 s / 2563 ms = 3 windows, and never fewer than 5 and 2.
     */
    @Test
    void aLargerNetworkHasFewerStepsInAWindowAndFewerWindows() {
        assertEquals(new WindowPlan(2, 3, 11, 15), WindowPlan.of(Mode.TRAIN, 32, network(56_471_780L)));
        assertEquals(new WindowPlan(1, 1, 5, 3), WindowPlan.of(Mode.TRAIN, 32, network(564_717_800L)));
    }

    @Test
    void epochsAreTimedWhereTheyAreAskedForAndAreAsLongAsTheirData() {
        assertTrue(plan(5, true, 1).cells().stream().noneMatch(cell -> ((ThroughputSpec) cell).mode() == Mode.EPOCH));
        List<ThroughputSpec> cells = cells(plan(5, true, 1, "epoch"), Mode.EPOCH, 32, 1);
        assertEquals(6, cells.size(), "two engines, each with two controls");
        assertTrue(cells.stream().allMatch(cell -> cell.stepsPerWindow() == null));
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        TimingRequest wrong = new TimingRequest();
        wrong.engines = List.of("tf");
        wrong.divisions = List.of("wild");
        wrong.modes = List.of("sleep");
        wrong.batches = List.of(0, 8, 8);
        wrong.threads = List.of(3);
        wrong.rounds = 0;
        wrong.seed = -1L;
        wrong.devices = List.of("tpu", "gpu", "gpu:0");
        wrong.env = "fast";
        assertEquals("""
                engine must be one of x, y, x-symbolic, z, x-1.5, got 'tf'
                division must be one of tuned, plain, got 'wild'
                device must be cpu, gpu or gpu:N, got tpu
                device must be different ones (gpu is gpu:0), got [tpu, gpu, gpu:0]
                env must be one of tuned, stock, got 'fast'
                seed must be 0..1099511627776, got -1
                mode must be one of train, epoch, infer, got 'sleep'
                batch must be 1..65536, got 0
                batch must be different numbers, got [0, 8, 8]
                threads must be 1..2, got 3
                rounds must be 1..1000, got 0""", assertThrows(Usage.class, () -> planner.plan(wrong)).getMessage());
    }

    @Test
    void planSurvivesItsFile() throws IOException {
        Plan plan = plan(5, true, 1);
        assertEquals(plan, Json.read(Json.pretty(plan), "plan.json", Plan.class));
    }

    private static ModelRecord network(long flopsPerRow) {
        return new ModelRecord("t", "m", "0".repeat(64), null, 1L, 0L, flopsPerRow, 1L, List.of("linear"));
    }
}
