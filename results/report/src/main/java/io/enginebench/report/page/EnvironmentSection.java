package io.enginebench.report.page;

import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The machine, the program and the engines. */
final class EnvironmentSection {
    private EnvironmentSection() {}

    static Section of(RunScope run) {
        RunResult result = run.result();
        List<Block> blocks = new ArrayList<>();
        blocks.add(Block.DataTable.texts("Machine and program", List.of("what", "value"), machine(result)));
        List<String> header = new ArrayList<>(List.of("what"));
        result.engines().forEach(engine -> header.add(engine.id()));
        blocks.add(Block.DataTable.texts("Engines", header, engines(result.engines())));
        for (EngineRecord engine : result.engines()) {
            List<List<String>> rows = new ArrayList<>();
            engine.env().forEach((name, value) -> rows.add(List.of(name, value)));
            rows.add(List.of("options of the JVM", String.join(" ", engine.jvmOptions())));
            rows.add(List.of("kept from the workers", orNone(String.join(", ", engine.removedEnv()))));
            blocks.add(new Block.Folded(
                    "The whole environment of " + engine.id() + "'s workers",
                    List.of(Block.DataTable.texts(
                            "Environment of " + engine.id() + "'s workers", List.of("variable", "value"), rows))));
        }
        return new Section(run.id("environment"), "Environment", blocks);
    }

    private static List<List<String>> machine(RunResult result) {
        Environment environment = result.environment();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("processor", environment.host().hostProcessorModelName()));
        rows.add(List.of("cores", "" + environment.host().hostProcessorCoreCount()));
        rows.add(List.of(
                "memory", Numbers.fixed(environment.host().hostMemoryCapacity() / 1e9, 1) + " GB (10^9 bytes)"));
        rows.add(List.of(
                "system",
                "%s %s, %s"
                        .formatted(
                                environment.os().name(),
                                environment.os().version(),
                                environment.os().arch())));
        rows.add(List.of(
                "Java",
                "%s %s (%s)"
                        .formatted(
                                environment.vm().name(),
                                environment.vm().version(),
                                environment.vm().vendor())));
        rows.add(List.of(
                "load average at the start (1, 5, 15 minutes)",
                load(environment.load().loadAverageAtStart())));
        rows.add(List.of("load average at the end", load(environment.load().loadAverageAtEnd())));
        rows.add(List.of(
                "program",
                result.suite().name() + " " + result.suite().version()
                        + (result.suite().git() == null
                                ? ""
                                : ", commit " + result.suite().git().commitHash()
                                        + (result.suite().git().dirty() ? " with local changes" : ""))));
        rows.add(List.of("plan, SHA-256", result.campaign().planSha256()));
        return rows;
    }

    private static String load(@Nullable List<Double> averages) {
        return averages == null || averages.isEmpty()
                ? Numbers.NONE
                : String.join(
                        ", ",
                        averages.stream().map(value -> Numbers.fixed(value, 2)).toList());
    }

    private static List<List<String>> engines(List<EngineRecord> engines) {
        List<List<String>> rows = new ArrayList<>();
        add(rows, "name", engines, EngineRecord::name);
        add(rows, "version", engines, EngineRecord::version);
        add(rows, "version it reports", engines, EngineRecord::reportedVersion);
        add(rows, "DJL", engines, EngineRecord::djlVersion);
        add(
                rows,
                "state",
                engines,
                engine -> Numbers.words(engine.status().json(), Objects.requireNonNullElse(engine.reason(), "")));
        add(rows, "device", engines, EngineRecord::device);
        add(rows, "threads", engines, engine -> engine.numThreads() == null ? null : "" + engine.numThreads());
        add(
                rows,
                "capabilities",
                engines,
                engine -> engine.capabilities() == null ? null : String.join(", ", engine.capabilities()));
        add(rows, "library", engines, EngineRecord::libraryPath);
        add(rows, "library, SHA-256", engines, EngineRecord::librarySha256);
        return rows;
    }

    private static void add(
            List<List<String>> rows,
            String name,
            List<EngineRecord> engines,
            Function<EngineRecord, @Nullable String> of) {
        List<String> row = new ArrayList<>(List.of(name));
        engines.forEach(engine -> row.add(orNone(of.apply(engine))));
        rows.add(row);
    }

    private static String orNone(@Nullable String text) {
        return text == null || text.isEmpty() ? Numbers.NONE : text;
    }
}
