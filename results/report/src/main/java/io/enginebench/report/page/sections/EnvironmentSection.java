package io.enginebench.report.page.sections;

import io.enginebench.record.run.CampaignRecord;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.PooledRun;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Suite;
import io.enginebench.record.setting.Division;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.page.html.Sheet;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.TimeShares;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The machine, the program and the engines. */
final class EnvironmentSection {
    private EnvironmentSection() {}

    static Section of(RunScope run) {
        RunResult result = run.result();
        List<Block> blocks = new ArrayList<>();
        blocks.add(machine(result));
        time(result.campaign()).ifPresent(blocks::add);
        shares(result).ifPresent(blocks::add);
        blocks.add(engines(result.engines()));
        for (EngineRecord engine : result.engines()) {
            Sheet sheet = new Sheet().texts("variable").prose("value");
            engine.env().forEach(sheet::row);
            sheet.row("options of the JVM", String.join(" ", engine.jvmOptions()));
            sheet.row("kept from the workers", orNone(String.join(", ", engine.removedEnv())));
            String workers = name(engine) + "'s workers";
            blocks.add(new Block.Folded(
                    "The whole environment of " + workers, List.of(sheet.table("Environment of " + workers))));
        }
        return new Section(run.id("environment"), "Environment", blocks);
    }

    private static Block machine(RunResult result) {
        Environment.Host host = result.environment().host();
        Environment.Os os = result.environment().os();
        Environment.Vm vm = result.environment().vm();
        Environment.Load load = result.environment().load();
        Suite suite = result.suite();
        String commit = suite.git() == null
                ? ""
                : ", commit " + suite.git().commitHash() + (suite.git().dirty() ? " with local changes" : "");
        Sheet sheet = new Sheet().texts("what").prose("value");
        sheet.row("processor", host.hostProcessorModelName());
        if (host.instructionSets() != null) {
            sheet.row("instruction sets", String.join(" ", host.instructionSets()));
        }
        sheet.row("processors", host.processors());
        sheet.row("memory", Numbers.fixed(host.hostMemoryCapacity() / 1e9, 1) + " GB (10^9 bytes)");
        for (Environment.Gpu gpu : Objects.requireNonNullElse(host.gpus(), List.<Environment.Gpu>of())) {
            sheet.row("GPU " + gpu.index(), gpu(gpu));
        }
        sheet.row("system", "%s %s, %s".formatted(os.name(), os.version(), os.arch()));
        sheet.row("Java", "%s %s (%s)".formatted(vm.name(), vm.version(), vm.vendor()));
        sheet.row("load average at the start (1, 5, 15 minutes)", averages(load.loadAverageAtStart()));
        sheet.row("load average at the end", averages(load.loadAverageAtEnd()));
        sheet.row("program", suite.name() + " " + suite.version() + commit);
        sheet.row("plan, SHA-256", result.campaign().planSha256());
        return sheet.table("Machine and program");
    }

    private static Optional<Block> time(CampaignRecord campaign) {
        TimeShares time = TimeShares.of(campaign);
        Sheet sheet = new Sheet().texts("part").numbers("time", "share");
        time.parts()
                .forEach(part -> sheet.row(
                        part.what(), TimeShares.clock(part.seconds()), Numbers.format("%.1f %%", 100 * part.share())));
        return sheet.isEmpty()
                ? Optional.empty()
                : Optional.of(sheet.table(
                        "Where the time went",
                        campaign.jobs() == 1
                                ? "Of %s on the clock.".formatted(TimeShares.clock(time.total()))
                                : "Of %s of processes, up to %d of which ran side by side."
                                        .formatted(TimeShares.clock(time.total()), campaign.jobs())));
    }

    /** Of a result that several machines shared out. */
    private static Optional<Block> shares(RunResult result) {
        Sheet sheet = new Sheet()
                .texts("share", "processor", "instruction sets", "job", "ended")
                .numbers("cores", "cells");
        for (PooledRun run : Objects.requireNonNullElse(result.pooled(), List.<PooledRun>of())) {
            if (run.environment() != null && run.cells() != null) {
                Environment.Host host = run.environment().host();
                sheet.row(
                        String.valueOf(run.campaign().share()),
                        host.hostProcessorModelName(),
                        String.join(" ", Objects.requireNonNullElse(host.instructionSets(), List.<String>of())),
                        orNone(run.campaign().job()),
                        run.campaign().termination().json(),
                        "" + host.hostProcessorCoreCount(),
                        "" + run.cells().size());
            }
        }
        return sheet.isEmpty() ? Optional.empty() : Optional.of(sheet.table("Shares of the plan and their machines"));
    }

    private static String gpu(Environment.Gpu gpu) {
        return gpu.name() + ", driver " + gpu.driverVersion()
                + (gpu.memoryBytes() == null ? "" : Numbers.format(", %.1f GB (10^9 bytes)", gpu.memoryBytes() / 1e9))
                + (gpu.clockMhz() == null ? "" : ", up to " + gpu.clockMhz() + " MHz")
                + (gpu.computeCapability() == null ? "" : ", compute capability " + gpu.computeCapability());
    }

    private static String averages(@Nullable List<Double> averages) {
        return orNone(Objects.requireNonNullElse(averages, List.<Double>of()).stream()
                .map(value -> Numbers.fixed(value, 2))
                .collect(Collectors.joining(", ")));
    }

    private static Block engines(List<EngineRecord> engines) {
        Map<String, Function<EngineRecord, @Nullable String>> rows = new LinkedHashMap<>();
        rows.put("name", EngineRecord::name);
        rows.put("version", EngineRecord::version);
        rows.put("version it reports", EngineRecord::reportedVersion);
        rows.put("DJL", EngineRecord::djlVersion);
        rows.put(
                "state", engine -> Words.list(engine.status().json(), Objects.requireNonNullElse(engine.reason(), "")));
        rows.put("device", EngineRecord::device);
        rows.put("answers in", engine -> engine.dtype().json());
        rows.put("threads", engine -> engine.numThreads() == null ? null : "" + engine.numThreads());
        rows.put(
                "capabilities",
                engine -> engine.capabilities() == null ? null : String.join(", ", engine.capabilities()));
        rows.put(
                "artifacts that were added",
                engine -> engine.artifacts() == null
                        ? null
                        : engine.artifacts().stream()
                                .map(one -> one.coordinates() + " (SHA-256 "
                                        + one.sha256().substring(0, 12) + "…)")
                                .collect(Collectors.joining(", ")));
        rows.put("library", EngineRecord::libraryPath);
        rows.put("library, SHA-256", EngineRecord::librarySha256);
        Sheet sheet = new Sheet()
                .texts("what")
                .prose(engines.stream().map(EnvironmentSection::name).toArray(String[]::new));
        rows.forEach((name, of) ->
                sheet.row(Stream.concat(Stream.of(name), engines.stream().map(engine -> orNone(of.apply(engine))))
                        .toArray(String[]::new)));
        return sheet.table("Engines");
    }

    private static String name(EngineRecord engine) {
        return engine.division() == Division.TUNED
                ? engine.id()
                : engine.id() + ", " + engine.division().json();
    }

    private static String orNone(@Nullable String text) {
        return text == null || text.isEmpty() ? Numbers.NONE : text;
    }
}
