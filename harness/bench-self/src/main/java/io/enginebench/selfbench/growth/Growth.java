package io.enginebench.selfbench.growth;

import io.enginebench.analysis.verify.Verification;
import io.enginebench.campaign.merge.Merge;
import io.enginebench.campaign.plan.Offer;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.PlanRequest;
import io.enginebench.campaign.plan.Planner;
import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.campaign.plan.TimingPlanner;
import io.enginebench.campaign.plan.TimingRequest;
import io.enginebench.campaign.run.RunFolder;
import io.enginebench.campaign.share.Shares;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.run.CampaignRecord.Share;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import io.enginebench.report.answer.Answer;
import io.enginebench.report.page.ReportPage;
import io.enginebench.report.table.MoreSeeds;
import io.enginebench.report.table.ResultTables;
import io.enginebench.report.table.TimingTables;
import io.enginebench.report.table.VerdictTables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Time and heap of everything that is done with many cells. */
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        header = {
            "Examples:",
            "  harness/bench-self/run growth --cells 10,100,1000,10000",
            "  harness/bench-self/run growth --cells 100000 --timings",
            ""
        },
        description = "Draws results of so many cells and takes time and heap of what is done with them.")
public final class Growth implements Callable<Integer> {
    private static final List<String> ENGINES = List.of("first", "second", "third", "fourth", "fifth");
    private static final List<String> CLASSES =
            IntStream.range(0, 10).mapToObj(i -> "class" + i).toList();
    private static final List<Integer> BATCHES = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512);
    private static final int CORES = 2;

    @Option(names = "--cells", split = ",", paramLabel = "N", description = "about how many (10,100,1000)")
    List<Integer> counts = List.of(10, 100, 1000);

    @Option(names = "--rows", paramLabel = "N", description = "test rows of each training (10000)")
    int rows = 10_000;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "most seeds of a network (200); then there are more networks")
    int mostSeeds = 200;

    @Option(names = "--shares", paramLabel = "N", description = "that the plan is divided into (2)")
    int shares = 2;

    @Option(names = "--timings", description = "cells of timing rounds instead of trainings")
    boolean timings;

    private final PrintWriter print;
    private final HeapPeak heap = HeapPeak.watched();

    Growth(PrintWriter print) {
        this.print = print;
    }

    /** Runs a command line; exits with 0, or 1 with a message. */
    public static void main(String[] args) {
        PrintWriter print = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new Growth(print)).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        for (int count : counts) {
            print.printf(
                    Locale.ROOT,
                    "about %,d cells of %s, heap of at most %,d MB%n",
                    count,
                    timings ? "timing rounds" : "trainings with " + rows + " test rows",
                    Runtime.getRuntime().maxMemory() >> 20);
            Path folder = Files.createTempDirectory("growth");
            try {
                grow(count, folder);
            } catch (OutOfMemoryError e) {
                print.println("  and no further: " + e.getMessage());
            } finally {
                delete(folder);
            }
        }
        return 0;
    }

    private void grow(int count, Path folder) throws Exception {
        int trainings = Math.max(1, count / ENGINES.size());
        int networks = timings ? 1 : Math.max(1, trainings / mostSeeds);
        TaskDescriptor task = task(networks);
        int each = timings ? Math.max(1, trainings / BATCHES.size() / Mode.USUAL.size()) : trainings / networks;
        SyntheticRun run = new SyntheticRun(task, rows);
        planned(run, each, folder);
        verified(folder.resolve("whole/result.json"));
        List<Path> parts = divided(run, each, folder);
        if (!parts.isEmpty()) {
            measured("merge", () -> Merge.of(parts).result().cells().size());
        }
    }

    /** What a campaign does but measure, and its file. */
    private void planned(SyntheticRun run, int each, Path folder) throws Exception {
        Plan plan = measured("plan", () -> plan(run.task(), each));
        RunFolder whole = RunFolder.create(folder.resolve("whole"));
        print.printf(Locale.ROOT, "  %,d cells%n", plan.cells().size());
        measured("hash of the plan", plan::sha256);
        measured("plan.json written", () -> {
            whole.begin(plan, List.of(run.data()));
            return plan;
        });
        measured("plan.json read", whole::plan);
        RunResult result = measured("cells judged and sealed", () -> run.result(plan, plan));
        measured("journal of at most 1,000 cells", () -> journal(whole, plan, result.cells()));
        measured("result.json written", () -> whole.write(result));
        print.printf(Locale.ROOT, "  result.json has %,.1f MB%n", Files.size(whole.resultFile()) / 1e6);
    }

    private static long journal(RunFolder folder, Plan plan, List<CellResult> cells) throws IOException {
        List<CellResult> some = cells.subList(0, Math.min(cells.size(), 1000));
        for (CellResult cell : some) {
            folder.write(cell);
        }
        return plan.cells().stream()
                .limit(some.size())
                .filter(cell -> folder.result(cell).isPresent())
                .count();
    }

    /** What is done with a file. */
    private void verified(Path file) throws Exception {
        Verification verification = measured("verify", () -> Verification.of(file));
        verification.findings().stream().limit(3).forEach(print::println);
        RunResult result = verification.result();
        if (result != null) {
            measured(
                    "tables",
                    () -> Stream.of(
                                    ResultTables.of(result),
                                    TimingTables.of(result),
                                    VerdictTables.of(result),
                                    Answer.of(result),
                                    MoreSeeds.of(result).remarks())
                            .mapToInt(List::size)
                            .sum());
            int page = measured(
                    "page",
                    () -> ReportPage.html(List.of(new ReportPage.Named("synthetic", result)))
                            .length());
            print.printf(Locale.ROOT, "  the page has %,.1f MB%n", page / 1e6);
        }
    }

    /** The same cells as shares leave them. */
    private List<Path> divided(SyntheticRun run, int each, Path folder) throws Exception {
        Plan plan = plan(run.task(), each);
        List<Path> parts = new ArrayList<>();
        for (int i = 1; i <= shares; i++) {
            Plan shared = plan.shared(new Share(i, shares));
            Plan own = i == 1 ? measured("share of the plan", () -> Shares.own(shared)) : Shares.own(shared);
            RunFolder part = RunFolder.create(folder.resolve("share-" + i));
            part.begin(shared, List.of(run.data()));
            part.write(run.result(plan, own));
            parts.add(part.path());
        }
        return parts;
    }

    private static TaskDescriptor task(int networks) {
        return new TaskDescriptor(
                "synthetic",
                "Synthetic cells",
                TaskKind.CLASSIFICATION,
                "synthetic",
                IntStream.range(0, networks).mapToObj(i -> "network" + i).toList(),
                List.of(1, 28, 28),
                null,
                CLASSES.size(),
                CLASSES,
                new Split.HoldOut(),
                new HyperParameters(3, 32, Optimiser.adam(0.001, 1e-7), null, null, null),
                null);
    }

    /** The plan of so many seeds, or rounds. */
    private Plan plan(TaskDescriptor task, int each) {
        Offer offer = new Offer(
                new TaskCatalog(List.of(task)),
                ENGINES.stream()
                        .map(id -> new Offer.Engine(id, false, true, false))
                        .toList(),
                List.of(),
                CORES,
                (placements, dispensable) -> List.of(),
                networks -> Map.of());
        if (timings) {
            TimingRequest request = new TimingRequest();
            request.divisions = List.of("tuned");
            request.batches = BATCHES;
            request.rounds = each;
            return new TimingPlanner(offer).plan(request);
        }
        PlanRequest request = new PlanRequest();
        request.models = task.models();
        request.seeds = each;
        request.jobs = 1;
        request.rounds = 0;
        return new Planner(offer).plan(request);
    }

    private <T> T measured(String what, Callable<T> step) throws Exception {
        heap.taken();
        long start = System.nanoTime();
        T made = step.call();
        double seconds = (System.nanoTime() - start) / 1e9;
        print.printf(Locale.ROOT, "  %-32s %9.2f s %7d MB%n", what, seconds, heap.taken() >> 20);
        return made;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(one);
            }
        }
    }
}
