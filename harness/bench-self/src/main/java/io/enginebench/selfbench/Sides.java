package io.enginebench.selfbench;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.engine.InstalledEngine;
import io.enginebench.campaign.prepare.EngineCheck;
import io.enginebench.campaign.process.Folders;
import io.enginebench.campaign.process.Limits;
import io.enginebench.campaign.process.Tuning;
import io.enginebench.campaign.process.WorkerEnd;
import io.enginebench.campaign.process.WorkerEnvironment;
import io.enginebench.campaign.process.WorkerLauncher;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.job.WorkerEvent;
import io.enginebench.record.job.WorkerFiles;
import io.enginebench.record.json.Json;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Placement;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.selfbench.loops.BareCalls;
import io.enginebench.selfbench.loops.BareOnnxRuntime;
import io.enginebench.selfbench.loops.BareTensorFlow;
import io.enginebench.selfbench.loops.LoopTimes;
import io.enginebench.selfbench.loops.UndrainedClock;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Starts what is compared, each in a fresh process.
 *
 * @param model the network of every side
 * @param batch rows in a step
 * @param testRows that are answered after the last epoch
 */
record Sides(Stand stand, InstalledEngine engine, String model, int batch, int threads, int testRows) {
    /** Those that the loop in Python has. */
    static final List<String> IN_PYTHON = List.of("study-cnn", "mlp", "resnet18", "lstm", "transformer");

    /** The accuracy for which a worker answers the test rows after every epoch: no network here has it in so few. */
    private static final double NEVER_REACHED = 1;

    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final String PYTHON = "/usr/bin/python3";

    /**
     * Has the engine asked what it is, as a campaign does first: natives are unpacked by that, and the classes of its workers mapped.
     *
     * @return GFLOP/s of a product of two matrices of 1024 rows and columns, with as many threads; 0 of an engine that has none
     * @throws Unfit if it is not ready
     */
    double prepare() throws IOException, InterruptedException {
        EngineCheck.Checked checked = new EngineCheck(launcher(), line -> {}).of(placement(Division.TUNED));
        if (checked.self() == null) {
            throw new Unfit("engine %s must be ready, got: %s"
                    .formatted(engine.descriptor().id(), checked.reason()));
        }
        return Objects.requireNonNullElse(checked.self().sgemmGflops(), 0.0);
    }

    private WorkerLauncher launcher() {
        return new WorkerLauncher(
                stand.models(),
                EngineCatalog.read(stand.home()),
                new Limits(Duration.ofMinutes(3), null),
                stand.tuning(),
                Map.of());
    }

    private Placement placement(Division division) {
        return new Placement(engine.descriptor().id(), division, "cpu", Dtype.FLOAT32, threads);
    }

    /** The worker as a campaign starts it, answering the test rows after every epoch. */
    LoopTimes own(int samples, int epochs) throws IOException, InterruptedException {
        return changed(samples, epochs, List.of());
    }

    /** The same with changes of its environment, as {@link WorkerEnvironment#with} takes them. */
    LoopTimes changed(int samples, int epochs, List<String> changes) throws IOException, InterruptedException {
        return timed(Division.TUNED, samples, epochs, changes);
    }

    /** The plain division: DJL's tutorial loop in the stock environment. */
    LoopTimes tutorial(int samples, int epochs) throws IOException, InterruptedException {
        return timed(Division.PLAIN, samples, epochs, List.of());
    }

    /** A worker that only trains, and answers at its end, while it is watched. */
    void watched(int samples, int epochs, Consumer<WorkerEvent> onEvent) throws IOException, InterruptedException {
        worker(training(Division.TUNED, samples, epochs), List.of(), onEvent);
    }

    private LoopTimes timed(Division division, int samples, int epochs, List<String> changes)
            throws IOException, InterruptedException {
        QualityCell cell = worker(training(division, samples, epochs).aimingAt(NEVER_REACHED), changes, event -> {});
        return new LoopTimes(
                Objects.requireNonNull(cell.raw()).epochDurationsNs(),
                Objects.requireNonNull(cell.epochScores()).evaluationDurationsNs());
    }

    private QualityCell worker(QualitySpec training, List<String> changes, Consumer<WorkerEvent> onEvent)
            throws IOException, InterruptedException {
        Path cells = stand.folder().resolve("cells");
        WorkerEnd end = launcher()
                .run(
                        job(training),
                        new Folders(stand.folder().resolve("own"), stand.data(testRows), cells),
                        changes,
                        (event, peak) -> onEvent.accept(event));
        if (end.status() != CellStatus.OK) {
            throw new IOException("a worker must end well, got " + end);
        }
        return Json.read(cells.resolve(training.id()).resolve(WorkerFiles.RESULT), QualityCell.class);
    }

