package io.enginebench.report.page.sections;

import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Suite;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Block.DataTable;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The machine, the program and the engines. */
final class EnvironmentSection {
    private EnvironmentSection() {}

    static Section of(RunScope run) {
        RunResult result = run.result();
        List<Block> blocks = new ArrayList<>();
        blocks.add(DataTable.texts("Machine and program", List.of("what", "value"), machine(result)));
        List<String> header = new ArrayList<>(List.of("what"));
        result.engines().forEach(engine -> header.add(engine.id()));
        blocks.add(DataTable.texts("Engines", header, engines(result.engines())));
        for (EngineRecord engine : result.engines()) {
            List<List<String>> rows = new ArrayList<>();
            engine.env().forEach((name, value) -> rows.add(List.of(name, value)));
            rows.add(List.of("options of the JVM", String.join(" ", engine.jvmOptions())));
            rows.add(List.of("kept from the workers", orNone(String.join(", ", engine.removedEnv()))));
            blocks.add(new Block.Folded(
                    "The whole environment of " + engine.id() + "'s workers",
                    List.of(DataTable.texts(
                            "Environment of " + engine.id() + "'s workers", List.of("variable", "value"), rows))));
        }
        return new Section(run.id("environment"), "Environment", blocks);
    }

    private static List<List<String>> machine(RunResult result) {
        Environment.Host host = result.environment().host();
        Environment.Os os = result.environment().os();
        Environment.Vm vm = result.environment().vm();
        Environment.Load load = result.environment().load();
        Suite suite = result.suite();
        String commit = suite.git() == null
                ? ""
                : ", commit " + suite.git().commitHash() + (suite.git().dirty() ? " with local changes" : "");
        return List.of(
                List.of("processor", host.hostProcessorModelName()),
                List.of("cores", "" + host.hostProcessorCoreCount()),
                List.of("memory", Numbers.fixed(host.hostMemoryCapacity() / 1e9, 1) + " GB (10^9 bytes)"),
                List.of("system", "%s %s, %s".formatted(os.name(), os.version(), os.arch())),
                List.of("Java", "%s %s (%s)".formatted(vm.name(), vm.version(), vm.vendor())),
                List.of("load average at the start (1, 5, 15 minutes)", averages(load.loadAverageAtStart())),
                List.of("load average at the end", averages(load.loadAverageAtEnd())),
                List.of("program", suite.name() + " " + suite.version() + commit),
                List.of("plan, SHA-256", result.campaign().planSha256()));
    }

    private static String averages(@Nullable List<Double> averages) {
        return orNone(Objects.requireNonNullElse(averages, List.<Double>of()).stream()
                .map(value -> Numbers.fixed(value, 2))
                .collect(Collectors.joining(", ")));
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
                engine -> Words.list(engine.status(), Objects.requireNonNullElse(engine.reason(), "")));
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
