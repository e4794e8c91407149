package io.enginebench.selfbench;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.engine.InstalledEngine;
import io.enginebench.campaign.process.Tuning;
import io.enginebench.campaign.run.HostFacts;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.ModelRecord;
import io.enginebench.report.table.Markdown;
import io.enginebench.report.table.Table;
import io.enginebench.selfbench.Measured.Series;
import io.enginebench.selfbench.loops.BareCalls;
import io.enginebench.selfbench.loops.LoopTimes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Enginebench's loop on several engines, DJL's tutorial loop on each and Python's PyTorch, all in the same rounds. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        header = {
            "Examples:",
            "  harness/bench-self/run peers",
            "  harness/bench-self/run peers --models study-cnn,resnet18 --threads 1,2 --out peers.json",
            "  harness/bench-self/run peers --task spam --models lstm,transformer --threads 2",
            "  harness/bench-self/run peers --engines onnxruntime,tensorflow --rounds 10",
            ""
        },
        description = {
            "Times in each round, in an order that is drawn and then mirrored, a fresh process of every side: enginebench's loop on each",
            "engine, DJL's tutorial loop on it, and Python's PyTorch. Of onnxruntime its bare calls, of tensorflow its own",
            "tutorial loop. Networks of more operations get fewer rows, those of fewer more, so that each takes about as",
            "long. The first of three epochs, and the pass over the test rows after it, are left out."
        })
public final class Peers implements Callable<Integer> {
    /** Of the study's network: 100 steps of its batch an epoch, and all test rows. */
    private static final int SAMPLES = 3200;

    /** A step of the smallest networks takes much longer than its operations. */
    private static final int MOST = 6 * SAMPLES;

    private static final int TEST_ROWS = 10_000;
    private static final double USUAL_FLOPS = 5_647_178;
    private static final int FEWEST = 96;
    private static final int EPOCHS = 3;
    private static final int LEFT_OUT = 1;
    /** In a process of what is timed both ways. */
    private static final int PASSES = 6;

    private static final String PYTHON = "Python's PyTorch";

    private static final List<String> COLUMNS = List.of(
            "network",
            "threads",
            "engine",
            "what",
            "against",
            "own, samples/s",
            "of the product's GFLOP/s",
            "other",
            "own / other, 95 %");

    @Option(names = "--engines", split = ",", paramLabel = "E", description = "ids (pytorch,mxnet)")
    List<String> engines = List.of("pytorch", "mxnet");

    @Option(names = "--task", paramLabel = "T", description = "whose rows and networks (fashion)")
    String task = "fashion";

    @Option(names = "--models", split = ",", paramLabel = "M", description = "networks of the task (its first)")
    List<String> models = List.of();

    @Option(names = "--threads", split = ",", paramLabel = "N", description = "threads of each side (1,2)")
    List<Integer> threads = List.of(1, 2);

