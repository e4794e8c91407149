package io.enginebench.campaign.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.Home;
import io.enginebench.record.Check;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.json.Json;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Placement;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.LearningRate;
import io.enginebench.record.task.Optimiser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {
    private static final String TASK = """
            {"id": "%s", "title": "t", "kind": "regression", "data": "d", "models": ["m"], "input_shape": [1, 20, 20],
             "outputs": 1, "classes": [], "split": %s,
             "hyper_parameters": {"epochs": 30, "global_batch_size": 32, "opt_name": "adam",
                                  "opt_base_learning_rate": 0.001, "opt_epsilon": 1e-7}}
            """;

    @TempDir
    Path root;

    private Planner planner;

    @BeforeEach
    void writeTasks() throws IOException {
        Path tasks = Files.createDirectories(root.resolve("models/tasks"));
        Files.writeString(tasks.resolve("whole.json"), TASK.formatted("whole", "{\"kind\": \"hold-out\"}"));
        Files.writeString(
                tasks.resolve("folded.json"), TASK.formatted("folded", "{\"kind\": \"k-fold\", \"folds\": 3}"));
        planner = planner();
    }

    private Planner planner() {
        return new Planner(new Offer(
                TaskCatalog.read(new Home(root, root)),
                List.of(
                        new Offer.Engine("x", false, true, false),
                        new Offer.Engine("y", false, true, false),
                        new Offer.Engine("x-symbolic", true, true, false),
                        new Offer.Engine("z", false, false, false),
                        new Offer.Engine("x-1.5", false, true, true)),
                List.of(),
                2,
                placements -> {},
                networks -> Map.of()));
    }

    private static PlanRequest request(String preset, List<String> tasks, List<String> protocols, Integer seeds) {
        PlanRequest request = new PlanRequest();
        request.preset = preset;
        request.tasks = tasks;
        request.protocols = protocols;
        request.seeds = seeds;
        return request;
    }

    private static PlanRequest naming(List<String> tasks, String... engines) {
        PlanRequest request = new PlanRequest();
        request.tasks = tasks;
        request.engines = List.of(engines);
        return request;
    }

    /** In the cells and in the task, of which timings have their optimiser; without the flags a task is what its file says. */
    @Test
    void optimiserThatIsAskedForTakesThePlaceOfTheTasks() {
        PlanRequest request = naming(List.of("whole"), "x");
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
    void everyMistakeIsToldAtOnce() {
        PlanRequest wrong = request("fast", List.of("mnist"), List.of("dirty"), 0);
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
                List.of("x", "y"),
                planner.plan(request("quick", List.of(), List.of(), null)).engines());
        assertEquals(
                List.of("x", "x-symbolic"),
                planner.plan(naming(List.of(), "x", "x-symbolic")).engines());
    }

    /** z only answers: what it cannot do is planned, so that it is told of, but nobody waits for weights of its own. */
    @Test
    void engineThatOnlyAnswersIsAskedWhatOthersLearntWhereItIsNamed() {
        assertFalse(planner.plan(naming(List.of("whole"))).engines().contains("z"));
        List<CrossSpec> asked = planner.plan(naming(List.of("whole"), "x", "z")).cells().stream()
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
                planner.plan(naming(List.of("whole"), "x", "z")).cells().stream()
                        .filter(QualitySpec.class::isInstance)
                        .map(cell -> cell.setting().engine())
                        .distinct()
                        .toList());
    }

    /** A device and a kind of numbers make an engine of their own, which is compared as any other. */
    @Test
    void enginesAreOnEachDeviceAndAnswerInEachKindOfNumbers() {
        PlanRequest request = naming(List.of("whole"), "x");
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
                placements -> {
                    asked.addAll(placements);
                    throw new Unfit("no such device");
                },
                networks -> {
                    throw new AssertionError("networks were recorded");
                }));
        PlanRequest request = naming(List.of("whole"), "x");
        request.devices = List.of("gpu");
        assertThrows(Unfit.class, () -> refusing.plan(request));
        assertEquals(List.of(new Placement("x", Division.TUNED, "gpu", Dtype.FLOAT32, 1)), asked);
    }

    /** The tuned division alone unless the other is asked for, each with rounds and cross-evaluations of its own. */
    @Test
    void divisionsAreTrainedAndCrossedEachForItself() {
        PlanRequest request = naming(List.of("whole"), "x", "y");
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

    private static PlanRequest aiming(List<String> tasks, Integer jobs, String... targets) {
        PlanRequest request = request(null, tasks, List.of(), 2);
        request.jobs = jobs;
        request.targets = List.of(targets);
        return request;
    }

    private static Map<String, Double> targets(Plan plan) {
        Map<String, Double> targets = new TreeMap<>();
        jobs(plan, Stage.Kind.TRAIN).stream()
                .flatMap(job -> job.cells().stream())
                .map(QualitySpec.class::cast)
                .filter(cell -> cell.target() != null)
                .forEach(cell -> targets.put(cell.task().id(), cell.target()));
        return targets;
    }

    @Test
    void targetIsForEveryClassificationOrForTheTaskItNames() throws IOException {
        Files.writeString(
                root.resolve("models/tasks/sorted.json"),
                TASK.formatted("sorted", "{\"kind\": \"hold-out\"}")
                        .replace("regression", "classification")
                        .replace("\"classes\": []", "\"classes\": [\"only\"]"));
        planner = planner();
        assertEquals(Map.of("sorted", 0.88), targets(planner.plan(aiming(List.of(), null, "0.88"))));
        assertEquals(
                Map.of("sorted", 0.88, "whole", 5.0),
                targets(planner.plan(aiming(List.of(), null, "0.88", "whole=5"))));
        assertEquals(
                "target of sorted must be an accuracy above 0 and up to 1, got 88.0\ntargets of sorted must be one, got several",
                assertThrows(Usage.class, () -> planner.plan(aiming(List.of(), null, "88", "sorted=0.5")))
                        .getMessage());
    }

    @Test
    void targetThatNoChosenTaskCanReachIsRefused() {
        assertEquals(
                "target without a task must be for a classification, of which there is none among folded, whole (a regression"
                        + " takes TASK=SCORE), got 0.88",
                assertThrows(Usage.class, () -> planner.plan(aiming(List.of(), null, "0.88")))
                        .getMessage());
        assertEquals(
                "task of a target must be one of whole, got 'folded'\ntarget of whole must be a mean squared error above 0, to get"
                        + " down to, got 0.0",
                assertThrows(Usage.class, () -> planner.plan(aiming(List.of("whole"), null, "folded=1", "whole=0")))
                        .getMessage());
    }

    @Test
    void seedsThatAimAtATargetRunOneAtATimeSoThatTheirTimesCount() {
        assertEquals(1, planner.plan(aiming(List.of("whole"), null, "whole=1")).parallelJobs());
        assertEquals(2, planner.plan(aiming(List.of("whole"), 2, "whole=1")).parallelJobs());
        assertEquals(2, planner.plan(aiming(List.of("whole"), null)).parallelJobs());
    }

    /** What a plan without a target was hashed from before there were targets. */
    @Test
    void planWithoutATargetSaysNothingOfOne() {
        assertFalse(Json.line(planner.plan(aiming(List.of("whole"), null))).contains("target"));
    }

    private static PlanRequest controlled(Boolean controls, List<String> protocols, int rounds) {
        PlanRequest request = request(null, List.of("folded"), protocols, 1);
        request.controls = controls;
        request.rounds = rounds;
        return request;
    }

    /** The jobs of the stage, each as its engine, with the controls of its cells. */
    private static List<String> arms(Plan plan, Stage.Kind kind) {
        return jobs(plan, kind).stream()
                .map(job -> job.placement().engine()
                        + job.cells().stream()
                                .map(cell -> cell instanceof QualitySpec training && training.control() != null
                                        ? "-" + training.control().json()
                                        : "")
                                .distinct()
                                .toList())
                .toList();
    }

    /** All folds in one process, behind those that they are controls of; what was learnt from nudged weights is asked of nobody. */
    @Test
    void controlsRepeatEachCleanTrainingFromNudgedWeightsAndNothingElse() {
        Plan plan = planner.plan(controlled(true, List.of("clean", "notebook"), 0));
        assertEquals(List.of("x[]", "y[]", "x[-nudged]", "y[-nudged]", "x[]", "y[]"), arms(plan, Stage.Kind.TRAIN));
        assertEquals(
                List.of(
                        "folded-m-clean-x-seed1-fold0-nudged",
                        "folded-m-clean-x-seed1-fold1-nudged",
                        "folded-m-clean-x-seed1-fold2-nudged"),
                jobs(plan, Stage.Kind.TRAIN).get(2).cells().stream()
                        .map(CellSpec::id)
                        .toList());
        Plan without = planner.plan(controlled(false, List.of("clean", "notebook"), 0));
        assertEquals(jobs(without, Stage.Kind.ASK), jobs(plan, Stage.Kind.ASK));
        assertEquals(
                jobs(without, Stage.Kind.TRAIN),
                jobs(plan, Stage.Kind.TRAIN).stream()
                        .filter(job -> !job.id().endsWith("-nudged"))
                        .toList());
    }

    /** Trainings cost twice the time with controls and so have them on demand; rounds of timing have them as ever. */
    @Test
    void trainingsHaveControlsOnDemandAndRoundsWhereAnythingCanBeInferred() {
        assertEquals(List.of(0L, 40L), controls(null, 5));
        assertEquals(List.of(0L, 0L), controls(null, 4));
        assertEquals(List.of(6L, 32L), controls(true, 4));
        assertEquals(List.of(0L, 0L), controls(false, 5));
        assertFalse(Json.line(planner.plan(controlled(null, List.of(), 0))).contains("control"));
    }

    /** Cells that are controls, of trainings (2 engines, 3 folds) and of timings (2 engines, 2 modes, 2 arms a round). */
    private List<Long> controls(Boolean asked, int rounds) {
        List<CellSpec> cells =
                planner.plan(controlled(asked, List.of(), rounds)).cells();
        return List.of(
                cells.stream()
                        .filter(cell -> cell instanceof QualitySpec training && training.control() != null)
                        .count(),
                cells.stream()
                        .filter(cell -> cell instanceof ThroughputSpec timed
                                && timed.timing().control() != null)
                        .count());
    }

    private static List<Job.OfCells> jobs(Plan plan, Stage.Kind kind) {
        return plan.stages().stream()
                .filter(stage -> stage.kind() == kind)
                .flatMap(stage -> stage.rounds().stream())
                .flatMap(round -> round.jobs().stream())
                .toList();
    }

    @Test
    void oneProcessServesTheFoldsOfOneEngineAndSeed() {
        Plan plan = planner.plan(request(null, List.of("folded"), List.of(), 2));
        assertEquals(
                List.of("x", "y", "x", "y"),
                jobs(plan, Stage.Kind.TRAIN).stream()
                        .map(Job.OfCells::placement)
                        .map(Placement::engine)
                        .toList());
        assertEquals(
                List.of("folded-m-clean-x-seed1-fold0", "folded-m-clean-x-seed1-fold1", "folded-m-clean-x-seed1-fold2"),
                jobs(plan, Stage.Kind.TRAIN).get(0).cells().stream()
                        .map(CellSpec::id)
                        .toList());
        assertFalse(jobs(plan, Stage.Kind.TRAIN).get(0).carriesOn());
        assertTrue(plan.cells().stream().allMatch(cell -> Check.isId(cell.id())));
        assertEquals(
                plan.cells().size(),
                plan.cells().stream().map(CellSpec::id).distinct().count());
    }

    @Test
    void eachEngineIsAskedWithWhatEachOtherLearntFromTheFirstSeed() {
        Plan plan = planner.plan(request("seed", List.of("folded", "whole"), List.of(), 2));
        assertEquals(
                List.of(
                        "folded-m-clean-x-seed1-fold0-on-y",
                        "folded-m-clean-x-seed1-fold1-on-y",
                        "folded-m-clean-x-seed1-fold2-on-y",
                        "folded-m-clean-y-seed1-fold0-on-x",
                        "folded-m-clean-y-seed1-fold1-on-x",
                        "folded-m-clean-y-seed1-fold2-on-x",
                        "whole-m-clean-x-seed1-on-y",
                        "whole-m-clean-y-seed1-on-x"),
                jobs(plan, Stage.Kind.ASK).stream()
                        .flatMap(job -> job.cells().stream())
                        .map(CellSpec::id)
                        .toList());
    }

    /** Of a task with the networks m and n, beside two that have m alone. */
    @Test
    void withoutAChoiceEachTasksFirstNetworkIsTrainedAndNoOther() throws IOException {
        Files.writeString(
                root.resolve("models/tasks/several.json"),
                TASK.formatted("several", "{\"kind\": \"hold-out\"}").replace("[\"m\"]", "[\"m\", \"n\"]"));
        planner = planner();
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
    void notebookProtocolOfTasksWithoutFoldsIsAMistake() {
        assertEquals(
                "protocol must be clean for tasks without folds (whole), got notebook",
                assertThrows(
                                Usage.class,
                                () -> planner.plan(request(null, List.of("whole"), List.of("notebook"), null)))
                        .getMessage());
    }

    @Test
    void oneEngineTwiceHasTwoNames() {
        Plan plan = planner.plan(naming(List.of("whole"), "x", "x"));
        assertEquals(List.of("x", "x.2"), plan.engines());
        assertEquals("whole-m-clean-x.2-seed1", plan.cells().get(1).id());
    }

    @Test
    void notebookProtocolCarriesOneModelThroughAllFolds() {
        Plan plan = planner.plan(request(null, List.of("folded"), List.of("notebook"), null));
        assertEquals(1, plan.stages().size(), "nothing to ask of models that saw the test rows");
        assertEquals(2, jobs(plan, Stage.Kind.TRAIN).size(), "one for each engine");
        assertTrue(jobs(plan, Stage.Kind.TRAIN).get(0).carriesOn());
        assertEquals(3, jobs(plan, Stage.Kind.TRAIN).get(0).cells().size());
    }

    @Test
    void notebookProtocolHasNothingToDoForAHoldOut() {
        Plan plan = planner.plan(request("seed", List.of("whole"), List.of(), null));
        assertEquals(2, jobs(plan, Stage.Kind.TRAIN).size());
        assertEquals(2, plan.parallelJobs());
    }

    @Test
    void quickTakesAFifthOfTheEpochsAndFewerRows() {
        Plan plan = planner.plan(request("quick", List.of("whole"), List.of(), null));
        QualitySpec cell = (QualitySpec) plan.cells().get(0);
        assertEquals(6, cell.hyperParameters().epochs());
        assertEquals(12_800, cell.hyperParameters().trainSamples());
    }

    @Test
    void planSurvivesItsFileAndItsHashSaysWhatWasAsked() throws IOException {
        Plan plan = planner.plan(request("quick", List.of("whole", "folded"), List.of(), null));
        Plan read = Json.read(Json.pretty(plan), "plan.json", Plan.class);
        assertEquals(plan, read);
        assertEquals(plan.sha256(), read.sha256());
        assertNotEquals(
                plan.sha256(),
                planner.plan(request("quick", List.of("whole"), List.of(), 2)).sha256());
    }

    @Test
    void engineThatIsAddedTakesPartOnlyWhereItIsNamed() {
        assertEquals(List.of("x", "y"), planner.plan(naming(List.of("whole"))).engines());
        assertEquals(
                List.of("x", "x-1.5"),
                planner.plan(naming(List.of("whole"), "x", "x-1.5")).engines());
    }

    @Test
    void moreThanThreeEnginesHaveAReferenceTheFirstUnlessOneIsNamed() {
        assertNull(planner.plan(naming(List.of("whole"), "x", "y", "x-1.5")).reference());
        assertEquals(
                "y",
                planner.plan(naming(List.of("whole"), "y", "x", "x", "x-1.5")).reference());
        assertEquals("x.2", referenced("x.2").reference());
        assertNull(referenced("none").reference());
        assertEquals(6, referenced("none").opponents().pairs().size());
        assertEquals(3, referenced("x").opponents().pairs().size());
        Usage usage = assertThrows(Usage.class, () -> referenced("z"));
        assertEquals("reference must be one of the engines (y, x, x.2, x-1.5) or none, got 'z'", usage.getMessage());
    }

    private Plan referenced(String engine) {
        PlanRequest request = naming(List.of("whole"), "y", "x", "x", "x-1.5");
        request.reference = engine;
        return planner.plan(request);
    }
}
