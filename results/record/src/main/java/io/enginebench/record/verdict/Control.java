package io.enginebench.record.verdict;

import io.enginebench.record.Check;
import io.enginebench.record.json.JsonEnum;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A measurement of the measuring: an engine against itself, or a delay that must be seen.
 *
 * @param division of the engine; tuned where a file has none
 * @param mode what was timed; null for trainings
 * @param batch rows in a step; null for trainings, whose batch is their recipe's
 * @param threads of the engine
 * @param name what was repeated and what is claimed of it, in words; it follows from what stands before it
 * @param passed whether it is shown to be so
 * @param state the same with failed and undecided told apart; null in older results, which called both failed
 * @param detail the comparison behind it, in a sentence
 */
public record Control(
        ControlArm arm,
        String engine,
        String task,
        String model,
        Division division,
        @Nullable Mode mode,
        @Nullable Integer batch,
        int threads,
        String name,
        boolean passed,
        @Nullable State state,
        String detail) {
    /** What a control comes to. */
    public enum State implements JsonEnum {
        /** What it claims is shown. */
        PASSED,
        /** The contrary is shown: what it is a control of cannot be relied on. */
        FAILED,
        /** Neither, for there are too few rounds or seeds for the noise they have. */
        UNDECIDED;

        /** What one engine on both sides of a comparison comes to: it must be equivalent, and must not be called better. */
        public static State ofOneEngine(Conclusion verdict) {
            return switch (verdict) {
                case EQUIVALENT -> PASSED;
                case BETTER -> FAILED;
                case INCONCLUSIVE, NO_INFERENCE, INVALID -> UNDECIDED;
            };
        }
    }

    private static final String AGAIN = " against itself is equivalent";
    private static final String DELAYED = " delayed by 10 % is detected";
    private static final String NUDGED = " against itself from nudged weights is equivalent";
    private static final Pattern NAME = Pattern.compile(
            "(?<task>\\S+) (?<model>\\S+), (?<mode>\\S+), batch (?<batch>\\d{1,9}), (?<threads>\\d{1,4}) threads?: (?<engine>\\S+)"
                    + "(?<arm>" + AGAIN + "|" + DELAYED + ")");

    public Control {
        division = Division.orTuned(division);
        boolean timed = ControlArm.OF_TIMING.contains(arm);
        Check.that(
                (mode != null) == timed && (batch != null) == timed,
                "mode and batch of a control",
                timed ? "there, as it is one of timing" : "absent, as it is one of trainings",
                mode + " and " + batch);
        String own = name(arm, engine, task, model, division, mode, batch, threads);
        Check.that(name.equals(own), "name of a control", own, name);
        Check.that(
                state == null || passed == (state == State.PASSED),
                "passed of a control",
                "true exactly if its state is passed",
                passed);
    }

    /** A control with the name that it must have, as older results have it: with two states. */
    public Control(
            ControlArm arm,
            String engine,
            String task,
            String model,
            Division division,
            @Nullable Mode mode,
            @Nullable Integer batch,
            int threads,
            boolean passed,
            String detail) {
        this(
                arm,
                engine,
                task,
                model,
                division,
                mode,
                batch,
                threads,
                name(arm, engine, task, model, division, mode, batch, threads),
                passed,
                null,
                detail);
    }

    /** A control of an engine's trainings. */
    public static Control ofTrainings(
            String engine, String task, String model, Division division, int threads, State state, String detail) {
        return new Control(
                        ControlArm.NUDGED,
                        engine,
                        task,
                        model,
                        division,
                        null,
                        null,
                        threads,
                        state == State.PASSED,
                        detail)
                .judged(state);
    }

    /** Whether it is one of timing rounds, and not of trainings. */
    public boolean ofTiming() {
        return ControlArm.OF_TIMING.contains(arm);
    }

    /** The same with three states. */
    public Control judged(State three) {
        return new Control(
                arm, engine, task, model, division, mode, batch, threads, name, three == State.PASSED, three, detail);
    }

    /** What it came to; in an older result, failed whatever was not passed. */
    public State outcome() {
        return state != null ? state : passed ? State.PASSED : State.FAILED;
    }

    /** Those of some controls that came to one state. */
    public static List<Control> of(State state, List<Control> controls) {
        return controls.stream().filter(control -> control.outcome() == state).toList();
    }

    /** A control as the first version of the format has it, which tells what was measured in its name alone. */
    public static Control ofVersion1(String name, boolean passed, String detail) {
        Matcher parts = NAME.matcher(name);
        Check.that(
                parts.matches(), "name of a control", "TASK MODEL, MODE, batch N, N threads: ENGINE and a claim", name);
        return new Control(
                parts.group("arm").equals(AGAIN) ? ControlArm.AGAIN : ControlArm.DELAYED,
                parts.group("engine"),
                parts.group("task"),
                parts.group("model"),
                Division.TUNED,
                Mode.named(parts.group("mode"))
                        .orElseThrow(() -> new IllegalArgumentException(
                                "mode of a control must be train, epoch or infer, got '" + parts.group("mode") + "'")),
                Integer.parseInt(parts.group("batch")),
                Integer.parseInt(parts.group("threads")),
                passed,
                detail);
    }

    private static String name(
            ControlArm arm,
            String engine,
            String task,
            String model,
            Division division,
            @Nullable Mode mode,
            @Nullable Integer batch,
            int threads) {
        return "%s %s, %s%s, %d thread%s: %s%s"
                .formatted(
                        task,
                        model,
                        division == Division.TUNED ? "" : division.json() + ", ",
                        mode == null ? "trainings" : "%s, batch %d".formatted(mode.json(), batch),
                        threads,
                        threads == 1 ? "" : "s",
                        engine,
                        switch (arm) {
                            case AGAIN -> AGAIN;
                            case DELAYED -> DELAYED;
                            case NUDGED -> NUDGED;
                        });
    }
}
