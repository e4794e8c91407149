package io.enginebench.cli.terminal;

import io.enginebench.campaign.adding.Additions;
import io.enginebench.campaign.adding.Repositories;
import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.engine.OptInEngine;
import io.enginebench.campaign.plan.Offer;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.campaign.plugin.Plugins;
import io.enginebench.campaign.prepare.Engines;
import io.enginebench.campaign.prepare.HostLock;
import io.enginebench.campaign.prepare.Recordings;
import io.enginebench.campaign.process.Limits;
import io.enginebench.campaign.process.ModelsProcess;
import io.enginebench.campaign.process.Tuning;
import io.enginebench.campaign.process.WorkerLauncher;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.Home;
import io.enginebench.ground.Plugin;
import io.enginebench.ground.Proxies;
import io.enginebench.record.engine.Artifact;
import io.enginebench.record.graph.ListedNetwork;
import io.enginebench.record.json.Json;
import io.enginebench.record.setting.Placement;
import io.enginebench.record.task.TaskFile;
import io.enginebench.report.text.Words;
import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a command needs of the process it runs in.
 *
 * @param models tells what networks compute; has the folders too
 * @param out results
 * @param err everything else; flushed at the end of each line
 * @param terminal whether a person watches standard error
 * @param arguments as they were typed
 */
