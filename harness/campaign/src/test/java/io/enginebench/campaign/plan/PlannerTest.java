package io.enginebench.campaign.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.Home;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.json.Json;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Placement;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.LearningRate;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.TrainingLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {
    @TempDir
    Path root;

    private Planner planner;

    @BeforeEach
    void writeTasks() throws IOException {
        planner = PlannerFixture.planner(root);
    }

    /** In the cells and in the task, of which timings have their optimiser; without the flags a task is what its file says. */
    @Test
    void optimiserThatIsAskedForTakesThePlaceOfTheTasks() {
        PlanRequest request = PlannerFixture.naming(List.of("whole"), "x");
        request.optimizer = "sgd:momentum=0.9,nesterov=true";
        request.rounds = 1;
        Plan plan = planner.plan(request);
        Optimiser sgd = new Optimiser(new Optimiser.Sgd(0.9, true), LearningRate.constant(0.001), 0, null);
        assertEquals(sgd, plan.tasks().get(0).hyperParameters().optimiser());
        for (CellSpec cell : plan.cells()) {
            assertEquals(sgd, cell.task().hyperParameters().optimiser());
            if (cell instanceof QualitySpec training) {
                assertEquals(sgd, training.hyperParameters().optimiser());
            }
        }
        request.learningRate = 0.5;
        assertEquals(
                sgd.withLearningRate(0.5),
                planner.plan(request).tasks().get(0).hyperParameters().optimiser());
        request.optimizer = null;
        assertEquals(
                Optimiser.adam(0.5, 1e-7),
                planner.plan(request).tasks().get(0).hyperParameters().optimiser());
        request.learningRate = null;
        assertEquals(
                TaskCatalog.read(new Home(root, root)).all().get(1),
                planner.plan(request).tasks().get(0));
    }

    @Test
    void lossThatIsAskedForTakesThePlaceOfTheTasks() {
        PlanRequest request = PlannerFixture.naming(List.of("whole"), "x");
        request.loss = "huber:delta=0.5";
        assertEquals(
                new TrainingLoss.Huber(0.5),
                planner.plan(request).tasks().get(0).loss());
        request.loss = "l1:delta=2";
        assertEquals(
                "loss behind its colon must be nothing for l1, got 'delta=2'",
                assertThrows(Usage.class, () -> planner.plan(request)).getMessage());
        request.loss = "cross-entropy";
        assertEquals(
                "loss of task folded must be mse, l1 or huber, for it is a regression, got cross-entropy",
                assertThrows(Usage.class, () -> planner.plan(request)).getMessage());
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        PlanRequest wrong = PlannerFixture.request("fast", List.of("mnist"), List.of("dirty"), 0);
        wrong.engines = List.of("tf", "x", "x");
        wrong.models = List.of("big");
        wrong.devices = List.of("tpu");
        wrong.env = "fast";
        wrong.seed = -1L;
        wrong.threads = 3;
        wrong.epochs = 0;
        wrong.batch = 0;
        wrong.samples = 0;
        wrong.jobs = 9;
        wrong.rounds = -1;
        wrong.targets = List.of("good");
        wrong.learningRate = -0.1;
        wrong.optimizer = "lion";
        assertEquals("""
                engine must be one of x, y, x-symbolic, z, x-1.5, got 'tf'
                task must be one of folded, whole, got 'mnist'
                lr must be a positive number, got -0.1
                optimizer must be one of sgd, adam, adamw, rmsprop, got 'lion'
                model must be one of m, got 'big'
                device must be cpu, gpu or gpu:N, got tpu
                env must be one of tuned, stock, got 'fast'
                seed must be 0..1099511627776, got -1
                preset must be one of quick, seed, full, got 'fast'
                protocol must be one of clean, notebook, got 'dirty'
                seeds must be 1..1000, got 0
                threads must be 1..2, got 3
                jobs must be 1..2, got 9
                epochs must be 1..10000, got 0
                batch must be 1..10000000, got 0
                samples must be 1..10000000, got 0
                target must be a score such as 0.88, or TASK=SCORE, got 'good'
                rounds must be 0..1000, got -1""", assertThrows(Usage.class, () -> planner.plan(wrong)).getMessage());
    }

    @Test
    void variantIsPlannedOnlyWhereItIsNamed() {
        assertEquals(
                List.of("x", "y", "z"),
                planner.plan(PlannerFixture.request("quick", List.of(), List.of(), null))
                        .engines());
        assertEquals(
                List.of("x", "x-symbolic"),
                planner.plan(PlannerFixture.naming(List.of(), "x", "x-symbolic"))
                        .engines());
    }

    /** z only answers. Two protocols, nudged trainings and rounds: of all that trains it has nothing. */
    @Test
    void engineThatOnlyAnswersTakesPartUnaskedInWhatAnswersAlone() {
        PlanRequest request = PlannerFixture.request("full", List.of("folded"), List.of("clean", "notebook"), 1);
        request.rounds = 5;
        request.controls = true;
        Plan plan = planner.plan(request);
        assertEquals(List.of("x", "y", "z"), plan.engines());
        assertEquals(
                List.of("x", "y"),
                plan.firstPlacements().stream().map(Placement::engine).toList(),
                "there is nothing to do unless one of these is ready");
        List<CellSpec> own = plan.cells().stream()
                .filter(cell -> cell.setting().engine().equals("z"))
                .toList();
        assertEquals(
                List.of("x", "x", "x", "y", "y", "y"),
                own.stream()
                        .filter(CrossSpec.class::isInstance)
                        .map(cell -> ((CrossSpec) cell).trained().engine())
                        .toList());
        List<ThroughputSpec> timed = own.stream()
                .filter(ThroughputSpec.class::isInstance)
                .map(ThroughputSpec.class::cast)
                .toList();
        assertEquals(15, timed.size(), "five rounds, each with two controls");
        assertTrue(timed.stream().allMatch(cell -> cell.mode() == Mode.INFER));
        assertEquals(6 + 15, own.size(), "and nothing else");
    }

    /** Under the notebook's protocol alone there is nothing to ask. */
    @Test
    void engineThatNobodyNamedAndThatHasNothingToDoIsNoneOfThePlans() {
        assertEquals(
                List.of("x", "y"),
                planner.plan(PlannerFixture.request(null, List.of("folded"), List.of("notebook"), null))
                        .engines());
    }

    /** What it cannot do is planned where it is named, so that it is told of, but nobody waits for weights of its own. */
    @Test
    void engineThatOnlyAnswersIsAskedWhatOthersLearntWhereItIsNamed() {
        List<CrossSpec> asked = planner.plan(PlannerFixture.naming(List.of("whole"), "x", "z")).cells().stream()
                .filter(CrossSpec.class::isInstance)
                .map(CrossSpec.class::cast)
                .toList();
        assertEquals(
                List.of(List.of("x", "z")),
                asked.stream()
                        .map(cell ->
                                List.of(cell.trained().engine(), cell.setting().engine()))
                        .toList());
        assertEquals(
                List.of("x", "z"),
                planner.plan(PlannerFixture.naming(List.of("whole"), "x", "z")).cells().stream()
                        .filter(QualitySpec.class::isInstance)
                        .map(cell -> cell.setting().engine())
                        .distinct()
                        .toList());
    }

    /** A device and a kind of numbers make an engine of their own, which is compared as any other. */
    @Test
    void enginesAreOnEachDeviceAndAnswerInEachKindOfNumbers() {
        PlanRequest request = PlannerFixture.naming(List.of("whole"), "x");
        request.devices = List.of("cpu", "gpu:1");
        request.dtypes = List.of("float32", "float16");
        Plan plan = planner.plan(request);
        assertEquals(List.of("x", "x.float16", "x.gpu1", "x.gpu1.float16"), plan.engines());
        assertEquals("x", plan.reference());
        plan.cells().forEach(cell -> {
            Setting setting = cell.setting();
            assertEquals(setting.engine().contains("gpu1") ? "gpu:1" : "cpu", setting.device(), cell.id());
            assertEquals(
                    setting.engine().contains("float16") ? Dtype.FLOAT16 : Dtype.FLOAT32, setting.dtype(), cell.id());
        });
        assertEquals(
                List.of(
                        "x on x.float16",
                        "x on x.gpu1",
                        "x on x.gpu1.float16",
                        "x.gpu1 on x",
                        "x.gpu1 on x.float16",
                        "x.gpu1 on x.gpu1.float16"),
                plan.cells().stream()
                        .filter(CrossSpec.class::isInstance)
                        .map(CrossSpec.class::cast)
                        .map(cell -> cell.trained().engine() + " on " + cell.engine())
                        .sorted()
                        .toList());
    }

    /** Before a network is recorded, which takes a second. */
    @Test
    void whatCannotBeUsedHereIsRefusedBeforeAnythingElseIsDone() {
        List<Placement> asked = new ArrayList<>();
        Planner refusing = new Planner(new Offer(
                TaskCatalog.read(new Home(root, root)),
                List.of(new Offer.Engine("x", false, true, false)),
                List.of(),
                2,
                (placements, dispensable) -> {
                    asked.addAll(placements);
                    throw new Unfit("no such device");
                },
                networks -> {
                    throw new AssertionError("networks were recorded");
                }));
        PlanRequest request = PlannerFixture.naming(List.of("whole"), "x");
        request.devices = List.of("gpu");
        assertThrows(Unfit.class, () -> refusing.plan(request));
        assertEquals(List.of(new Placement("x", Division.TUNED, "gpu", Dtype.FLOAT32, 1)), asked);
    }

    /** z only answers. Where machines share a plan, it is the same on each. */
    @Test
    void whatNobodyAskedForIsLeftOutWhereItCannotBeHad() throws IOException {
        Offer all = PlannerFixture.offer(root);
        Offer lacking = new Offer(
                all.tasks(),
                all.engines(),
                all.plugins(),
                all.cores(),
                (placements, dispensable) -> dispensable,
                all.costs());
        PlanRequest request = PlannerFixture.request("quick", List.of("whole"), List.of("clean"), 1);
        assertEquals(List.of("x", "y"), new Planner(lacking).plan(request).engines());
        assertEquals(
                List.of("x", "y", "z"),
                new Planner(lacking.whole()).plan(request).engines());
        assertEquals(
                List.of("x", "z"),
                new Planner(lacking)
                        .plan(PlannerFixture.naming(List.of("whole"), "x", "z"))
                        .engines());
        request.reference = "z";
        assertEquals(List.of("x", "y", "z"), new Planner(lacking).plan(request).engines());
    }

    /** The tuned division alone unless the other is asked for, each with rounds and cross-evaluations of its own. */
    @Test
    void divisionsAreTrainedAndCrossedEachForItself() {
        PlanRequest request = PlannerFixture.naming(List.of("whole"), "x", "y");
        assertTrue(planner.plan(request).cells().stream().allMatch(cell -> cell.division() == Division.TUNED));
        request.divisions = List.of("tuned", "plain");
        Plan plan = planner.plan(request);
        for (Stage stage : plan.stages()) {
            assertEquals(
                    List.of(List.of(Division.TUNED), List.of(Division.PLAIN)),
                    stage.rounds().stream()
                            .map(round -> round.cells().stream()
                                    .map(cell -> cell.division())
                                    .distinct()
                                    .toList())
                            .toList());
        }
        assertEquals(
                8, plan.cells().stream().map(CellSpec::id).distinct().count(), "4 trainings and 4 cross-evaluations");
        assertEquals(4, plan.placements().size());
    }

    /** Of a task with the networks m and n, beside two that have m alone. */
    @Test
    void withoutAChoiceEachTasksFirstNetworkIsTrainedAndNoOther() throws IOException {
        Files.writeString(
                root.resolve("models/tasks/several.json"),
                PlannerFixture.TASK
                        .formatted("several", "{\"kind\": \"hold-out\"}")
                        .replace("[\"m\"]", "[\"m\", \"n\"]"));
        planner = PlannerFixture.planner(root);
        PlanRequest request = new PlanRequest();
        request.rounds = 1;
        assertEquals(List.of("folded m", "several m", "whole m"), subjects(planner.plan(request)));
        request.models = List.of("n");
        assertEquals(List.of("several n"), subjects(planner.plan(request)));
        request.tasks = List.of("several", "whole");
        assertEquals(
                "model for task whole must be one of m, got n",
                assertThrows(Usage.class, () -> planner.plan(request)).getMessage());
        request.tasks = List.of();
        request.models = List.of("n", "m");
        assertEquals(List.of("folded m", "several m", "several n", "whole m"), subjects(planner.plan(request)));
        assertEquals(List.of("several m"), subjects(new TimingPlanner(planner.offer()).plan(timing("several"))));
    }

    private static TimingRequest timing(String task) {
        TimingRequest request = new TimingRequest();
        request.tasks = List.of(task);
        return request;
    }

    /** What the plan trains or times; the tasks it names are those. */
    private static List<String> subjects(Plan plan) {
        assertEquals(
                plan.tasks(),
                plan.cells().stream().map(CellSpec::task).distinct().toList());
        return plan.cells().stream()
                .map(cell -> cell.task().id() + " " + cell.model())
                .distinct()
                .toList();
    }

    @Test
    void oneEngineTwiceHasTwoNames() {
        Plan plan = planner.plan(PlannerFixture.naming(List.of("whole"), "x", "x"));
        assertEquals(List.of("x", "x.2"), plan.engines());
        assertEquals("whole-m-clean-x.2-seed1", plan.cells().get(1).id());
    }

    @Test
    void planSurvivesItsFileAndItsHashSaysWhatWasAsked() throws IOException {
        Plan plan = planner.plan(PlannerFixture.request("quick", List.of("whole", "folded"), List.of(), null));
        Plan read = Json.read(Json.pretty(plan), "plan.json", Plan.class);
        assertEquals(plan, read);
        assertEquals(plan.sha256(), read.sha256());
        assertNotEquals(
                plan.sha256(),
                planner.plan(PlannerFixture.request("quick", List.of("whole"), List.of(), 2))
                        .sha256());
    }

    @Test
    void engineThatIsAddedTakesPartOnlyWhereItIsNamed() {
        assertEquals(
                List.of("x", "y", "z"),
                planner.plan(PlannerFixture.naming(List.of("whole"))).engines());
        assertEquals(
                List.of("x", "x-1.5"),
                planner.plan(PlannerFixture.naming(List.of("whole"), "x", "x-1.5"))
                        .engines());
    }

    @Test
    void moreThanThreeEnginesHaveAReferenceTheFirstUnlessOneIsNamed() {
        assertNull(planner.plan(PlannerFixture.naming(List.of("whole"), "x", "y", "x-1.5"))
                .reference());
        assertEquals(
                "y",
                planner.plan(PlannerFixture.naming(List.of("whole"), "y", "x", "x", "x-1.5"))
                        .reference());
        assertEquals("x.2", referenced("x.2").reference());
        assertNull(referenced("none").reference());
        assertEquals(6, referenced("none").opponents().pairs().size());
        assertEquals(3, referenced("x").opponents().pairs().size());
        Usage usage = assertThrows(Usage.class, () -> referenced("z"));
        assertEquals("reference must be one of the engines (y, x, x.2, x-1.5) or none, got 'z'", usage.getMessage());
    }

    private Plan referenced(String engine) {
        PlanRequest request = PlannerFixture.naming(List.of("whole"), "y", "x", "x", "x-1.5");
        request.reference = engine;
        return planner.plan(request);
    }
}
