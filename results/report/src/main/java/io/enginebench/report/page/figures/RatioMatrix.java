package io.enginebench.report.page.figures;

import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.ComparisonScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Palette;
import io.enginebench.report.text.Grouped;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which engine is faster on which network, for what batch: a table of two engines' ratios in the colours of the faster ones. */
public final class RatioMatrix {
    private static final int DARKEST = 10;

    private RatioMatrix() {}

    /** What a matrix is of. */
    private record Setup(String task, Division division, Mode mode, int threads, List<String> engines) {
        static Setup of(Comparison one) {
            ComparisonScope scope = Objects.requireNonNull(one.scope());
            return new Setup(
                    one.task(),
                    one.division(),
                    Objects.requireNonNull(scope.mode()),
                    Objects.requireNonNull(scope.threads()),
                    one.engines());
        }

        String words(RunScope run) {
            return "%s, %s, %s, %s: %s"
                    .formatted(
                            task,
                            mode.trains() ? "training" : "inference",
                            run.heading(division),
                            Words.counted(threads, "thread"),
                            String.join(" against ", engines));
        }
    }

    /** A sentence and a matrix for each two engines that were timed on several networks in one way. */
    public static List<Block> of(RunScope run) {
        List<Block> blocks = new ArrayList<>();
        Grouped.by(
                        Setup::of,
                        run.result().comparisons().stream()
                                .filter(RatioMatrix::ofThroughput)
                                .toList())
                .forEach((setup, own) -> {
                    Map<String, List<Comparison>> networks = Grouped.by(Comparison::model, own);
                    if (networks.size() > 1) {
                        String words = setup.words(run);
                        blocks.add(new Block.Text(sentence(words, setup.engines(), own)));
                        blocks.add(matrix(words, networks, own, run.palette()));
                    }
                });
        return blocks;
    }

    /** Whether it is of timing rounds, and of their throughput. */
    private static boolean ofThroughput(Comparison one) {
        return one.scope() != null
                && one.scope().mode() != null
                && one.scope().mode().throughput() == one.metric();
    }

    /** Who wins where. */
    private static String sentence(String words, List<String> engines, List<Comparison> own) {
        Map<String, List<Comparison>> byWinner = new LinkedHashMap<>();
        engines.forEach(engine -> byWinner.put(engine + " is faster on", new ArrayList<>()));
        own.forEach(one ->
                byWinner.computeIfAbsent(said(one), any -> new ArrayList<>()).add(one));
        return words + ": "
                + byWinner.entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .map(entry -> entry.getKey() + " " + places(entry.getValue()))
                        .collect(Collectors.joining("; "))
                + ".";
    }

    private static String said(Comparison one) {
        if (one.better() != null) {
            return one.better() + " is faster on";
        }
        return switch (one.verdict()) {
            case EQUIVALENT -> "as fast as each other on";
            case BETTER, INCONCLUSIVE -> "undecided on";
            case NO_INFERENCE -> "too few rounds on";
            case INVALID -> "not comparable on";
        };
    }

    private static String places(List<Comparison> those) {
        return Grouped.by(Comparison::model, those).entrySet().stream()
                .map(network -> "%s (batch %s)"
                        .formatted(
                                network.getKey(),
                                network.getValue().stream()
                                        .map(one -> String.valueOf(batch(one)))
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining(", "));
    }

    private static int batch(Comparison one) {
        return Objects.requireNonNull(Objects.requireNonNull(one.scope()).batch());
    }

    private static Block matrix(
            String words, Map<String, List<Comparison>> networks, List<Comparison> own, Palette palette) {
        List<Integer> batches =
                List.copyOf(new TreeSet<>(own.stream().map(RatioMatrix::batch).toList()));
        List<List<Block.Field>> rows = new ArrayList<>();
        networks.forEach((network, those) -> rows.add(batches.stream()
                .map(batch -> those.stream()
                        .filter(one -> batch(one) == batch)
                        .findFirst()
                        .map(one -> field(one, palette))
                        .orElse(new Block.Field(Numbers.DASH, 0, false, null)))
                .toList()));
        return new Block.Matrix(
                words + ", the faster one and by how much",
                null,
                "network \\ batch",
                batches.stream().map(String::valueOf).toList(),
                List.copyOf(networks.keySet()),
                rows);
    }

    private static Block.Field field(Comparison one, Palette palette) {
        @Nullable String better = one.better();
        @Nullable Double ratio = one.estimate();
        if (better == null || ratio == null) {
            return new Block.Field(
                    Words.of(one.verdict()) + (ratio == null ? "" : Numbers.format(" %.2f", ratio)), 0, false, null);
        }
        double faster = better.equals(one.engines().get(0)) ? ratio : 1 / ratio;
        // Twice as fast is as dark as it gets.
        int shade = (int) Math.ceil(DARKEST * Math.log(faster) / Math.log(2));
        return new Block.Field(
                Numbers.format("%s %.2f×", better, faster),
                Math.max(1, Math.min(DARKEST, shade)),
                false,
                palette.of(better));
    }
}
