package io.enginebench.record.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.enginebench.record.Check;
import io.enginebench.record.cell.ControlArm;
import io.enginebench.record.cell.Mode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A measurement of the measuring: an engine against itself, or a delay that must be seen.
 *
 * @param batch rows in a step
 * @param threads of the engine
 * @param detail the comparison behind it, in a sentence
 */
public record Control(
        ControlArm arm,
        String engine,
        String task,
        String model,
        Mode mode,
        int batch,
        int threads,
        boolean passed,
        String detail) {
    private static final String AGAIN = " against itself is equivalent";
    private static final String DELAYED = " delayed by 10 % is detected";
    private static final Pattern NAME = Pattern.compile(
            "(?<task>\\S+) (?<model>\\S+), (?<mode>\\S+), batch (?<batch>\\d{1,9}), (?<threads>\\d{1,4}) threads?: (?<engine>\\S+)"
                    + "(?<arm>" + AGAIN + "|" + DELAYED + ")");

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
                Mode.named(parts.group("mode"))
                        .orElseThrow(() -> new IllegalArgumentException(
                                "mode of a control must be train, epoch or infer, got '" + parts.group("mode") + "'")),
                Integer.parseInt(parts.group("batch")),
                Integer.parseInt(parts.group("threads")),
                passed,
                detail);
    }

    @JsonCreator
    static Control read(
            @JsonProperty("arm") @Nullable ControlArm arm,
            @JsonProperty("engine") @Nullable String engine,
            @JsonProperty("task") @Nullable String task,
            @JsonProperty("model") @Nullable String model,
            @JsonProperty("mode") @Nullable Mode mode,
            @JsonProperty("batch") @Nullable Integer batch,
            @JsonProperty("threads") @Nullable Integer threads,
            @JsonProperty("name") String name,
            @JsonProperty("passed") boolean passed,
            @JsonProperty("detail") String detail) {
        if (arm == null
                || engine == null
                || task == null
                || model == null
                || mode == null
                || batch == null
                || threads == null) {
            return ofVersion1(name, passed, detail);
        }
        Control control = new Control(arm, engine, task, model, mode, batch, threads, passed, detail);
        Check.that(name.equals(control.name()), "name of a control", control.name(), name);
        return control;
    }

    /** What was repeated and what is claimed of it, in words. */
    @JsonProperty
    public String name() {
        return "%s %s, %s, batch %d, %d thread%s: %s%s"
                .formatted(
                        task,
                        model,
                        mode.json(),
                        batch,
                        threads,
                        threads == 1 ? "" : "s",
                        engine,
                        arm == ControlArm.AGAIN ? AGAIN : DELAYED);
    }
}
