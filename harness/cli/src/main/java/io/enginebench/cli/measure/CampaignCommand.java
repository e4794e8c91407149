package io.enginebench.cli.measure;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.plan.Offer;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.SelectionRequest;
import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.campaign.run.Campaign;
import io.enginebench.campaign.run.RunFolder;
import io.enginebench.campaign.share.Shares;
import io.enginebench.cli.result.ReportCommand;
import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.cli.terminal.PluginOptions;
import io.enginebench.cli.terminal.ScheduledJob;
import io.enginebench.cli.terminal.TextTables;
import io.enginebench.cli.terminal.Version;
import io.enginebench.data.sources.DataStore;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.ground.Plugin;
import io.enginebench.record.Mistakes;
import io.enginebench.record.run.CampaignRecord.Share;
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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that runs a campaign: its flags and what they do. */
public abstract class CampaignCommand extends JsonCommand {
    /** The second of a run's start, in the name of its folder. */
    public static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    @Mixin
    PluginOptions plugins = new PluginOptions();

    @Mixin
    WorkerOptions workers = new WorkerOptions();

    @Option(
            names = "--allow-no-parity",
            description =
                    "run engines that do not train the same thing all the same; their quality is then not compared")
    boolean allowNoParity;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description =
                    "1: what crashed, hung or was killed is tried once more, a round of timing whole; its row says so, and how"
                            + " the first try ended (0)")
    @Nullable
    Integer retries;

    @Option(
            names = "--max-memory",
            paramLabel = "MB",
            description =
                    "10^6 bytes of memory that a worker may hold; one that holds more is ended: OOM_LIMIT (any number)")
    @Nullable
    Integer maxMemoryMb;

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

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description =
                    "run the I-th of N shares of the plan, each on another machine; ./bench merge puts them together")
    @Nullable
    String shard;

    @Override
    protected PluginOptions plugins() {
        return plugins;
    }

    /** Puts into a request what every campaign may be asked for. */
    final <R extends SelectionRequest> R fill(R request, List<String> engines, TaskCatalog.Chosen tasks) {
        request.allowNoParity = allowNoParity;
        request.retries = retries;
        request.maxMemoryMb = maxMemoryMb;
        return workers.fill(request, engines, tasks);
    }

    /**
     * What was asked for.
     *
     * @param tasks what of them was named
     * @param plan made of an offer, once one is to be made
     */
    record Asked(TaskCatalog.Chosen tasks, Function<Offer, Plan> plan) {}

    /**
     * Reads the flags.
     *
     * @throws Usage if some are missing
     */
    abstract Asked asked();

    /** Plans and runs, or resumes, and prints the result. */
    @Override
    public final ExitCode call() throws IOException, InterruptedException {
        Asked asked = asked();
        TaskCatalog.Chosen tasks = asked.tasks();
        Plan plan;
        Supplier<RunFolder> folder;
        if (resume != null) {
            RunFolder stopped = RunFolder.resume(resume);
            stopped.mustBeAsWritten();
            plan = stopped.plan();
            tasks = tasks.sweptAs(plan.tasks());
            refuseOtherShare(plan);
            folder = () -> stopped;
            EngineCatalog engines = program.engines();
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
            plan = plan(asked, program.offer(tasks.catalog()));
            sayTooFewRounds(plan);
            Path wanted = Objects.requireNonNullElseGet(out, () -> usualFolder(plan));
            RunFolder.check(wanted);
            folder = () -> RunFolder.create(wanted);
        }
        Campaign.Written outcome;
        try (ProgressView view = new ProgressView(program.err(), program.terminal())) {
            Campaign campaign = new Campaign(
                    program.launcher(plan), new DataStore(program.home().cache(), view::note), view);
            program.interrupts().onFirst(() -> {
                view.note("stopping; once more to leave at once");
                campaign.stop();
            });
            outcome = campaign.run(
                    plan,
                    workers.data(tasks),
                    folder,
                    program.command(),
                    Version.current(),
                    ScheduledJob.of(program.environment()).orElse(null));
        }
        report(outcome, tasks);
        return program.interrupts().exitCode().orElse(exitCode(outcome.result()));
    }

    /**
     * What is to be run here: the plan, or the share of it that was asked for.
     *
     * @throws Usage if there is no such share
     */
    private Plan plan(Asked asked, Offer offer) {
        if (shard == null) {
            return asked.plan().apply(offer);
        }
        Share share = Share.of(shard)
                .orElseThrow(() -> new Usage("--shard", "I/N with 1 <= I <= N <= " + Share.MOST, "'" + shard + "'"));
        return shared(asked.plan().apply(offer.whole()), share);
    }

    private static Plan shared(Plan plan, Share share) {
        Plan shared = plan.shared(share);
        Shares.own(shared); // Refuses more shares than there are parts.
        return shared;
    }

    /**
     * The plan, if other machines may run so many shares of it.
     *
     * @throws Usage if they may not
     */
    public final Plan forShares(int count) {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(shard == null, "--shard", "left out, for each job has its own", shard);
        mistakes.unless(resume == null, "--resume", "left out", resume);
        mistakes.unless(out == null, "--out", "left out, for each job has a folder of its own", out);
        Usage.refuse(mistakes);
        openPlugins();
        Asked asked = asked();
        Plan plan =
                shared(asked.plan().apply(program.offer(asked.tasks().catalog()).elsewhere()), new Share(1, count));
        sayTooFewRounds(plan);
        return plan;
    }

    private void sayTooFewRounds(Plan plan) {
        EngineCatalog engines = program.engines();
        plan.tooFewRounds(id ->
                        !engines.knows(id) || engines.byId(id).descriptor().trains())
                .forEach(program::say);
    }

    /** Shares that are started at once on a shared folder must not come to the same name. */
    private static Path usualFolder(Plan plan) {
        String time = LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
        Share share = plan.share();
        return Path.of("runs", share == null ? time : "%s-share-%d-of-%d".formatted(time, share.number(), share.of()));
    }

    private void refuseOtherShare(Plan plan) {
        if (shard != null && !shard.equals(String.valueOf(plan.share()))) {
            throw new Usage(
                    "--shard", "left out, or what the run began with (" + plan.share() + ")", "'" + shard + "'");
        }
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
        if (result.campaign().share() != null) {
            program.err()
                    .println(
                            "share %s of the plan: its verdicts are of this share alone; next: ./bench merge DIR... --out DIR"
                                    .formatted(result.campaign().share()));
        }
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
