package io.enginebench.report.text;

import io.enginebench.record.metric.Margin;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.ComparisonScope;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.Control;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a result names for programs, as people say it. */
public final class Words {
    private static final String WHOLE_EPOCHS = "whole epochs";

    private static final Pattern METRIC = Pattern.compile("(?<=^| in )\\w+(?:\\.\\w+)*");
    /** Before the batch, as sentences, names of controls and figures of a gate have it. */
    private static final Pattern MODE = Pattern.compile("\\b\\w+(?=,? batch \\d)");

    /** A mode behind the metric that says it already, but for what {@link #EPOCHS} finds. */
    private static final Pattern MODE_AGAIN = Pattern.compile(
            "(?<=train_throughput \\(?)train,? (?=batch \\d)|(?<=infer_throughput \\(?)infer,? (?=batch \\d)");

    private static final Pattern EPOCHS = Pattern.compile("(?<=train_throughput \\(?)epoch(?=,? batch \\d)");

    private Words() {}

    /** A conclusion in a word or two. */
    public static String of(Conclusion conclusion) {
        return conclusion.json().replace('_', ' ');
    }

    /** What a timing repeats. */
    public static String of(Mode mode) {
        return switch (mode) {
            case TRAIN -> "training";
            case EPOCH -> "training " + WHOLE_EPOCHS;
            case INFER -> "answering";
        };
    }

    /** What the label of a metric does not say of the mode it was measured in; empty where it says all. */
    public static String beside(Metric metric, Mode mode) {
        if (metric != mode.throughput()) {
            return of(mode);
        }
        return mode == Mode.EPOCH ? WHOLE_EPOCHS : "";
    }

    /** The same with the rows of a step: {@code answering one row}, {@code training whole epochs, 32 rows at a time}. */
    public static String of(Mode mode, @Nullable Integer batch) {
        if (batch == null) {
            return of(mode);
        }
        String rows = batch == 1 ? "one row" : counted(batch, "row");
        return mode == Mode.EPOCH ? "%s, %s at a time".formatted(of(mode), rows) : of(mode) + " " + rows;
    }

    /** What a speed was narrowed to, as tables have it: {@code training, batch 32, 1 thread}. */
    public static String ofSpeed(ComparisonScope scope) {
        return "%s, batch %s, %s"
                .formatted(
                        of(Objects.requireNonNull(scope.mode())),
                        scope.batch(),
                        counted(Objects.requireNonNull(scope.threads()), "thread"));
    }

    /**
     * A sentence of a result for people: with the label of each metric that it names by the id, at its beginning or behind an "in", and each mode
     * of timing in words, unless the metric is that mode's alone. Files keep the ids, and {@code verify} holds their sentences to them.
     */
    public static String readable(String text) {
        String once = EPOCHS.matcher(MODE_AGAIN.matcher(text).replaceAll("")).replaceAll(WHOLE_EPOCHS);
        String labelled = replaced(METRIC, once, word -> Metric.named(word).map(Metric::label));
        return replaced(MODE, labelled, word -> Mode.named(word).map(Words::of));
    }

    /** A text with other words in the place of those that have some. */
    private static String replaced(Pattern words, String text, Function<String, Optional<String>> instead) {
        return words.matcher(text)
                .replaceAll(word ->
                        Matcher.quoteReplacement(instead.apply(word.group()).orElse(word.group())));
    }

    /** What an estimate is of two engines: {@code a ÷ b}, {@code a − b}. */
    public static String contrast(List<String> engines, Margin.Scale unit) {
        return String.join(unit == Margin.Scale.RATIO ? " ÷ " : " − ", engines);
    }

    /** What a control came to; what must be seen in capitals. */
    public static String of(Control.State state) {
        return state == Control.State.FAILED ? "FAILED" : state.json();
    }

    /** The better engine and how, such as {@code pytorch faster}, or the verdict in a word or two. */
    public static String verdict(Comparison one, String better) {
        if (one.better() != null) {
            return one.better() + " " + better;
        }
        return of(one.verdict()) + (one.verdict() == Conclusion.INCONCLUSIVE && one.notSteady() ? " (not steady)" : "");
    }

    /** The same with what a new campaign would need to decide: more seeds or more rounds, as a range. */
    public static String verdictAndNeed(Comparison one, String better) {
        List<@Nullable Integer> range = one.furtherPairsRange();
        return verdict(one, better)
                + (range == null
                        ? ""
                        : ", %s%s more %ss"
                                .formatted(
                                        range.get(0),
                                        range.get(1) == null ? " or" : ".." + range.get(1),
                                        one.pairedBy().json()));
    }

    /** What was paired and how often: {@code 10 rounds}, {@code 3 seeds of 5 folds}. */
    public static String pairs(Comparison one) {
        return counted(one.n(), one.pairedBy().json())
                + (one.folds() == null ? "" : " of %d folds".formatted(one.folds()));
    }

    /** Arguments as one types them in a POSIX shell. */
    public static String shell(List<String> arguments) {
        return arguments.stream()
                .map(argument -> argument.matches("[A-Za-z0-9_./:=,{}@%+-]+")
                        ? argument
                        : "'" + argument.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    /** A number with its noun: 1 seed, 2 seeds. */
    public static String counted(long n, String noun) {
        return counted(n, noun, noun + "s");
    }

    /** The same with a plural of its own. */
    public static String counted(long n, String one, String many) {
        return Numbers.format("%,d %s", n, n == 1 ? one : many);
    }

    /** Words as a sentence or a line begins with them. */
    public static String begun(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Those that are not empty, in a row. */
    public static String list(String... words) {
        return Arrays.stream(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(", "));
    }
}
