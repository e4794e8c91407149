package io.enginebench.analysis.comparison;

import io.enginebench.record.Hashes;
import io.enginebench.record.Mistakes;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.figure.EpochScores;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.EngineStatus;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Suite;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Optimiser;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The trainings of several campaigns that were asked for the same with other seeds, as those of one result.
 *
 * <p>Timings are left out: a round is a pair because its engines ran within seconds of each other, and the hour of another
 * campaign is another machine.
 *
 * @param parts one or more; one alone keeps all it has and is only judged again
 */
public record Pool(List<Part> parts) {
    private static final String GRAPH = "SHA-256 of the graph";
    private static final String ENGINE = "engine ";

    /**
     * A result and what to call it.
     *
     * @param name of its file
     */
    public record Part(String name, RunResult result) {}

    public Pool {
        parts = List.copyOf(parts);
    }

    /** Why they cannot be put together, a line each; empty if they can. */
    public List<String> mistakes() {
        Mistakes mistakes = new Mistakes();
        Part first = parts.get(0);
        Set<Long> known = new TreeSet<>(seeds(first.result()));
        for (Part part : parts.subList(1, parts.size())) {
            // Of other trainings, every detail differs.
            if (same(first, part, Pool::frame, mistakes)) {
                same(first, part, Pool::details, mistakes);
            }
            Set<Long> twice = new TreeSet<>(seeds(part.result()));
            twice.retainAll(known);
            mistakes.unless(
                    twice.isEmpty(),
                    "seeds",
                    "others in every file",
                    twice + " in " + part.name() + " and in one before it");
            known.addAll(seeds(part.result()));
        }
        return mistakes.lines();
    }

    /** Why shares of one plan cannot be put together, a line each; empty if they can. Their machines may be any. */
    public List<String> mistakesOfShares() {
        Mistakes mistakes = new Mistakes();
        for (Part part : parts.subList(1, parts.size())) {
            same(parts.get(0), part, Pool::ofAnyMachine, mistakes);
        }
        return mistakes.lines();
    }

    private static boolean same(
            Part first, Part other, Function<RunResult, Map<String, @Nullable String>> facts, Mistakes mistakes) {
        Map<String, @Nullable String> expected = facts.apply(first.result());
        Map<String, @Nullable String> got = facts.apply(other.result());
        Set<String> names = new LinkedHashSet<>(expected.keySet());
        names.addAll(got.keySet());
        boolean same = true;
        for (String name : names) {
            // Files from before networks were recorded tell nothing of them, and an engine need not be ready
            // everywhere.
            @Nullable String otherwise = name.startsWith(GRAPH) || name.startsWith(ENGINE) ? null : "nothing";
            @Nullable String one = expected.getOrDefault(name, otherwise);
            @Nullable String another = got.getOrDefault(name, otherwise);
            same &= mistakes.unless(
                    one == null || another == null || one.equals(another),
                    name,
                    "the same in every file",
                    "%s in %s and %s in %s".formatted(one, first.name(), another, other.name()));
        }
        return same;
    }

    /** The result of all of them, judged by today's rules; only where there are no {@link #mistakes}. */
    public RunResult result() {
        RunResult first = parts.get(0).result();
        if (parts.size() == 1) {
            return CellComparisons.judged(first).sealed();
        }
        return new Assembly(
                        "pooled",
                        "pool",
                        Hashes.sha256(all(Assembly::runs).stream()
                                .map(run -> run.campaign().planSha256())
                                .collect(Collectors.joining())
                                .getBytes(StandardCharsets.US_ASCII)),
                        parts.stream().map(Part::result).toList())
                .of(all(result -> result.cells().stream()
                        .filter(cell -> !(cell instanceof ThroughputCell))
                        .toList()));
    }

    /** How many cells of timing rounds {@link #result} leaves out. */
    public int timings() {
        return parts.size() == 1 ? 0 : all(RunResult::throughputCells).size();
    }

    private <T> List<T> all(Function<RunResult, List<T>> of) {
        return parts.stream().flatMap(part -> of.apply(part.result()).stream()).toList();
    }

