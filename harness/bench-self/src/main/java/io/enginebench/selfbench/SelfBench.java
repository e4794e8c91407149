package io.enginebench.selfbench;

import io.enginebench.analysis.stats.Sample;
import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.campaign.prepare.HostLock;
import io.enginebench.campaign.process.ResidentSet;
import io.enginebench.campaign.process.Tuning;
import io.enginebench.campaign.run.HostFacts;
import io.enginebench.data.sources.DataRequest;
import io.enginebench.data.sources.DataStore;
import io.enginebench.ground.Home;
import io.enginebench.ground.ProgramInUse;
import io.enginebench.ground.Scratch;
import io.enginebench.record.job.WorkerPhase;
import io.enginebench.record.json.Json;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.selfbench.Measured.Series;
import io.enginebench.selfbench.loops.BareCalls;
import io.enginebench.selfbench.loops.LoopTimes;
import io.enginebench.selfbench.loops.UndrainedClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How fast enginebench's own loop is. */
@Command(
        name = "self-bench",
        mixinStandardHelpOptions = true,
        header = {
            "Examples:",
            "  harness/bench-self/run train --engine pytorch --threads 2 --rounds 10",
            "  harness/bench-self/run steady --engine mxnet --threads 2 --without-libomp",
            "  harness/bench-self/run train --engine pytorch --other OMP_WAIT_POLICY=",
            "  harness/bench-self/run curve --engine pytorch --other KMP_BLOCKTIME=0 --rounds 5",
            "  harness/bench-self/run overhead --engine pytorch",
            "  harness/bench-self/run overhead --engine onnxruntime",
            "  harness/bench-self/run undrained --engine mxnet",
            "  harness/bench-self/run memory --engine mxnet",
            "  harness/bench-self/run memory --engine mxnet --model resnet18 --batch 4 --steps 2000",
            ""
        },
        description = "Measures enginebench's training loop against DJL's tutorial loop and against bare engine calls.")
public final class SelfBench implements Callable<Integer> {
    /** Of Fashion-MNIST; 200 steps of the study's batch. */
    private static final int SAMPLES = 6400;

    /** All of Fashion-MNIST, as often as the study trained on them. */
    private static final int ROWS = 60_000;

    private static final int CURVE = 15;

    /** Over the rows in a process of what only answers, each way; the first is left out. */
    private static final int PASSES = 20;

    private static final int TEST_ROWS = 10_000;

    @Parameters(
            paramLabel = "WHAT",
            description =
                    "train (3 epochs, the first left out; and inference), steady (epochs 6 to 12), curve (each of 15"
                            + " epochs on all rows), python (as train, against Python's PyTorch with the same levers), overhead,"
                            + " undrained or memory")
    String what = "";

    @Option(names = "--engine", required = true, paramLabel = "E", description = "an engine id")
    String engine = "";

    @Option(names = "--threads", paramLabel = "N", description = "threads of both sides (1)")
    int threads = 1;

    @Option(names = "--rounds", paramLabel = "N", description = "rounds; each starts fresh processes (10)")
    int rounds = 10;

    @Option(names = "--seed", paramLabel = "N", description = "of the order of the sides in each round (1)")
    long seed = 1;

    @Option(names = "--without-libomp", description = "leave LLVM's OpenMP runtime out of enginebench's environment")
    boolean withoutLibomp;

    @Option(names = "--env", paramLabel = "E", description = "enginebench's environment: tuned or stock (tuned)")
    String env = "tuned";

    @Option(names = "--model", paramLabel = "M", description = "the network of enginebench's side (study-cnn)")
    String model = "study-cnn";

    @Option(names = "--batch", paramLabel = "N", description = "rows in a step of it (32)")
    int batch = 32;

    @Option(names = "--steps", paramLabel = "N", description = "of memory (20000)")
    int steps = 20_000;

    @Option(
            names = "--other",
            paramLabel = "CHANGE",
            description =
                    "compare with the same loop in another environment instead: NAME=VALUE sets a variable there, NAME="
                            + " removes it, a JVM option is added or, where it is already, removed; may be given several"
                            + " times")
    List<String> changes = List.of();

    @Option(names = "--out", paramLabel = "FILE", description = "where the raw readings go as JSON")
    @Nullable
    Path out;

    private final List<String> arguments;
    private final PrintWriter print;

    private SelfBench(List<String> arguments, PrintWriter print) {
        this.arguments = arguments;
        this.print = print;
    }