    @Option(names = "--batch", paramLabel = "N", description = "rows in a step (32)")
    int batch = 32;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "rounds (10); with fewer than 6 there is no exact interval")
    int rounds = 10;

    @Option(names = "--seed", paramLabel = "N", description = "of the order of the sides (1)")
    long seed = 1;

    @Option(names = "--out", paramLabel = "FILE", description = "where the raw readings go as JSON")
    @Nullable
    Path out;

    private final List<String> arguments;
    private final PrintWriter print;
    private final List<Series> series = new ArrayList<>();
    private final List<List<String>> table = new ArrayList<>();

    private Peers(List<String> arguments, PrintWriter print) {
        this.arguments = arguments;
        this.print = print;
    }

    /** Runs a command line; exits with 0, or 1 with a message. */
    public static void main(String[] args) {
        PrintWriter print = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new Peers(List.of(args), print)).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Double> load = HostFacts.loadAverage();
        boolean python = Sides.pythonIsHere();
        if (!python) {
            print.println(
                    "without Python's PyTorch, which is not here; Debian: apt-get install python3-torch python3-numpy");
        }
        try (Stand stand = Stand.take(Tuning.named("tuned"), task, print::println)) {
            EngineCatalog catalog = EngineCatalog.read(stand.home());
            for (String model : models.isEmpty() ? stand.task().models().subList(0, 1) : models) {
                for (int count : threads) {
                    new Case(stand, catalog, model, count, python).run();
                }
            }
            List<String> notes = List.of(
                    "Medians of %d rounds in batches of %d.".formatted(rounds, batch),
                    "The product is of matrices of 1024 rows and columns, on the engine that is best at it.");
            print.println(Markdown.of(new Table("Own and others", COLUMNS, table, notes)));
            if (out != null) {
                Json.write(out, new Measured(arguments, HostFacts.environment(load), List.of(), series));
            }
        }
        return 0;
    }

    /** A side's reading in a round. */
    @FunctionalInterface
    private interface Side<T> {
        T read() throws IOException, InterruptedException;
    }

    /** A network with so many threads: its sides, and what each has read round by round. */
    private final class Case {
        private final String model;
        private final int count;
        /** Of a row's evaluation; a step is counted as three. */
        private final double flops;
        /** What a product of large matrices reaches on the engine that is best at it. */
        private double peakGflops;

        private final int rows;
        private final int testRows;
        private final Map<String, Side<LoopTimes>> loops = new LinkedHashMap<>();
        private final Map<String, Side<BareCalls.Pairs>> bothWays = new LinkedHashMap<>();
        private final Map<String, List<LoopTimes>> read = new LinkedHashMap<>();
        private final Map<String, List<BareCalls.Pairs>> readBothWays = new LinkedHashMap<>();

        Case(Stand stand, EngineCatalog catalog, String model, int count, boolean python)
                throws IOException, InterruptedException {
            this.model = model;
            this.count = count;
            ModelRecord network = stand.network(model);
            flops = Objects.requireNonNull(network.flopsPerRow(), "flops of " + model);
            double share = USUAL_FLOPS / flops;
            int there = Math.min(MOST, stand.rows(DataFiles.TRAIN));
            rows = batch * Math.max(1, (int) Math.min(there, Math.max(FEWEST, SAMPLES * share)) / batch);
            testRows = (int) Math.min(stand.rows(DataFiles.TEST), Math.max(FEWEST, TEST_ROWS * share));
            for (String id : engines) {
                InstalledEngine engine = catalog.byId(id);
                EngineDescriptor descriptor = engine.descriptor();
                Sides sides = new Sides(stand, engine, model, batch, count, testRows);
                peakGflops = Math.max(peakGflops, sides.prepare());
                if (!descriptor.trains()) {
                    bothWays.put(id, () -> sides.answering(rows, PASSES, drawn(id)));
                } else if (descriptor.id().equals("tensorflow")) {
                    bothWays.put(id, () -> sides.bare(rows, PASSES));
                } else {
                    loops.put(id, () -> sides.own(rows, EPOCHS));
                    if (descriptor.variant() == null) {
                        loops.put(tutorial(id), () -> sides.tutorial(rows, EPOCHS));
                    }
                    if (python && Sides.IN_PYTHON.contains(model)) {
                        loops.putIfAbsent(PYTHON, () -> sides.python(rows, EPOCHS));
                    }
                }
            }
        }

        private static String tutorial(String engine) {
            return engine + " as DJL's tutorials";
        }

        /** Each way is made first in every second round. */
        private String drawn(String engine) {
            return readBothWays.getOrDefault(engine, List.of()).size() % 2 == 0 ? "own,bare" : "bare,own";
        }

        void run() throws IOException, InterruptedException {
            print.printf(Locale.ROOT, "%s, %d threads: %d training rows, %d test rows%n", model, count, rows, testRows);
            Random draw = new Random(seed);
            List<String> order = new ArrayList<>(loops.keySet());
            order.addAll(bothWays.keySet());
            for (int round = 1; round <= rounds; round++) {
                if (round % 2 == 1) {
                    Collections.shuffle(order, draw);
                } else {
                    Collections.reverse(order);
                }
                for (String side : order) {
                    Side<LoopTimes> loop = loops.get(side);
                    if (loop != null) {
                        LoopTimes times = loop.read();
                        read.computeIfAbsent(side, none -> new ArrayList<>()).add(times);
                        print.printf(
                                Locale.ROOT,
                                "round %d: %s: train %.0f, infer %.0f samples/s%n",
                                round,
                                side,
                                times.trained(rows, LEFT_OUT),
                                times.answered(testRows, LEFT_OUT));
                    } else {
                        readBothWays
                                .computeIfAbsent(side, none -> new ArrayList<>())
                                .add(Objects.requireNonNull(bothWays.get(side)).read());
                    }
                }
            }
            for (String engine : engines) {
                for (String other : List.of(PYTHON, tutorial(engine))) {
                    against(engine, other);
                }
                List<BareCalls.Pairs> pairs = readBothWays.get(engine);
                if (pairs != null) {
                    boolean trains = engine.startsWith("tensorflow");
                    add(
                            engine,
                            trains ? "train" : "infer",
                            trains ? "its tutorials' loop" : "bare calls",
                            name -> Series.of(name, pairs, rows));
                }
            }
        }

        private void against(String engine, String other) {
            List<LoopTimes> own = read.get(engine);
            List<LoopTimes> theirs = read.get(other);
            if (own != null && theirs != null) {
                add(
                        engine,
                        "train",
                        other,
                        name -> Series.of(name, own, theirs, times -> times.trained(rows, LEFT_OUT)));
                add(
                        engine,
                        "infer",
                        other,
                        name -> Series.of(name, own, theirs, times -> times.answered(testRows, LEFT_OUT)));
            }
        }

        private void add(String engine, String what, String other, Function<String, Series> made) {
            Series one = made.apply("%s, %d threads, %s, %s against %s".formatted(model, count, what, engine, other));
            print.println(one.line());
            series.add(one);
            double own = Series.median(one.own());
            double gflops = own * flops * (what.equals("train") ? 3 : 1) / 1e9;
            table.add(List.of(
                    model,
                    Integer.toString(count),
                    engine,
                    what,
                    other,
                    "%,.0f".formatted(own),
                    peakGflops == 0 ? "" : "%.0f %%".formatted(100 * gflops / peakGflops),
                    "%,.0f".formatted(Series.median(one.other())),
                    one.ratio().replace('[', '(').replace(']', ')')));
        }
    }
}
