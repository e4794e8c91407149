package io.enginebench.cli;

import io.enginebench.campaign.Campaign;
import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.parity.Parity;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.PlanRequest;
import io.enginebench.campaign.plan.Planner;
import io.enginebench.campaign.process.Tuning;
import io.enginebench.data.DataRequest;
import io.enginebench.data.DataStore;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.json.Json;
import io.enginebench.record.parity.ParityReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows that engines train the same thing, step by step. */
@Command(
        name = "parity",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = {
            "Examples:",
            "  ./bench parity",
            "  ./bench parity --tasks fashion --engines pytorch,mxnet --threads 2",
            "  ./bench parity --tasks emojis --trace traces     keep the arrays, to replay them elsewhere",
            ""
        },
        description = {
            "Compares the first training steps of engines with each other and with an independent implementation in doubles:",
            "weights, batches, outputs, loss, gradients, one step, a loss curve, answers."
        })
final class ParityCommand implements Callable<Integer> {
    private static final int WORKER_FAILED = 3;
    private static final int NOT_THE_SAME = 4;
    private static final int UNFIT = 5;

    private final Program program;

    @Option(names = "--engines", split = ",", paramLabel = "E", description = "engine ids; all but variants by default")
    List<String> engines = List.of();

    @Option(names = "--tasks", split = ",", paramLabel = "T", description = "task ids; all by default")
    List<String> tasks = List.of();

    @Option(names = "--models", split = ",", paramLabel = "M", description = "networks; all of each task by default")
    List<String> models = List.of();

    @Option(names = "--device", paramLabel = "D", description = "cpu, gpu or gpu:N (cpu)")
    @Nullable
    String device;

    @Option(names = "--threads", paramLabel = "N", description = "threads of each engine (1)")
    @Nullable
    Integer threads;

    @Option(names = "--seed", paramLabel = "N", description = "of weights, batches and folds (1)")
    @Nullable
    Long seed;

    @Option(names = "--samples", paramLabel = "N", description = "training rows to draw batches from; all by default")
    @Nullable
    Integer samples;

    @Option(
            names = "--trace",
            paramLabel = "DIR",
            description = "keep what each engine computed as .npy files, with how to replay it")
    @Nullable
    Path trace;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "look for data files here first")
    @Nullable
    Path dataDir;

    @Option(names = "--allow-unverified-data", description = "use files of --data-dir that are not the published ones")
    boolean allowUnverified;

    @Option(names = "--json", description = "print JSON on standard output instead of tables")
    boolean json;

    @Option(names = "--env", paramLabel = "NAME", description = "environment of the workers: tuned or stock (tuned)")
    @Nullable
    String env;

    ParityCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        EngineCatalog catalog = program.engines();
        Plan plan = new Planner(
                        program.tasks(),
                        catalog.ids(),
                        catalog.usualIds(),
                        Runtime.getRuntime().availableProcessors())
                .plan(new PlanRequest(
                        null, engines, tasks, models, List.of(), device, env, 1, seed, threads, null, null, samples, 1,
                        null, List.of()));
        Campaign.refuseWithoutEngine(plan, catalog);
        if (trace != null) {
            Parity.checkTraceFolder(trace);
        }
        Parity parity = new Parity(
                program.home(),
                catalog,
                program.launcher(Tuning.named(plan.env())),
                new DataStore(program.home().cache(), this::say),
                this::say);
        program.interrupts().onFirst(parity::stop);
        List<ParityReport> reports = parity.run(plan, new DataRequest(dataDir, allowUnverified), trace);
        print(reports);
        return program.interrupts().exitCode().orElse(exitCode(reports));
    }

    private void say(String line) {
        program.err().println("bench: " + line);
        program.err().flush();
    }

    private void print(List<ParityReport> reports) {
        PrintWriter out = program.out();
        if (json) {
            out.print(Json.pretty(reports));
        } else {
            reports.forEach(report -> ParityTables.print(out, report));
        }
        out.flush();
        reports.stream().flatMap(report -> report.faults().stream()).forEach(this::say);
        if (trace != null) {
            program.err().println("written: " + trace + ", with README.md on how to replay");
            program.err().flush();
        }
    }

    /** The worst thing that happened: a difference says more than a missing row, a crash more than an engine that is not there. */
    private static int exitCode(List<ParityReport> reports) {
        if (reports.stream().anyMatch(report -> report.status() == CellStatus.OK && !report.passed())) {
            return NOT_THE_SAME;
        }
        if (reports.stream()
                .anyMatch(report -> report.status() != CellStatus.OK && report.status() != CellStatus.UNSUPPORTED)) {
            return WORKER_FAILED;
        }
        return reports.stream().allMatch(ParityReport::passed) ? 0 : UNFIT;
    }
}
