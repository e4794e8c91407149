package io.enginebench.selfbench;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.process.ResidentSet;
import io.enginebench.campaign.process.Tuning;
import io.enginebench.campaign.run.HostFacts;
import io.enginebench.ground.Home;
import io.enginebench.record.job.WorkerPhase;
import io.enginebench.record.json.Json;
import io.enginebench.selfbench.Measured.Series;
import io.enginebench.selfbench.loops.BareCalls;
import io.enginebench.selfbench.loops.LoopTimes;
import io.enginebench.selfbench.loops.UndrainedClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
            "  harness/bench-self/run peers --models study-cnn,resnet18 --threads 1,2",
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
    /** All of Fashion-MNIST, as often as the study trained on them. */
    private static final int ROWS = 60_000;

    private static final int CURVE = 15;

    /** Over the rows in a process of what only answers, each way; the first is left out. */
    private static final int PASSES = 20;

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

    @Option(names = "--task", paramLabel = "T", description = "the task of enginebench's side (fashion)")
    String task = "fashion";

    @Option(names = "--model", paramLabel = "M", description = "the network of enginebench's side (study-cnn)")
    String model = "study-cnn";

    @Option(names = "--batch", paramLabel = "N", description = "rows in a step of it (32)")
    int batch = 32;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "training rows of an epoch (6400: 200 steps of the study's batch)")
    int samples = 6400;

    @Option(names = "--test-samples", paramLabel = "N", description = "test rows that are answered (10000)")
    int testSamples = 10_000;

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
        Tuning tuning = Tuning.named(env);
        if (withoutLibomp && tuning instanceof Tuning.Tuned tuned) {
            tuning = tuned.withoutOpenMp();
        }
        List<Double> load = HostFacts.loadAverage();
        try (Stand stand = Stand.take(tuning, task, print::println)) {
            Home home = stand.home();
            Sides sides = new Sides(stand, EngineCatalog.read(home).byId(engine), model, batch, threads, testSamples);
            sides.prepare();
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
        LoopTimes run(int rows, int epochs) throws IOException, InterruptedException;
    }

    /** The worker in another environment, or DJL's tutorial loop. */
    private Other other(Sides sides) {
        return changes.isEmpty() ? sides::tutorial : (rows, epochs) -> sides.changed(rows, epochs, changes);
    }

    /** The worker and another side, round by round. */
    private record Both(List<LoopTimes> own, List<LoopTimes> theirs) {
        Series series(String name, ToDoubleFunction<LoopTimes> rate) {
            return Series.of(name, own, theirs, rate);
        }
    }

    private List<Series> rounds(Sides sides, int epochs, int leftOut, Other another)
            throws IOException, InterruptedException {
        Both both = both(sides, samples, epochs, leftOut, another);
        return List.of(
                both.series(what.equals("steady") ? "steady state" : "train", times -> times.trained(samples, leftOut)),
                both.series("infer", times -> times.answered(testSamples, leftOut)));
    }

    private List<Series> python(Sides sides) throws IOException, InterruptedException {
        if (!Sides.IN_PYTHON.contains(model)) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this),
                    "--model of python must be one of %s, got %s".formatted(String.join(", ", Sides.IN_PYTHON), model));
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
    private Both both(Sides sides, int rows, int epochs, int leftOut, Other another)
            throws IOException, InterruptedException {
        sides.own(samples, 1); // The natives are unpacked and the disk's cache is warm.
        List<Boolean> ownFirst = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            ownFirst.add(i % 2 == 0);
        }
        Collections.shuffle(ownFirst, new Random(seed));
        List<LoopTimes> own = new ArrayList<>();
        List<LoopTimes> theirs = new ArrayList<>();
        for (boolean first : ownFirst) {
            LoopTimes early = first ? sides.own(rows, epochs) : null;
            LoopTimes other = another.run(rows, epochs);
            LoopTimes mine = early == null ? sides.own(rows, epochs) : early;
            own.add(mine);
            theirs.add(other);
            print.printf(
                    Locale.ROOT,
                    "round %d: train own %.0f other %.0f, infer own %.0f other %.0f samples/s%n",
                    own.size(),
                    mine.trained(rows, leftOut),
                    other.trained(rows, leftOut),
                    mine.answered(testSamples, leftOut),
                    other.answered(testSamples, leftOut));
        }
        return new Both(own, theirs);
    }

    private List<Series> overhead(Sides sides) throws IOException, InterruptedException {
        if (engine.startsWith("onnxruntime")) {
            return answering(sides);
        }
        BareCalls.Pairs pairs = sides.bare(samples, Math.max(rounds, 10) + 1);
        return List.of(Series.of(
                "worker's loop against bare calls", pairs.loopNs(), pairs.bareNs(), nanos -> samples * 1e9 / nanos));
    }

    /** A round is two fresh processes: one of both ways, of which each is made first in every second round, and one of bare calls alone. */
    private List<Series> answering(Sides sides) throws IOException, InterruptedException {
        List<BareCalls.Pairs> ways = new ArrayList<>();
        List<BareCalls.Pairs> alike = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            ways.add(sides.answering(samples, PASSES + 1, i % 2 == 0 ? "own,bare" : "bare,own"));
            alike.add(sides.answering(samples, PASSES + 1, "bare,bare"));
        }
        return List.of(
                Series.of("worker's passes against bare calls", ways, samples),
                Series.of("bare calls against bare calls made after them", alike, samples));
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
        int perEpoch = samples / batch;
        sides.watched(samples, (steps + perEpoch - 1) / perEpoch, event -> {
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