    /** Whether the system's Python has PyTorch. */
    static boolean pythonIsHere() throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(PYTHON, "-c", "import torch, numpy")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // There is no Python.
        }
    }

    /** The same network in Python's PyTorch, in the environment that enginebench gives its own. */
    LoopTimes python(int samples, int epochs) throws IOException, InterruptedException {
        Path program = stand.home().root().resolve("harness/bench-self/src/main/python/torch_loop.py");
        return start(
                environment(),
                List.of(PYTHON, program.toString()),
                LoopTimes.class,
                stand.data(testRows).resolve(stand.task().id()),
                model,
                Objects.requireNonNull(stand.network(model).trainableParameters()),
                batch,
                samples,
                epochs);
    }

    /** Epochs of the worker's loop and of bare calls in turn, in enginebench's environment. */
    BareCalls.Pairs bare(int samples, int pairs) throws IOException, InterruptedException {
        return alike(java(
                stand.tuning(),
                engine.descriptor().id().equals("tensorflow") ? BareTensorFlow.class : BareCalls.class,
                BareCalls.Pairs.class,
                bareJob(samples, pairs),
                stand.data(testRows)));
    }

    /** Passes over the rows by what only answers, and by its bare calls, in turn; the ways as {@link BareOnnxRuntime} takes them. */
    BareCalls.Pairs answering(int samples, int pairs, String ways) throws IOException, InterruptedException {
        return alike(java(
                stand.tuning(),
                BareOnnxRuntime.class,
                BareCalls.Pairs.class,
                bareJob(samples, pairs),
                stand.data(testRows),
                ways));
    }

    private static BareCalls.Pairs alike(BareCalls.Pairs pairs) throws IOException {
        if (!pairs.same()) {
            throw new IOException("both ways must do the same, got other weights, answers or losses");
        }
        return pairs;
    }

    private Path bareJob(int samples, int pairs) throws IOException {
        Path job = stand.folder().resolve("bare-job.json");
        Json.write(job, job(training(Division.TUNED, samples, pairs)));
        return job;
    }

    /** The clock that is read too early, in the stock environment. */
    UndrainedClock.Readings undrained() throws IOException, InterruptedException {
        return java(new Tuning.Stock(), UndrainedClock.class, UndrainedClock.Readings.class);
    }

    WorkerEnvironment environment() {
        return environment(stand.tuning());
    }

    private WorkerEnvironment environment(Tuning tuning) {
        return WorkerEnvironment.of(engine, threads, stand.home().cache(), tuning, Map.of());
    }

    private static Job.Train job(QualitySpec training) {
        return new Job.Train(List.of(training), false);
    }

    private QualitySpec training(Division division, int samples, int epochs) {
        TaskDescriptor task = stand.task();
        HyperParameters usual = task.hyperParameters();
        HyperParameters hyper = usual.with(epochs, batch, samples);
        Setting setting = new Setting(
                engine.descriptor().id(),
                division,
                "cpu",
                Dtype.FLOAT32,
                threads,
                task.id(),
                model,
                Protocol.CLEAN,
                null,
                1);
        return new QualitySpec(task, setting, hyper, null);
    }

    private <T> T java(Tuning chosen, Class<?> program, Class<T> result, Object... arguments)
            throws IOException, InterruptedException {
        WorkerEnvironment environment = environment(chosen);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(environment.jvmOptions());
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator,
                ownJar().toString(),
                engine.classPath("cpu"),
                stand.home().workerLibrary() + "/*"));
        command.add(program.getName());
        return start(environment, command, result, arguments);
    }

    /** Runs a command with its arguments, the last of which is the file in which it leaves its result. */
    private <T> T start(WorkerEnvironment environment, List<String> command, Class<T> result, Object... arguments)
            throws IOException, InterruptedException {
        Path output = stand.folder().resolve("side.json");
        Path log = stand.folder().resolve("side.log");
        List<String> whole = new ArrayList<>(command);
        Stream.of(arguments).map(Object::toString).forEach(whole::add);
        whole.add(output.toString());
        Files.deleteIfExists(output);
        ProcessBuilder builder =
                new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment.variables());
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT.toMinutes(), TimeUnit.MINUTES)) {
                throw new IOException(
                        "a side must end within " + LIMIT + ", got no end of " + command.get(command.size() - 1));
            }
            if (process.exitValue() != 0) {
                throw new IOException(
                        "a side must exit with 0, got " + process.exitValue() + "\n" + Files.readString(log));
            }
            return Json.read(output, result);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path ownJar() {
        try {
            return Path.of(Sides.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
