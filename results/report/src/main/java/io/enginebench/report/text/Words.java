package io.enginebench.report.text;

import io.enginebench.record.metric.Margin;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.Control;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a result names for programs, as people say it. */
public final class Words {
    private static final Pattern METRIC = Pattern.compile("(?<=^| in )\\w+(?:\\.\\w+)*");

    private Words() {}

    /** A conclusion in a word or two. */
    public static String of(Conclusion conclusion) {
        return conclusion.json().replace('_', ' ');
    }

    /** What a timing repeats. */
    public static String of(Mode mode) {
        return switch (mode) {
            case TRAIN -> "training";
            case EPOCH -> "training whole epochs";
            case INFER -> "answering";
        };
    }

    /**
     * A text with the label of each metric that it names by the id, at its beginning or behind an "in". Files keep the ids, and {@code verify}
     * holds their sentences to them.
     */
    public static String labelled(String text) {
        return METRIC.matcher(text)
                .replaceAll(word ->
                        Metric.named(word.group()).map(Metric::label).orElse(Matcher.quoteReplacement(word.group())));
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

    /** Those that are not empty, in a row. */
    public static String list(String... words) {
        return Arrays.stream(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(", "));
    }
}
