package io.enginebench.report.text;

import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.Control;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a result names for programs, as people say it. */
public final class Words {
    private Words() {}

    /** A conclusion in a word or two. */
    public static String of(Conclusion conclusion) {
        return conclusion.json().replace('_', ' ');
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
