package io.enginebench.cli.catalog;

import io.enginebench.campaign.adding.Additions;
import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.engine.InstalledEngine;
import io.enginebench.campaign.engine.OptInEngine;
import io.enginebench.campaign.prepare.EngineCheck;
import io.enginebench.campaign.prepare.HostLock;
import io.enginebench.campaign.process.Tuning;
import io.enginebench.cli.terminal.Offered;
import io.enginebench.cli.terminal.ProgramCommand;
import io.enginebench.cli.terminal.TextTables;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.ground.Home;
import io.enginebench.record.Mistakes;
import io.enginebench.record.engine.Artifact;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.EngineStatus;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Placement;
import io.enginebench.report.text.Grouped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts each engine once and shows what it says of itself; adds engines and removes them. */
@Command(
        name = "engines",
        header = {
            "  ./bench engines                       what is here, and what can be added",
            "  ./bench engines --json",
            "  ./bench engines add pytorch-2.5.1     fetch an older PyTorch, to compare the new one with",
            "  ./bench engines remove pytorch-2.5.1"
        },
        description = "Starts each engine once and shows its version, device and state.")
public final class EnginesCommand extends ProgramCommand {
    private static final List<String> HEADER = List.of("engine", "version", "DJL", "device", "on disk", "state");

    @Option(names = "--device", paramLabel = "D", description = "cpu, gpu or gpu:N (cpu)")
    String device = "cpu";

    @Option(names = "--json", scope = CommandLine.ScopeType.INHERIT, description = "print JSON on standard output")
    boolean json;

    @Override
    public ExitCode call() throws Exception {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(Placement.isDevice(device), "--device", "cpu, gpu or gpu:N", "'" + device + "'");
        Usage.refuse(mistakes);
        EngineCatalog catalog = program.engines(
                program.engines().usable().stream().map(EngineDescriptor::id).toList());
        EngineCheck check = new EngineCheck(program.launcher(Tuning.ofThisMachine()), program::say);
        List<Here> here = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        List<Unfit> unfit = new ArrayList<>();
        for (InstalledEngine engine : catalog.all()) {
            String id = engine.descriptor().id();
            try {
                EngineRecord record = check.of(new Placement(id, Division.TUNED, device, Dtype.FLOAT32, 1))
                        .record(null);
                Here listed = new Here(record, catalog.isOptIn(id), bytesOf(engine));
                here.add(listed);
                rows.add(row(listed));
            } catch (Unfit e) {
                unfit.add(e);
            }
        }
        List<OptInEngine> absent = catalog.optIn().stream()
                .filter(engine -> !catalog.ids().contains(engine.descriptor().id()))
                .toList();
        absent.forEach(engine -> rows.add(row(engine)));
        Listing all = new Listing(here, absent.stream().map(Absent::of).toList());
        program.print(json, all, out -> {
            TextTables.list(out, HEADER, rows, row -> row);
            catalog.all().stream().map(InstalledEngine::descriptor).forEach(this::printKind);
            if (!catalog.optIn().isEmpty()) {
                out.println(
                        "An engine that is added or can be added runs only where it is named. next: ./bench engines add ID");
            }
        });
        if (!unfit.isEmpty()) {
            throw unfit.get(0);
        }
        if (here.stream().noneMatch(one -> one.engine().status() == EngineStatus.READY)) {
            throw new Unfit("one engine at least must be ready, got none: their states say why");
        }
        return ExitCode.DONE;
    }

    /**
     * What {@code --json} prints.
     *
     * @param engines that are here, each started once
     * @param canBeAdded that have a recipe and are not here
     */
    private record Listing(List<Here> engines, List<Absent> canBeAdded) {}

    /**
     * An engine that is here.
     *
     * @param bytesOnDisk of the jars that are its own and of what it has unpacked
     */
    private record Here(EngineRecord engine, boolean added, long bytesOnDisk) {}