    private static Set<Long> seeds(RunResult result) {
        return result.qualityCells().stream().map(CellResult::seed).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, @Nullable String> program(RunResult result) {
        Map<String, @Nullable String> facts = new LinkedHashMap<>();
        Suite.Git git = result.suite().git();
        facts.put(
                "enginebench",
                result.suite().version()
                        + (git == null
                                ? ", commit unknown"
                                : " at " + git.commitHash() + (git.dirty() ? " with local changes" : "")));
        return facts;
    }

    /** The rows and the networks. */
    private static Map<String, @Nullable String> given(RunResult result) {
        Map<String, @Nullable String> facts = new LinkedHashMap<>();
        result.tasks()
                .forEach(task -> facts.put(
                        "SHA-256 of the task " + task.id(),
                        Hashes.sha256(Json.line(task).getBytes(StandardCharsets.UTF_8))));
        result.data().forEach(data -> facts.put("SHA-256 of the data of " + data.task(), data.sha256()));
        result.models()
                .forEach(model ->
                        facts.put(GRAPH + " of %s on %s".formatted(model.model(), model.task()), model.graphSha256()));
        return facts;
    }

    /** What shares of a plan have in common wherever they ran. */
    private static Map<String, @Nullable String> ofAnyMachine(RunResult result) {
        Map<String, @Nullable String> facts = program(result);
        facts.putAll(given(result));
        result.engines().stream()
                .filter(engine -> engine.status() == EngineStatus.READY)
                .forEach(engine -> facts.put(
                        ENGINE
                                + "%s (%s)"
                                        .formatted(
                                                engine.id(), engine.division().json()),
                        "%s (%s), DJL %s, library %s"
                                .formatted(
                                        engine.version(),
                                        engine.reportedVersion(),
                                        engine.djlVersion(),
                                        engine.librarySha256())));
        return facts;
    }

    /** What was trained by what on what. Other processors round otherwise. */
    private static Map<String, @Nullable String> frame(RunResult result) {
        Map<String, @Nullable String> facts = program(result);
        facts.put("processor", result.environment().host().hostProcessorModelName());
        facts.put(
                "system",
                result.environment().os().name() + " "
                        + result.environment().os().arch());
        facts.put("trainings", String.join(", ", trainings(result).keySet()));
        facts.put(
                "engines",
                result.engines().stream()
                        .map(engine -> "%s %s %s with %s threads"
                                .formatted(engine.id(), engine.division().json(), engine.status(), engine.numThreads()))
                        .collect(Collectors.joining(", ")));
        return facts;
    }

    /** What else a training depends on but for its seed, by name; null where nothing tells. */
    private static Map<String, @Nullable String> details(RunResult result) {
        Map<String, @Nullable String> facts = given(result);
        result.engines().forEach(engine -> facts.putAll(details(engine)));
        trainings(result).forEach((training, cells) -> {
            facts.put("threads of " + training, different(cells, cell -> List.of(cell.numThreads())));
            facts.put("recipe of " + training, different(cells, cell -> List.of(recipe(cell))));
            facts.put("rows trained on of " + training, different(cells, Pool::rows));
            facts.put("target of " + training, different(cells, Pool::target));
        });
        return facts;
    }

    /** By task, model, division and protocol. */
    private static Map<String, List<QualityCell>> trainings(RunResult result) {
        return result.qualityCells().stream()
                .collect(Collectors.groupingBy(
                        cell -> "%s %s %s %s"
                                .formatted(
                                        cell.task(),
                                        cell.model(),
                                        cell.division().json(),
                                        cell.protocol().json()),
                        TreeMap::new,
                        Collectors.toList()));
    }

    private static String recipe(QualityCell cell) {
        HyperParameters recipe = cell.hyperParameters();
        Optimiser optimiser = recipe.optimiser();
        return "%d epochs of batches of %d by %s %s%s%s"
                .formatted(
                        recipe.epochs(),
                        recipe.globalBatchSize(),
                        optimiser.words(),
                        optimiser.learningRate().base(),
                        optimiser.epsilon() == null ? "" : " (" + optimiser.epsilon() + ")",
                        recipe.loss() == null ? "" : " of the " + recipe.loss().words());
    }

    /** What cells have of one kind, each once; null of none. */
    private static @Nullable String different(List<QualityCell> cells, Function<QualityCell, List<?>> part) {
        String all = cells.stream()
                .flatMap(cell -> part.apply(cell).stream())
                .map(String::valueOf)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? null : all;
    }

    /** Of a training that failed it is not known which rows it came to. */
    private static List<?> rows(QualityCell cell) {
        Integer rows = cell.hyperParameters().trainSamples();
        return cell.status() == CellStatus.OK && rows != null ? List.of(rows) : List.of();
    }

    private static List<?> target(QualityCell cell) {
        if (cell.status() != CellStatus.OK) {
            return List.of();
        }
        EpochScores scores = cell.epochScores();
        return List.of(
                scores == null
                        ? "none"
                        : !cell.endsAtTarget() ? (Double) scores.target() : scores.target() + ", at which it ends");
    }

    private static Map<String, @Nullable String> details(EngineRecord engine) {
        String who = " of %s (%s) with %s threads"
                .formatted(engine.id(), engine.division().json(), engine.numThreads());
        Map<String, @Nullable String> facts = new LinkedHashMap<>();
        facts.put(
                "version" + who,
                "%s (%s), DJL %s".formatted(engine.version(), engine.reportedVersion(), engine.djlVersion()));
        facts.put("device" + who, engine.device());
        facts.put("dtype" + who, engine.dtype().json());
        facts.put("SHA-256 of the library" + who, engine.librarySha256());
        facts.put("JVM options" + who, engine.jvmOptions().toString());
        engine.env().forEach((name, value) -> facts.put(name + who, value));
        return facts;
    }
}
