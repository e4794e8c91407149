package io.enginebench.campaign.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.Check;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.json.Json;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Placement;
import io.enginebench.record.task.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannedTrainingsTest {
    @TempDir
    Path root;

    private Planner planner;

    @BeforeEach
    void writeTasks() throws IOException {
        planner = PlannerFixture.planner(root);
    }

    private static PlanRequest aiming(List<String> tasks, Integer jobs, String... targets) {
        PlanRequest request = PlannerFixture.request(null, tasks, List.of(), 2);
        request.jobs = jobs;
        request.targets = List.of(targets);
        return request;
    }

    private static Map<String, Double> targets(Plan plan) {
        Map<String, Double> targets = new TreeMap<>();
        PlannerFixture.jobs(plan, Stage.Kind.TRAIN).stream()
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
                PlannerFixture.TASK
                        .formatted("sorted", "{\"kind\": \"hold-out\"}")
                        .replace("regression", "classification")
                        .replace("\"classes\": []", "\"classes\": [\"only\"]"));
        planner = PlannerFixture.planner(root);
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
        PlanRequest request = PlannerFixture.request(null, List.of("folded"), protocols, 1);
        request.controls = controls;
        request.rounds = rounds;
        return request;
    }

    /** The jobs of the stage, each as its engine, with the controls of its cells. */
    private static List<String> arms(Plan plan, Stage.Kind kind) {
        return PlannerFixture.jobs(plan, kind).stream()
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
                PlannerFixture.jobs(plan, Stage.Kind.TRAIN).get(2).cells().stream()
                        .map(CellSpec::id)
                        .toList());
        Plan without = planner.plan(controlled(false, List.of("clean", "notebook"), 0));
        assertEquals(PlannerFixture.jobs(without, Stage.Kind.ASK), PlannerFixture.jobs(plan, Stage.Kind.ASK));
        assertEquals(
                PlannerFixture.jobs(without, Stage.Kind.TRAIN),
                PlannerFixture.jobs(plan, Stage.Kind.TRAIN).stream()
                        .filter(job -> !job.id().endsWith("-nudged"))
                        .toList());
    }

    /** Trainings cost twice the time with controls and so have them on demand; rounds of timing have them as ever. */
    @Test
    void trainingsHaveControlsOnDemandAndRoundsWhereAnythingCanBeInferred() {
        assertEquals(List.of(0L, 50L), controls(null, 5));
        assertEquals(List.of(0L, 0L), controls(null, 4));
        assertEquals(List.of(6L, 40L), controls(true, 4));
        assertEquals(List.of(0L, 0L), controls(false, 5));
        assertFalse(Json.line(planner.plan(controlled(null, List.of(), 0))).contains("control"));
    }

    /** Cells that are controls, of trainings (2 engines, 3 folds) and of timings (2 arms a round of 2 engines that train and 3 that answer). */
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

    @Test
    void oneProcessServesTheFoldsOfOneEngineAndSeed() {
        Plan plan = planner.plan(PlannerFixture.request(null, List.of("folded"), List.of(), 2));
        assertEquals(
                List.of("x", "y", "x", "y"),
                PlannerFixture.jobs(plan, Stage.Kind.TRAIN).stream()
                        .map(Job.OfCells::placement)
                        .map(Placement::engine)
                        .toList());
        assertEquals(
                List.of("folded-m-clean-x-seed1-fold0", "folded-m-clean-x-seed1-fold1", "folded-m-clean-x-seed1-fold2"),
                PlannerFixture.jobs(plan, Stage.Kind.TRAIN).get(0).cells().stream()
                        .map(CellSpec::id)
                        .toList());
        assertFalse(PlannerFixture.jobs(plan, Stage.Kind.TRAIN).get(0).carriesOn());
        assertTrue(plan.cells().stream().allMatch(cell -> Check.isId(cell.id())));
        assertEquals(
                plan.cells().size(),
                plan.cells().stream().map(CellSpec::id).distinct().count());
    }

    @Test
    void eachEngineIsAskedWithWhatEachOtherLearntFromTheFirstSeed() {
        Plan plan = planner.plan(PlannerFixture.request("seed", List.of("folded", "whole"), List.of(), 2));
        assertEquals(
                List.of(
                        "folded-m-clean-x-seed1-fold0-on-y",
                        "folded-m-clean-x-seed1-fold1-on-y",
                        "folded-m-clean-x-seed1-fold2-on-y",
                        "folded-m-clean-x-seed1-fold0-on-z",
                        "folded-m-clean-x-seed1-fold1-on-z",
                        "folded-m-clean-x-seed1-fold2-on-z",
                        "folded-m-clean-y-seed1-fold0-on-z",
                        "folded-m-clean-y-seed1-fold1-on-z",
                        "folded-m-clean-y-seed1-fold2-on-z",
                        "folded-m-clean-y-seed1-fold0-on-x",
                        "folded-m-clean-y-seed1-fold1-on-x",
                        "folded-m-clean-y-seed1-fold2-on-x",
                        "whole-m-clean-x-seed1-on-y",
                        "whole-m-clean-x-seed1-on-z",
                        "whole-m-clean-y-seed1-on-z",
                        "whole-m-clean-y-seed1-on-x"),
                PlannerFixture.jobs(plan, Stage.Kind.ASK).stream()
                        .flatMap(job -> job.cells().stream())
                        .map(CellSpec::id)
                        .toList());
    }

    @Test
    void notebookProtocolOfTasksWithoutFoldsIsAMistake() {
        assertEquals(
                "protocol must be clean for tasks without folds (whole), got notebook",
                assertThrows(
                                Usage.class,
                                () -> planner.plan(
                                        PlannerFixture.request(null, List.of("whole"), List.of("notebook"), null)))
                        .getMessage());
    }

    @Test
    void notebookProtocolCarriesOneModelThroughAllFolds() {
        Plan plan = planner.plan(PlannerFixture.request(null, List.of("folded"), List.of("notebook"), null));
        assertEquals(1, plan.stages().size(), "nothing to ask of models that saw the test rows");
        assertEquals(2, PlannerFixture.jobs(plan, Stage.Kind.TRAIN).size(), "one for each engine");
        assertTrue(PlannerFixture.jobs(plan, Stage.Kind.TRAIN).get(0).carriesOn());
        assertEquals(
                3, PlannerFixture.jobs(plan, Stage.Kind.TRAIN).get(0).cells().size());
    }

    @Test
    void notebookProtocolHasNothingToDoForAHoldOut() {
        Plan plan = planner.plan(PlannerFixture.request("seed", List.of("whole"), List.of(), null));
        assertEquals(2, PlannerFixture.jobs(plan, Stage.Kind.TRAIN).size());
        assertEquals(2, plan.parallelJobs());
    }

    @Test
    void quickTakesAFifthOfTheEpochsAndFewerRows() {
        Plan plan = planner.plan(PlannerFixture.request("quick", List.of("whole"), List.of(), null));
        QualitySpec cell = (QualitySpec) plan.cells().get(0);
        assertEquals(6, cell.hyperParameters().epochs());
        assertEquals(6400, cell.hyperParameters().trainSamples());
        assertEquals(2, plan.parallelJobs(), "speed is what its rounds of timing are for");
        plan = planner.plan(PlannerFixture.request("quick", List.of("folded"), List.of(), null));
        cell = (QualitySpec) plan.cells().get(0);
        int folds = ((Split.KFold) cell.task().split()).folds();
        assertEquals(6400 / folds, cell.hyperParameters().trainSamples(), "all folds together");
    }

    /** A first word on speed: five rounds without controls of the first network, unless others are asked for. */
    @Test
    void quickTimesItsFirstNetworkAlone() {
        assertEquals(List.of("folded/5"), timed(null));
        assertEquals(List.of("folded/2", "whole/2"), timed(2));
        assertEquals(List.of(), timed(0));
    }

    @Test
    void quickTimesInFewWindowsAndHasControlsWhereTheyAreAskedFor() {
        PlanRequest request = PlannerFixture.request("quick", List.of("whole"), List.of(), null);
        ThroughputSpec look = timing(request);
        request.rounds = 5;
        ThroughputSpec usual = timing(request);
        assertTrue(look.windows() < usual.windows(), look + " " + usual);
        assertTrue(look.stepsPerWindow() < usual.stepsPerWindow(), look + " " + usual);
        assertTrue(look.mostWarmupWindows() < usual.mostWarmupWindows(), look + " " + usual);
        assertFalse(planner.plan(request).timesUnpacking());
        request.rounds = null;
        request.controls = true;
        assertTrue(planner.plan(request).cells().stream()
                .anyMatch(cell ->
                        cell instanceof ThroughputSpec timed && timed.timing().control() != null));
    }

    /** z only answers: what else it is asked for is a job by itself, which ends without a process. */
    @Test
    void quickTimesAnEnginesCellsOfARoundInOneProcessAnswersFirst() {
        PlanRequest request = PlannerFixture.request("quick", List.of("whole"), List.of(), null);
        assertEquals(
                List.of("x infer train", "y infer train", "z infer"),
                jobs(request).stream().distinct().sorted().toList());
        assertEquals(15, jobs(request).size());
        request.engines = List.of("x", "z");
        assertEquals(
                List.of("x infer train", "z infer", "z train"),
                jobs(request).stream().distinct().sorted().toList());
        request.rounds = 5;
        assertEquals(
                List.of("x infer", "x train", "z infer", "z train"),
                jobs(request).stream().distinct().sorted().toList(),
                "rounds that are asked for are measurements, not a look");
    }

    /** Of each job of timing the engine and the modes of its cells. */
    private List<String> jobs(PlanRequest request) {
        return planner.plan(request).stages().stream()
                .filter(stage -> stage.kind() == Stage.Kind.TIME)
                .flatMap(stage -> stage.rounds().stream())
                .flatMap(round -> round.jobs().stream())
                .map(job -> job.cells().stream()
                        .map(cell -> ((ThroughputSpec) cell).mode().json())
                        .collect(Collectors.joining(" ", job.placement().engine() + " ", "")))
                .toList();
    }

    private ThroughputSpec timing(PlanRequest request) {
        return planner.plan(request).cells().stream()
                .filter(ThroughputSpec.class::isInstance)
                .map(ThroughputSpec.class::cast)
                .filter(cell -> cell.mode() == Mode.TRAIN)
                .findFirst()
                .orElseThrow();
    }

    /** Tasks that are timed, each with its number of rounds; none of the cells is a control. */
    private List<String> timed(Integer rounds) {
        PlanRequest request = PlannerFixture.request("quick", List.of("whole", "folded"), List.of(), null);
        request.rounds = rounds;
        return planner.plan(request).cells().stream()
                .filter(ThroughputSpec.class::isInstance)
                .map(ThroughputSpec.class::cast)
                .peek(cell -> assertNull(cell.timing().control()))
                .collect(Collectors.groupingBy(
                        cell -> cell.task().id(),
                        TreeMap::new,
                        Collectors.mapping(cell -> cell.timing().round(), Collectors.toSet())))
                .entrySet()
                .stream()
                .map(one -> one.getKey() + "/" + one.getValue().size())
                .toList();
    }
}