    /**
     * An engine that is not.
     *
     * @param bytesToFetch by kind of device
     * @param obstacle why it cannot be added here; null if it can
     */
    private record Absent(
            String id,
            String name,
            String version,
            String djlVersion,
            Map<String, Long> bytesToFetch,
            @Nullable String obstacle) {
        static Absent of(OptInEngine engine) {
            EngineDescriptor descriptor = engine.descriptor();
            Map<String, Long> bytes = new TreeMap<>();
            engine.devices().forEach(kind -> bytes.put(kind, bytes(engine, kind)));
            return new Absent(
                    descriptor.id(),
                    descriptor.name(),
                    descriptor.version(),
                    descriptor.djlVersion(),
                    bytes,
                    engine.obstacle(List.of(Artifact.CPU)).orElse(null));
        }
    }

    private static List<String> row(Here here) {
        EngineRecord record = here.engine();
        return List.of(
                record.id(),
                record.name() + " " + record.version(),
                record.djlVersion(),
                String.valueOf(record.device()),
                megabytes(here.bytesOnDisk()),
                (here.added() ? "added, " : "")
                        + record.status().json()
                        + (record.reason() == null ? "" : ": " + record.reason()));
    }

    private static List<String> row(OptInEngine engine) {
        EngineDescriptor descriptor = engine.descriptor();
        return List.of(
                descriptor.id(),
                descriptor.name() + " " + descriptor.version(),
                descriptor.djlVersion(),
                "",
                "",
                engine.obstacle(List.of(Artifact.CPU))
                        .map(why -> "cannot be added: " + why)
                        .orElseGet(() -> "can be added, "
                                + Grouped.by(kind -> toFetch(engine, kind), engine.devices()).entrySet().stream()
                                        .map(one -> one.getKey() + forDevices(one.getValue()))
                                        .collect(Collectors.joining(", "))
                                + (Files.exists(engine.folder()) ? "; what is here of it is damaged" : "")));
    }

    private static String toFetch(OptInEngine engine, String kind) {
        return megabytes(bytes(engine, kind)) + " to fetch";
    }

    private static long bytes(OptInEngine engine, String kind) {
        return Artifact.bytes(engine.artifacts(devices(kind)));
    }

    private static String forDevices(List<String> kinds) {
        return kinds.contains(Artifact.CPU)
                ? kinds.size() == 1 ? "" : ", for every device"
                : " for --device " + String.join(",", kinds);
    }

    /** What is added for a device works on the CPU, too. */
    private static List<String> devices(String kind) {
        return Stream.of(Artifact.CPU, kind).distinct().toList();
    }

    /** Of the jars that are its own and of what it has unpacked; a variant has neither. */
    private long bytesOf(InstalledEngine engine) {
        EngineDescriptor descriptor = engine.descriptor();
        if (descriptor.variant() != null) {
            return 0;
        }
        Path natives = Home.natives(program.home().cache(), descriptor.id());
        try (Stream<Path> unpacked = Files.isDirectory(natives) ? Files.walk(natives) : Stream.empty()) {
            return Stream.concat(
                            unpacked.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)),
                            engine.own().stream())
                    .mapToLong(EnginesCommand::size)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String megabytes(long bytes) {
        return bytes == 0 ? "" : "%,d MB".formatted(Math.max(1, Math.round(bytes / 1e6)));
    }

    private void printKind(EngineDescriptor descriptor) {
        EngineDescriptor.@Nullable Variant variant = descriptor.variant();
        if (variant != null) {
            program.out()
                    .println(
                            "%s is %s with %s; throughput times it where it can, compare trains with it only where it is named"
                                    .formatted(descriptor.id(), variant.of(), variant.how()));
        }
        if (!descriptor.trains()) {
            program.out()
                    .println("%s %s: what needs training does not run on it"
                            .formatted(descriptor.id(), EngineDescriptor.ANSWERS_ONLY));
        }
    }

    /**
     * What came of an engine.
     *
     * @param folder where it is or was
     */
    private record Done(String engine, String outcome, String folder) {}