    /** Runs a command line; exits with 0, or 1 with a message. */
    public static void main(String[] args) {
        PrintWriter print = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new SelfBench(List.of(args), print)).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("enginebench.home", "")).toAbsolutePath();
        Home home = new Home(
                root, Path.of(System.getProperty("enginebench.program", root.toString())), Home.cache(System.getenv()));
        TaskDescriptor fashion = TaskCatalog.read(home).all().stream()
                .filter(task -> task.id().equals("fashion"))
                .findFirst()
                .orElseThrow();
        Tuning tuning = Tuning.named(env);
        if (withoutLibomp && tuning instanceof Tuning.Tuned tuned) {
            tuning = tuned.withoutOpenMp();
        }
        try (Scratch scratch = Scratch.of("self");
                ProgramInUse used = ProgramInUse.of(home.program());
                HostLock lock = HostLock.take()) {
            Path folder = scratch.path();
            List<Double> load = HostFacts.loadAverage();
            Path data = folder.resolve("data");
            new DataStore(home.cache(), print::println)
                    .prepare(fashion, new DataRequest(null, false))
                    .write(data.resolve(fashion.id()));
            Sides sides = new Sides(
                    home, EngineCatalog.read(home).byId(engine), model, batch, threads, tuning, fashion, data, folder);
            Files.createDirectories(sides.environment().natives());
            List<Series> series =
                    switch (what) {
                        case "train" -> rounds(sides, 3, 1, other(sides));
                        case "steady" -> rounds(sides, 12, 5, other(sides));
                        case "curve" -> curve(sides);
                        case "python" -> python(sides);
                        case "overhead" -> overhead(sides);
                        case "undrained" -> undrained(sides);
                        case "memory" -> memory(sides);
                        default ->
                            throw new CommandLine.ParameterException(
                                    new CommandLine(this),
                                    "WHAT must be train, steady, curve, python, overhead, undrained or memory, got '"
                                            + what + "'");
                    };
            series.forEach(one -> print.println(engine + " " + threads + " threads, " + one.line()));
            if (out != null) {
                Json.write(
                        out,
                        new Measured(
                                arguments,
                                HostFacts.environment(load),
                                sides.environment().variables().entrySet().stream()
                                        .map(variable ->
                                                variable.getKey() + "=" + home.withoutFolders(variable.getValue()))
                                        .toList(),
                                series));
            }
        }
        return 0;
    }

    /** What the worker is compared with. */
    @FunctionalInterface
    private interface Other {
        LoopTimes run(int samples, int epochs) throws IOException, InterruptedException;
    }

    /** The worker in another environment, or DJL's tutorial loop. */
    private Other other(Sides sides) {
        return changes.isEmpty() ? sides::tutorial : (samples, epochs) -> sides.changed(samples, epochs, changes);
    }

    /** The worker and another side, round by round. */
    private record Both(List<LoopTimes> own, List<LoopTimes> theirs) {
        Series series(String name, ToDoubleFunction<LoopTimes> rate) {
            return Series.of(name, own, theirs, rate);
        }
    }

    private List<Series> rounds(Sides sides, int epochs, int leftOut, Other another)
            throws IOException, InterruptedException {
        Both both = both(sides, SAMPLES, epochs, leftOut, another);
        return List.of(
                both.series(
                        what.equals("steady") ? "steady state" : "train", times -> trained(SAMPLES, times, leftOut)),
                both.series("infer", SelfBench::inferred));
    }

    /** The other side is one network in one batch on PyTorch; a ratio with any other would be of two things. */
    private List<Series> python(Sides sides) throws IOException, InterruptedException {
        if (!model.equals("study-cnn") || batch != 32) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this),
                    "python must be of study-cnn in batches of 32, got %s in batches of %d".formatted(model, batch));
        }
        return rounds(sides, 3, 1, sides::python);
    }

    /** The rate of each epoch of a whole training: what an engine does may get dearer as weights get better. */
    private List<Series> curve(Sides sides) throws IOException, InterruptedException {
        Both both = both(sides, ROWS, CURVE, 1, other(sides));
        List<Series> series = new ArrayList<>();
        for (int e = 0; e < CURVE; e++) {
            int epoch = e;
            series.add(both.series(
                    "epoch " + (e + 1),
                    times -> ROWS * 1e9 / times.epochDurationsNs().get(epoch)));
        }
        series.add(both.series(
                "last epoch against the fastest, own and other",
                times -> (double) Collections.min(times.epochDurationsNs())
                        / times.epochDurationsNs().get(CURVE - 1)));
        return series;
    }

    /** Interleaved rounds, each side first in half of them, in an order drawn from the seed. */
    private Both both(Sides sides, int samples, int epochs, int leftOut, Other another)
            throws IOException, InterruptedException {
        sides.own(SAMPLES, 1, event -> {}); // The natives are unpacked and the disk's cache is warm.
        List<Boolean> ownFirst = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            ownFirst.add(i % 2 == 0);
        }
        Collections.shuffle(ownFirst, new Random(seed));
        List<LoopTimes> own = new ArrayList<>();
        List<LoopTimes> theirs = new ArrayList<>();
        for (boolean first : ownFirst) {
            LoopTimes early = first ? sides.own(samples, epochs, event -> {}) : null;
            LoopTimes other = another.run(samples, epochs);
            LoopTimes mine = early == null ? sides.own(samples, epochs, event -> {}) : early;
            own.add(mine);
            theirs.add(other);
            print.printf(
                    Locale.ROOT,
                    "round %d: train own %.0f other %.0f, infer own %.0f other %.0f samples/s%n",
                    own.size(),
                    trained(samples, mine, leftOut),
                    trained(samples, other, leftOut),
                    inferred(mine),
                    inferred(other));
        }
        return new Both(own, theirs);
    }

    private static double inferred(LoopTimes times) {
        return TEST_ROWS * 1e9 / times.predictDurationNs();
    }

    private static double trained(int samples, LoopTimes times, int leftOut) {
        List<Long> kept = times.epochDurationsNs()
                .subList(leftOut, times.epochDurationsNs().size());
        return samples
                * 1e9
                * kept.size()
                / kept.stream().mapToLong(Long::longValue).sum();
    }

    private List<Series> overhead(Sides sides) throws IOException, InterruptedException {
        if (engine.startsWith("onnxruntime")) {
            return answering(sides);
        }
        BareCalls.Pairs pairs = same(sides.bare(SAMPLES, Math.max(rounds, 10) + 1));
        return List.of(Series.of(
                "worker's loop against bare calls", pairs.loopNs(), pairs.bareNs(), nanos -> SAMPLES * 1e9 / nanos));
    }

    /** A round is two fresh processes: one of both ways, of which each is made first in every second round, and one of bare calls alone. */
    private List<Series> answering(Sides sides) throws IOException, InterruptedException {
        List<BareCalls.Pairs> ways = new ArrayList<>();
        List<BareCalls.Pairs> alike = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            ways.add(same(sides.answering(SAMPLES, PASSES + 1, i % 2 == 0 ? "own,bare" : "bare,own")));
            alike.add(same(sides.answering(SAMPLES, PASSES + 1, "bare,bare")));
        }
        return List.of(
                answered("worker's passes against bare calls", ways),
                answered("bare calls against bare calls made after them", alike));
    }

    /** Of each process the median of its passes. */
    private static Series answered(String name, List<BareCalls.Pairs> processes) {
        return Series.of(
                name,
                processes.stream().map(BareCalls.Pairs::loopNs).toList(),
                processes.stream().map(BareCalls.Pairs::bareNs).toList(),
                nanos -> SAMPLES
                        * 1e9
                        / Sample.median(
                                nanos.stream().mapToDouble(Long::doubleValue).toArray()));
    }

    private static BareCalls.Pairs same(BareCalls.Pairs pairs) throws IOException {
        if (!pairs.same()) {
            throw new IOException("both loops must do the same, got other weights, answers or losses");
        }
        return pairs;
    }

    private List<Series> undrained(Sides sides) throws IOException, InterruptedException {
        List<UndrainedClock.Readings> readings = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            readings.add(sides.undrained());
        }
        return List.of(Series.of(
                "clock read too early against read when done",
                readings.stream().map(UndrainedClock.Readings::wrongNs).toList(),
                readings.stream().map(UndrainedClock.Readings::rightNs).toList(),
                nanos -> 5000 * 1e9 / nanos));
    }

    /** The worker's resident set at a tenth, a quarter, a half and nearly all of the steps. */
    private List<Series> memory(Sides sides) throws IOException, InterruptedException {
        List<Long> marks = new ArrayList<>(Stream.of(0.1, 0.25, 0.5, 0.99)
                .map(part -> (long) (part * steps))
                .toList());
        int perEpoch = SAMPLES / batch;
        sides.own(SAMPLES, (steps + perEpoch - 1) / perEpoch, event -> {
            if (!marks.isEmpty() && event.phase() == WorkerPhase.TRAINING && event.samples() >= marks.get(0) * batch) {
                print.printf(
                        Locale.ROOT,
                        "%s, %s at %d steps: resident %d MB%n",
                        engine,
                        model,
                        event.samples() / batch,
                        residentBytes() >> 20);
                marks.remove(0);
            }
        });
        return List.of();
    }

    private static long residentBytes() {
        return ProcessHandle.current()
                .descendants()
                .mapToLong(process -> ResidentSet.bytesNow(process.pid()))
                .max()
                .orElse(0);
    }
}