public record Program(
        ModelsProcess models,
        PrintWriter out,
        PrintWriter err,
        boolean terminal,
        Map<String, String> environment,
        List<String> arguments,
        Interrupts interrupts) {
    /** The options whose values are paths of the user. */
    private static final Set<String> FOLDERS =
            Set.of("--out", "--resume", "--data-dir", "--trace", "--plugin", "--plugins");

    /** The options whose values may be task files, of which a result has the names alone. */
    private static final Set<String> TASKS = Set.of("--tasks", "--task");

    private static final Duration STALL_LIMIT = Duration.ofMinutes(5);

    public Program {
        environment = Map.copyOf(environment);
        arguments = List.copyOf(arguments);
    }

    /** The program as {@code bench} starts it: it tells the folders and whether standard error is a terminal. */
    public static Program ofThisProcess(String... arguments) {
        Map<String, String> environment = System.getenv();
        Path root = folder("enginebench.home", ".");
        return new Program(
                new ModelsProcess(
                        new Home(root, folder("enginebench.program", root.toString()), Home.cache(environment))),
                new Screen(environment),
                new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true),
                Boolean.getBoolean("enginebench.terminal"),
                environment,
                List.of(arguments),
                new Interrupts());
    }

    /** Where things are. */
    public Home home() {
        return models.home();
    }

    private static Path folder(String property, String otherwise) {
        return Path.of(System.getProperty(property, otherwise)).toAbsolutePath().normalize();
    }

    /**
     * The same with code that the user brings, and that of the environment's {@code ENGINEBENCH_PLUGINS} before it.
     *
     * @throws BenchException if some of it is no plugin
     */
    Program with(List<Path> plugins) {
        List<Path> all = new ArrayList<>();
        String always = environment.getOrDefault("ENGINEBENCH_PLUGINS", "");
        Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(always)
                .filter(file -> !file.isEmpty())
                .map(Path::of)
                .forEach(all::add);
        plugins.stream().filter(file -> !all.contains(file)).forEach(all::add);
        return new Program(
                new ModelsProcess(home().with(Plugins.open(all, home()))),
                out,
                err,
                terminal,
                environment,
                arguments,
                interrupts);
    }

    /**
     * What a user names of the tasks of this checkout and of task files, which are read and checked.
     *
     * @param asked ids, and paths that end in {@code .json}
     */
    public TaskCatalog.Chosen tasks(List<String> asked) {
        TaskCatalog.Chosen chosen = TaskCatalog.read(home()).choose(asked);
        chosen.notes().forEach(this::say);
        return chosen.with(networks(chosen.catalog()));
    }

    /** The tasks of this checkout, with what plugins bring to train on them. */
    public TaskCatalog tasks() {
        TaskCatalog tasks = TaskCatalog.read(home());
        return tasks.with(networks(tasks));
    }

    /** What plugins bring. */
    private List<ListedNetwork> networks(TaskCatalog tasks) {
        if (!home().hasCode()) {
            return List.of();
        }
        return waited(() -> models.list(tasks.inputs()));
    }

    /** Something that another process makes, before anything else is done. */
    private static <T> T waited(Waited<T> made) {
        try {
            return made.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unfit("planning must not be interrupted, got a signal");
        }
    }

    @FunctionalInterface
    private interface Waited<T> {
        T get() throws IOException, InterruptedException;
    }

    /** The engines that are built here, and those that were or can be added. */
    public EngineCatalog engines() {
        EngineCatalog engines = EngineCatalog.read(home());
        if (engines.known().isEmpty()) {
            throw new Unfit(
                    "engines must be built, got none in " + home().program() + "; next: mvn package -DskipTests");
        }
        return engines;
    }

    /**
     * The same, those of a release fetched that some ids name and that are not here yet.
     *
     * @throws Unfit if they cannot be had
     */
    public EngineCatalog engines(Collection<String> ids) {
        fetch(ids, List.of());
        return engines();
    }

    /**
     * Fetches the engines of a release that some ids name and that are not here yet.
     *
     * @param dispensable the engines' own ids of those without which it goes on
     * @return of those, the ones that cannot be had, of which it has said why
     * @throws Unfit if another cannot be had
     */
    List<String> fetch(Collection<String> ids, List<String> dispensable) {
        return fetch(engines().toFetch(ids), dispensable);
    }

    private List<String> fetch(List<OptInEngine> absent, List<String> dispensable) {
        if (absent.isEmpty()) {
            return List.of();
        }
        return waited(() -> {
            List<String> lacking = new ArrayList<>();
            try (HostLock alone = HostLock.take()) {
                for (OptInEngine engine : absent) {
                    String id = engine.descriptor().id();
                    try {
                        // A variant has what its engine has.
                        if (engine.installed().isEmpty()) {
                            add(engine, List.of(Artifact.CPU));
                        }
                    } catch (Unfit | IOException e) {
                        if (!dispensable.contains(id)) {
                            throw e;
                        }
                        say("engine %s, which was not asked for, is left out: %s"
                                .formatted(id, BenchException.messageOf(e).replaceAll("\\s+", " ")));
                        lacking.add(id);
                    }
                }
            }
            return lacking;
        });
    }

    /** Fetches an engine, and says so before. */
    public void add(OptInEngine engine, List<String> devices) throws IOException {
        List<Artifact> artifacts = engine.artifacts(devices);
        say("fetching %s: %s, %,d MB, into %s"
                .formatted(
                        engine.descriptor().nativesOf(),
                        Words.counted(artifacts.size(), "file"),
                        Math.max(1, Math.round(Artifact.bytes(artifacts) / 1e6)),
                        engine.folder()));
        new Additions(home()).add(engine, devices, new Repositories(false, new Proxies(environment)));
    }

    /** What of these tasks and this machine can be asked for. */
    public Offer offer(TaskCatalog tasks) {
        EngineCatalog engines = engines();
        return new Offer(
                tasks,
                engines.known().stream()
                        .map(engine -> new Offer.Engine(
                                engine.id(),
                                engine.variant() != null,
                                engine.trains(),
                                engines.isOptIn(engine.id()),
                                Boolean.TRUE.equals(engine.servesOnnx())))
                        .toList(),
                home().plugins().stream().map(Plugin::named).toList(),
                Runtime.getRuntime().availableProcessors(),
                this::fetchAllThatMayRun,
                asked -> waited(() -> Recordings.of(asked, models).byNetwork()));
    }

    /** Fetches the engines of some placements, and refuses those none of which may run. */
    private List<String> fetchAllThatMayRun(List<Placement> placements, List<String> dispensable) {
        EngineCatalog before = engines();
        List<OptInEngine> absent =
                before.toFetch(placements.stream().map(Placement::engine).toList());
        List<String> lacking = fetch(absent, dispensable);
        EngineCatalog engines = absent.isEmpty() ? before : engines();
        Engines.refuseUnlessAnyMayRun(
                placements.stream()
                        .filter(placement ->
                                engines.toFetch(List.of(placement.engine())).isEmpty())
                        .toList(),
                engines,
                environment);
        return lacking;
    }

    /** Says something on standard error. */
    public void say(String line) {
        err.println("bench: " + line);
    }

    /** Prints a value as JSON, or in the form for people. */
    public void print(boolean asJson, Object value, Consumer<PrintWriter> forPeople) {
        if (asJson) {
            out.print(Json.pretty(value));
        } else {
            forPeople.accept(out);
        }
    }

    /** What starts workers in an environment. */
    public WorkerLauncher launcher(Tuning tuning) {
        return launcher(tuning, null);
    }

    /** What starts the workers of a plan. */
    public WorkerLauncher launcher(Plan plan) {
        return launcher(Tuning.named(plan.env()), plan.maxMemoryMb());
    }

    private WorkerLauncher launcher(Tuning tuning, @Nullable Integer maxMemoryMb) {
        return new WorkerLauncher(models, engines(), new Limits(stallLimit(), maxMemoryMb), tuning, environment);
    }

    private Duration stallLimit() {
        String seconds = environment.getOrDefault("ENGINEBENCH_STALL_SECONDS", "");
        if (seconds.isEmpty()) {
            return STALL_LIMIT;
        }
        if (!seconds.matches("[1-9][0-9]{0,5}")) {
            throw new Usage("ENGINEBENCH_STALL_SECONDS", "a number of seconds 1..999999", "'" + seconds + "'");
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }

    /**
     * The start of a command line by which another machine with the same folders starts this program: {@code bench}, or of a build in place the
     * Java that runs it here.
     */
    public List<String> launcher() {
        return home().program().equals(home().root())
                ? List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Denginebench.home=" + home().root(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.enginebench.cli.Bench")
                : List.of(home().launcher().toString());
    }

    /** The arguments, with folders left out. */
    public List<String> command() {
        List<String> kept = new ArrayList<>();
        for (String arg : arguments) {
            int equals = arg.indexOf('=');
            String before = kept.isEmpty() ? "" : kept.get(kept.size() - 1);
            if (FOLDERS.contains(before)) {
                kept.add("{path}");
            } else if (TASKS.contains(before)) {
                kept.add(withoutFolders(arg));
            } else if (equals > 0 && FOLDERS.contains(arg.substring(0, equals))) {
                kept.add(arg.substring(0, equals + 1) + "{path}");
            } else if (equals > 0 && TASKS.contains(arg.substring(0, equals))) {
                kept.add(arg.substring(0, equals + 1) + withoutFolders(arg.substring(equals + 1)));
            } else {
                kept.add(arg);
            }
        }
        return kept;
    }

    private static String withoutFolders(String tasks) {
        return Stream.of(tasks.split(",", -1))
                .map(one -> one.endsWith(TaskFile.END) ? one.replaceFirst(".*[/\\\\]", "{path}/") : one)
                .collect(Collectors.joining(","));
    }
}