    /** Fetches engines that are not built. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Fetches engines that have a recipe (engines/recipes) from Maven's repositories, as your settings name them, and checks"
                        + " every file.",
                "They land in the cache, whole or not at all."
            })
    ExitCode add(
            @Parameters(
                            paramLabel = "ID",
                            arity = "1..*",
                            completionCandidates = Offered.Fetchable.class,
                            description = "ids that ./bench engines shows")
                    List<String> ids,
            @Option(
                            names = "--device",
                            paramLabel = "D",
                            defaultValue = Artifact.CPU,
                            description = "gpu: with natives for CUDA, which are large (cpu)")
                    String kind)
            throws IOException {
        EngineCatalog catalog = program.engines();
        List<OptInEngine> wanted = new ArrayList<>();
        Mistakes mistakes = new Mistakes();
        for (String id : ids) {
            if (known(catalog, id, List.of(), mistakes)) {
                Offered.Fetchable.of(catalog)
                        .filter(engine -> engine.descriptor().id().equals(id))
                        .filter(engine -> mistakes.unless(
                                engine.descriptor().devices().contains(kind),
                                "device",
                                String.join(" or ", engine.descriptor().devices()) + " for engine " + id,
                                "'" + kind + "'"))
                        .forEach(wanted::add);
            }
        }
        Usage.refuse(mistakes);
        List<Done> done = new ArrayList<>();
        try (HostLock alone = HostLock.take()) {
            Additions additions = new Additions(program.home());
            List<OptInEngine> absent = new ArrayList<>();
            for (OptInEngine engine : wanted) {
                if (!additions.isAdded(engine, devices(kind))) {
                    additions.refuseUnlessRoom(engine, devices(kind));
                    absent.add(engine);
                }
            }
            for (OptInEngine engine : wanted) {
                String id = engine.descriptor().id();
                if (absent.contains(engine)) {
                    program.add(engine, devices(kind));
                }
                done.add(new Done(
                        id,
                        absent.contains(engine) ? "added" : "there already",
                        engine.folder().toString()));
            }
        } finally {
            print(done);
        }
        return ExitCode.DONE;
    }

    /** Deletes engines that were added. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Deletes engines that were added, with the natives that they have unpacked.")
    ExitCode remove(
            @Parameters(
                            paramLabel = "ID",
                            arity = "1..*",
                            completionCandidates = Offered.Fetchable.class,
                            description = "ids that ./bench engines shows")
                    List<String> ids)
            throws IOException {
        EngineCatalog catalog = program.engines();
        Additions additions = new Additions(program.home());
        List<String> here = additions.ids();
        Mistakes mistakes = new Mistakes();
        ids.forEach(id -> known(catalog, id, here, mistakes));
        Usage.refuse(mistakes);
        List<Done> done = new ArrayList<>();
        try (HostLock alone = HostLock.take()) {
            for (String id : ids) {
                List<Path> gone = additions.remove(id);
                done.add(new Done(
                        id,
                        gone.isEmpty() ? "not there" : "removed",
                        program.home().addedEngines().resolve(id).toString()));
            }
        } finally {
            print(done);
        }
        return ExitCode.DONE;
    }

    private static boolean known(EngineCatalog catalog, String id, List<String> others, Mistakes mistakes) {
        List<String> optIn = Stream.concat(
                        Offered.Fetchable.of(catalog)
                                .map(engine -> engine.descriptor().id()),
                        others.stream())
                .distinct()
                .toList();
        boolean builtIn = !optIn.contains(id) && catalog.ids().contains(id);
        return mistakes.unless(
                optIn.contains(id),
                "engine",
                "one of " + String.join(", ", optIn),
                "'" + id + "'" + (builtIn ? ", which is built in" : ""));
    }

    private void print(List<Done> done) {
        program.print(
                json,
                done,
                out -> done.forEach(one -> out.println(one.engine() + ": " + one.outcome() + ", " + one.folder())));
    }
}
