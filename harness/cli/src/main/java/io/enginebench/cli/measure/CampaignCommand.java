package io.enginebench.cli.measure;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.campaign.process.Tuning;
import io.enginebench.campaign.run.Campaign;
import io.enginebench.campaign.run.RunFolder;
import io.enginebench.cli.result.ReportCommand;
import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.cli.terminal.PluginOptions;
import io.enginebench.cli.terminal.TextTables;
import io.enginebench.cli.terminal.Version;
import io.enginebench.data.sources.DataStore;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.ground.Plugin;
import io.enginebench.record.Mistakes;
import io.enginebench.record.run.PluginRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that runs a campaign: its flags and what they do. */
abstract class CampaignCommand extends JsonCommand {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    @Mixin
    PluginOptions plugins = new PluginOptions();

    @Mixin
    WorkerOptions workers = new WorkerOptions();

    @Option(
            names = "--allow-no-parity",
            description =
                    "run engines that do not train the same thing all the same; their quality is then not compared")
    boolean allowNoParity;

    @Option(names = "--out", paramLabel = "DIR", description = "where result.json goes (runs/<time>)")
    @Nullable
    Path out;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description =
                    "finish the run in DIR; its plan stands, and of the other flags only --data-dir, --plugin, --json and the task"
                            + " files of --tasks count")
    @Nullable
    Path resume;

    @Override
    protected PluginOptions plugins() {
        return plugins;
    }

    /**
     * Plans and runs, or resumes, and prints the result.
     *
     * @param tasks what of them was named
     */
    final ExitCode run(TaskCatalog.Chosen tasks, Supplier<Plan> planned) throws IOException, InterruptedException {
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
            program.engines(plan.engines()).refuseUnlessHere(plan.engines());
            refuseOtherPlugins(plan);
            refuseOtherTasks(plan, tasks);
        } else {
            plan = planned.get();
            Path wanted = Objects.requireNonNullElseGet(
                    out,
                    () -> Path.of(
                            "runs", LocalDateTime.now(ZoneId.systemDefault()).format(STAMP)));
            RunFolder.check(wanted);
            folder = () -> RunFolder.create(wanted);
        }
        Campaign.Written outcome;
        try (ProgressView view = new ProgressView(program.err(), program.terminal())) {
            Campaign campaign = new Campaign(
                    program.launcher(Tuning.named(plan.env())),
                    new DataStore(program.home().cache(), view::note),
                    view);
            program.interrupts().onFirst(() -> {
                view.note("stopping; once more to leave at once");
                campaign.stop();
            });
            outcome = campaign.run(plan, workers.data(tasks), folder, program.command(), Version.current());
        }
        report(outcome, tasks);
        return program.interrupts().exitCode().orElse(exitCode(outcome.result()));
    }

    /** A run goes on with the code that it began with. */
    private void refuseOtherPlugins(Plan plan) {
        List<PluginRecord> now =
                program.home().plugins().stream().map(Plugin::named).toList();
        if (!now.equals(plan.pluginFiles())) {
            throw new Usage("--plugin", "what the run began with: " + words(plan.pluginFiles()), words(now));
        }
    }

    private static String words(List<PluginRecord> plugins) {
        return plugins.isEmpty()
                ? "none"
                : plugins.stream()
                        .map(one -> one.file() + " (SHA-256 " + one.sha256() + ")")
                        .collect(Collectors.joining(", "));
    }

    /** A run of task files goes on with the same ones, which say where its rows are. */
    private static void refuseOtherTasks(Plan plan, TaskCatalog.Chosen tasks) {
        Mistakes mistakes = new Mistakes();
        for (TaskDescriptor task : plan.tasks()) {
            if (task.data() instanceof OwnData && !tasks.folders().containsKey(task.id())) {
                mistakes.unless(
                        false, "--resume of a run of task " + task.id(), "with --tasks and its task file", "no file");
            }
        }
        for (TaskDescriptor own : tasks.own()) {
            mistakes.unless(
                    plan.tasks().stream().anyMatch(own::hasRowsOf),
                    "task file of " + own.id(),
                    "what the run began with, data included",
                    "another");
        }
        Usage.refuse(mistakes);
    }

    private void report(Campaign.Written outcome, TaskCatalog.Chosen tasks) {
        RunResult result = outcome.result();
        print(result, out -> TextTables.print(out, result));
        program.out().flush();
        program.err().println("written: " + outcome.file());
        ReportCommand.writeBeside(outcome.file(), result, program);
        if (result.campaign().termination() == Termination.INTERRUPTED) {
            program.err()
                    .println("interrupted; next: ./bench compare --resume "
                            + Objects.requireNonNull(outcome.file().getParent())
                            + (workers.dataDir == null ? "" : " --data-dir " + workers.dataDir)
                            + (tasks.own().isEmpty() ? "" : " --tasks and the same task files"));
        }
    }

    private static ExitCode exitCode(RunResult result) {
        return result.failedCells().isEmpty() ? ExitCode.DONE : ExitCode.SOME_CELLS_FAILED;
    }
}
