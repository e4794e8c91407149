package io.enginebench.analysis.pick;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.task.TaskDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an answer holds for, one line each: on another machine, in another environment or on other data it may be another. */
final class Conditions {
    private static final List<String> PRELOADED = List.of("libomp", "tcmalloc");
    private static final String ENV = "--env";

    private Conditions() {}

    static List<String> of(RunResult result, TaskDescriptor task, String model, Question question) {
        List<String> lines = new ArrayList<>();
        Environment on = result.environment();
        lines.add("machine: %s, %s, %s %s, Java %s"
                .formatted(
                        on.host().hostProcessorModelName(),
                        on.host().processors(),
                        on.os().name(),
                        on.os().arch(),
                        on.vm().version()));
        lines.add("setting: "
                + result.cells().stream()
                        .filter(cell -> cell.setting().isOf(task.id(), model) && question.isOf(cell.division()))
                        .map(Conditions::setting)
                        .distinct()
                        .collect(Collectors.joining("; ")));
        environments(result, question)
                .forEach((environment, engines) ->
                        lines.add("environment of %s: %s".formatted(String.join(" and ", engines), environment)));
        result.data(task.id())
                .ifPresent(data -> lines.add("data: "
                        + (data.kind() == DataKind.SYNTHETIC
                                ? "SYNTHETIC stand-ins, so that nothing here holds for the real data"
                                : "real, " + (data.verified() ? "verified" : "not verified"))));
        return lines;
    }

    /** What cells may differ in beside the engine: each further axis of the setting is named here. */
    private static String setting(CellResult cell) {
        return "%s, %s%s, %d thread%s"
                .formatted(
                        cell.division().words(),
                        cell.device(),
                        cell.dtype() == Dtype.FLOAT32 ? "" : ", " + cell.dtype().json(),
                        cell.numThreads(),
                        cell.numThreads() == 1 ? "" : "s");
    }

    /** The engines by the environment of their workers, in words. */
    private static Map<String, List<String>> environments(RunResult result, Question question) {
        List<String> command = result.campaign().command();
        int at = command.indexOf(ENV);
        String asked = at >= 0 && at + 1 < command.size() ? ", " + ENV + " " + command.get(at + 1) : "";
        Map<String, List<String>> engines = new LinkedHashMap<>();
        for (EngineRecord engine : result.engines()) {
            if (!question.isOf(engine.division())) {
                continue;
            }
            List<String> own = engines.computeIfAbsent(
                    PRELOADED.stream()
                                    .map(library ->
                                            library + (engine.preloads(library) ? " preloaded" : " not preloaded"))
                                    .collect(Collectors.joining(", "))
                            + jvm(engine)
                            + asked,
                    environment -> new ArrayList<>());
            if (!own.contains(engine.id())) {
                own.add(engine.id());
            }
        }
        return engines;
    }

    /** The options by which its workers' JVM may be faster or slower once it has started. */
    private static String jvm(EngineRecord engine) {
        String options = engine.jvmOptions().stream()
                .filter(option -> option.startsWith("-X")
                        && !option.contains("OnOutOfMemory")
                        && !option.startsWith("-XX:SharedArchiveFile="))
                .collect(Collectors.joining(" "));
        return options.isEmpty() ? "" : ", JVM " + options;
    }
}
