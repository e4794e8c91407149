package io.enginebench.record.run;

import io.enginebench.record.Check;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A measurement of the measuring: an engine against itself, or a delay that must be seen.
 *
 * @param division of the engine; tuned where a file has none
 * @param batch rows in a step
 * @param threads of the engine
 * @param name what was repeated and what is claimed of it, in words; it follows from what stands before it
 * @param detail the comparison behind it, in a sentence
 */
public record Control(
        ControlArm arm,
        String engine,
        String task,
        String model,
        Division division,
        Mode mode,
        int batch,
        int threads,
        String name,
        boolean passed,
        String detail) {
    private static final String AGAIN = " against itself is equivalent";
    private static final String DELAYED = " delayed by 10 % is detected";
    private static final Pattern NAME = Pattern.compile(
            "(?<task>\\S+) (?<model>\\S+), (?<mode>\\S+), batch (?<batch>\\d{1,9}), (?<threads>\\d{1,4}) threads?: (?<engine>\\S+)"
                    + "(?<arm>" + AGAIN + "|" + DELAYED + ")");

    public Control {
        division = Division.orTuned(division);
        String own = name(arm, engine, task, model, division, mode, batch, threads);
        Check.that(name.equals(own), "name of a control", own, name);
    }

    /** A control with the name that it must have. */
    public Control(
            ControlArm arm,
            String engine,
            String task,
            String model,
            Division division,
            Mode mode,
            int batch,
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
                detail);
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
            Mode mode,
            int batch,
            int threads) {
        return "%s %s, %s%s, batch %d, %d thread%s: %s%s"
                .formatted(
                        task,
                        model,
                        division == Division.TUNED ? "" : division.json() + ", ",
                        mode.json(),
                        batch,
                        threads,
                        threads == 1 ? "" : "s",
                        engine,
                        arm == ControlArm.AGAIN ? AGAIN : DELAYED);
    }
}
