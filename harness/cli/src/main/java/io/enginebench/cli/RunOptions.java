package io.enginebench.cli;

import io.enginebench.campaign.Campaign;
import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.process.Tuning;
import io.enginebench.campaign.run.RunFolder;
import io.enginebench.data.DataRequest;
import io.enginebench.data.DataStore;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of every command that runs a campaign, and what they do. */
final class RunOptions {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
    private static final int SOME_CELLS_FAILED = 3;

    @Option(names = "--device", paramLabel = "D", description = "cpu, gpu or gpu:N (cpu)")
    @Nullable
    String device;

    @Option(
            names = "--env",
            paramLabel = "E",
            description = "environment of the workers: tuned, the same for every engine, or stock (tuned)")
    @Nullable
    String env;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "look for data files here first")
    @Nullable
    Path dataDir;

    @Option(names = "--allow-unverified-data", description = "use files of --data-dir that are not the published ones")
    boolean allowUnverified;

    @Option(names = "--out", paramLabel = "DIR", description = "where result.json goes (runs/<time>)")
    @Nullable
    Path out;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description =
                    "finish the run in DIR; its plan stands, and of the other flags only --data-dir and --json count")
    @Nullable
    Path resume;

    @Option(names = "--json", description = "print result.json on standard output instead of tables")
    boolean json;

    /** Plans and runs, or resumes, and prints the result. */
    int run(Program program, Supplier<Plan> planned) throws IOException, InterruptedException {
        EngineCatalog engines = program.engines();
        Plan plan;
        Supplier<RunFolder> folder;
        if (resume != null) {
            RunFolder stopped = RunFolder.resume(resume);
            plan = stopped.plan();
            folder = () -> stopped;
            List<String> gone =
                    plan.engines().stream().filter(id -> !engines.knows(id)).toList();
            if (!gone.isEmpty()) {
                throw new Unfit("engines of the run must be built here (" + String.join(", ", engines.ids()) + "), got "
                        + String.join(", ", gone));
            }
        } else {
            plan = planned.get();
            Campaign.refuseWithoutEngine(plan, engines);
            Path wanted = Objects.requireNonNullElseGet(
                    out,
                    () -> Path.of(
                            "runs", LocalDateTime.now(ZoneId.systemDefault()).format(STAMP)));
            RunFolder.check(wanted);
            folder = () -> RunFolder.create(wanted);
        }
        try (ProgressView view = new ProgressView(program.err(), program.terminal())) {
            Campaign campaign = new Campaign(
                    program.home(),
                    engines,
                    program.launcher(Tuning.named(plan.env())),
                    new DataStore(program.home().cache(), view::note),
                    view);
            program.interrupts().onFirst(() -> {
                view.note("stopping; once more to leave at once");
                campaign.stop();
            });
            Campaign.Outcome outcome = campaign.run(
                    plan, new DataRequest(dataDir, allowUnverified), folder, program.command(), Version.current());
            view.finish();
            report(program, outcome);
            return program.interrupts().exitCode().orElse(exitCode(outcome.result()));
        }
    }

    private void report(Program program, Campaign.Outcome outcome) {
        PrintWriter out = program.out();
        RunResult result = outcome.result();
        if (json) {
            out.print(Json.pretty(result));
        } else {
            TextTables.print(out, result);
        }
        out.flush();
        program.err().println("written: " + outcome.file());
        ReportCommand.writeBeside(outcome.file(), result, program);
        if (result.campaign().termination().equals("interrupted")) {
            program.err()
                    .println("interrupted; next: ./bench compare --resume "
                            + Objects.requireNonNull(outcome.file().getParent())
                            + (dataDir == null ? "" : " --data-dir " + dataDir));
        }
        program.err().flush();
    }

    private static int exitCode(RunResult result) {
        return result.failedCells().isEmpty() ? 0 : SOME_CELLS_FAILED;
    }
}
