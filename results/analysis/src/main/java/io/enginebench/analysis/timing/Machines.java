package io.enginebench.analysis.timing;

import io.enginebench.analysis.verdict.PairedRuns;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.PooledRun;
import io.enginebench.record.run.RunResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The machines that the cells of a result ran on.
 *
 * @param others those of cells that did not run on the result's own, by the cells' ids
 */
public record Machines(Map<String, Environment.Host> others) {
    /** A processor in words, and in more words where fewer do not tell it from the others. */
    private static final List<Function<Environment.Host, String>> WORDS = List.of(
            Environment.Host::hostProcessorModelName,
            host -> host.hostProcessorModelName() + " with " + host.processors(),
            host -> host.hostProcessorModelName() + " with " + host.processors() + " and " + host.instructionSets());

    /** One machine for all. */
    public static final Machines ONE = new Machines(Map.of());

    public Machines {
        others = Map.copyOf(others);
    }

    /** Those of a result. */
    public static Machines of(RunResult result) {
        Map<String, Environment.Host> hosts = new HashMap<>();
        for (PooledRun run : Objects.requireNonNullElse(result.pooled(), List.<PooledRun>of())) {
            if (run.environment() != null && run.cells() != null) {
                Environment.Host host = run.environment().host();
                run.cells().forEach(cell -> hosts.put(cell, host));
            }
        }
        if (!hosts.isEmpty()) { // What was pooled with shares ran on the result's own.
            Environment.Host own = result.environment().host();
            result.cells().forEach(cell -> hosts.putIfAbsent(cell.id(), own));
        }
        return new Machines(hosts);
    }

    /** Processors of the machine that a cell ran on. */
    int cores(CellResult cell, int otherwise) {
        Environment.Host host = others.get(cell.id());
        return host == null ? otherwise : host.hostProcessorCoreCount();
    }

    /** What the processors of each cell are called, by the cells' ids, so that unlike ones have other names; empty where all are alike. */
    public Map<String, String> unlike() {
        Map<String, Optional<Environment.Host>> kinds = new HashMap<>();
        others.forEach((cell, host) -> kinds.put(cell, Optional.of(host.processorsAlone())));
        Set<Optional<Environment.Host>> different = Set.copyOf(kinds.values());
        if (different.size() <= 1) {
            return Map.of();
        }
        Function<Optional<Environment.Host>, String> words = words(different);
        return kinds.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, kind -> words.apply(kind.getValue())));
    }

    private static Function<Optional<Environment.Host>, String> words(Set<Optional<Environment.Host>> different) {
        Function<Environment.Host, String> telling = WORDS.stream()
                .filter(one ->
                        different.stream().map(kind -> kind.map(one)).distinct().count() == different.size())
                .findFirst()
                .orElseThrow();
        return kind -> kind.map(telling).orElse("");
    }

    /**
     * Pairs of speeds, those of unlike processors apart: of another model, with more or fewer that could be used, or other instruction sets.
     *
     * @param pairs of cells, both of one machine
     * @param first the cell of a pair that tells the machine
     * @param made what pairs of one kind of processor come to
     */
    public <P> PairedRuns.Pairing apart(
            List<P> pairs, Function<P, CellResult> first, Function<List<P>, PairedRuns.Pairs> made) {
        Map<Optional<Environment.Host>, List<P>> byKind = new LinkedHashMap<>();
        for (P pair : pairs) {
            byKind.computeIfAbsent(
                            Optional.ofNullable(others.get(first.apply(pair).id()))
                                    .map(Environment.Host::processorsAlone),
                            kind -> new ArrayList<>())
                    .add(pair);
        }
        if (byKind.size() <= 1) {
            return made.apply(pairs);
        }
        Function<Optional<Environment.Host>, String> words = words(byKind.keySet());
        Map<String, PairedRuns.Pairs> judged = new TreeMap<>();
        byKind.forEach((kind, own) -> judged.put(words.apply(kind), made.apply(own)));
        return new PairedRuns.Processors(judged.values().iterator().next().pairedBy(), judged);
    }
}
