package io.enginebench.report.table;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.run.PooledRun;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.PairedBy;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to do where seeds do not decide, and what it costs: fresh seeds, since the old ones repeat the old runs to the bit, put
 * together with the first.
 *
 * @param remarks sentences
 * @param commands that run as many fresh seeds as would decide and pool them with the first; empty where nothing is open
 */
public record MoreSeeds(List<String> remarks, List<String> commands) {
    /** Armitage, McPherson and Rowe 1969: 8.3 % and 10.7 % for tests at 5 % at equal steps. */
    private static final String LOOKS =
            "Looking more than once costs error: a verdict has its 5 % for one look at a number of"
                    + " seeds that was fixed beforehand; with a look at the half before it is about 8 %, with three looks 11 %.";

    public MoreSeeds {
        remarks = List.copyOf(remarks);
        commands = List.copyOf(commands);
    }

    /** What there is to say of a result. */
    public static MoreSeeds of(RunResult result) {
        List<String> remarks = new ArrayList<>();
        List<PooledRun> pooled = result.pooled();
        boolean shares =
                pooled != null && pooled.stream().allMatch(run -> run.campaign().share() != null);
        if (pooled != null && !shares) {
            remarks.add("Pooled of the campaigns %s."
                    .formatted(pooled.stream()
                            .map(run ->
                                    run.campaign().id() + " (" + run.campaign().startedIso() + ")")
                            .collect(Collectors.joining(", "))));
        }
        List<Comparison> open = result.comparisons().stream()
                .filter(one -> one.verdict() == Conclusion.INCONCLUSIVE
                        && one.pairedBy() == PairedBy.SEED
                        && one.furtherPairsRange() != null)
                .toList();
        if ((pooled != null && !shares) || !open.isEmpty()) {
            remarks.add(LOOKS);
        }
        return new MoreSeeds(
                remarks,
                open.isEmpty()
                        ? List.of()
                        : List.of(fresh(result, open), "./bench pool FIRST.json runs/more/result.json -o pooled.json"));
    }

    private static String fresh(RunResult result, List<Comparison> open) {
        String seeds = open.stream()
                .filter(one -> one.scope() == null)
                .map(Comparison::furtherPairs)
                .filter(Objects::nonNull)
                .max(Integer::compare)
                .map(String::valueOf)
                .orElse("N");
        long next = 1
                + result.qualityCells().stream()
                        .mapToLong(CellResult::seed)
                        .max()
                        .orElse(0);
        List<String> arguments = new ArrayList<>(asked(result, "--seeds"));
        arguments.addAll(List.of("--seeds", seeds, "--seed", Long.toString(next), "--out", "runs/more"));
        return "./bench " + Words.shell(arguments);
    }

    /**
     * What the first campaign was asked for, without its folders and one flag, such as {@code --seeds}, which may also have been given in the
     * singular.
     */
    public static List<String> asked(RunResult result, String flag) {
        Pattern ours = Pattern.compile("(%s?|--(out|resume|shard))(=.*)?".formatted(flag));
        List<PooledRun> pooled = result.pooled();
        List<String> command =
                (pooled == null ? result.campaign() : pooled.get(0).campaign()).command();
        if (command.isEmpty()) {
            return List.of("compare", "--preset", "quick");
        }
        List<String> kept = new ArrayList<>();
        @Nullable String before = null;
        for (String argument : command) {
            boolean value = before != null && ours.matcher(before).matches() && !before.contains("=");
            if (!value && !ours.matcher(argument).matches()) {
                kept.add(argument);
            }
            before = value ? null : argument;
        }
        kept.remove("--json");
        return kept;
    }
}
