package io.enginebench.cli.measure;

import io.enginebench.campaign.parity.Parity;
import io.enginebench.campaign.plan.Offer;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.PlanRequest;
import io.enginebench.campaign.plan.Planner;
import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.cli.terminal.PluginOptions;
import io.enginebench.cli.terminal.TextTables;
import io.enginebench.data.sources.DataStore;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.report.table.ParityGrid;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows that engines train the same thing, step by step. */
@Command(
        name = "parity",
        header = {
            "  ./bench parity",
            "  ./bench parity --tasks fashion --engines pytorch,mxnet --threads 2",
            "  ./bench parity --tasks emojis --trace traces     keep the arrays, to replay them elsewhere"
        },
        description = {
            "Compares the first training steps of engines with each other and with an implementation in doubles.",
            "Weights, batches, outputs, loss, gradients, one step, a loss curve, answers."
        })
public final class ParityCommand extends JsonCommand {
    @Mixin
    PluginOptions plugins = new PluginOptions();

    @Mixin
    ChoiceOptions choice = new ChoiceOptions();

    @Mixin
    WorkerOptions workers = new WorkerOptions();

    @Option(names = "--threads", paramLabel = "N", description = "threads of each engine (1)")
    @Nullable
    Integer threads;

    @Option(names = "--samples", paramLabel = "N", description = "training rows to draw batches from; all by default")
    @Nullable
    Integer samples;

    @Option(names = "--batch", paramLabel = "N", description = "rows in a training step; the task's by default")
    @Nullable
    Integer batch;

    @Option(
            names = "--trace",
            paramLabel = "DIR",
            description = "keep what each engine computed as .npy files, with how to replay it")
    @Nullable
    Path trace;

    @Override
    protected PluginOptions plugins() {
        return plugins;
    }

    @Override
    public ExitCode call() throws Exception {
        TaskCatalog.Chosen tasks = program.tasks(choice.tasks);
        Offer offer = program.offer(tasks.catalog());
        // It is the steps of trainings that are shown; the first answers of an engine that does no more are shown where
        // it is named.
        List<String> engines = choice.engines.isEmpty() ? offer.trainers() : choice.engines;
        PlanRequest request = workers.fill(new PlanRequest(), engines, tasks);
        request.threads = threads;
        request.samples = samples;
        request.batch = batch;
        Plan plan = new Planner(offer).plan(request);
        if (trace != null) {
            Parity.checkTraceFolder(trace);
        }
        Parity parity =
                new Parity(program.launcher(plan), new DataStore(program.home().cache(), program::say), program::say);
        program.interrupts().onFirst(parity::stop);
        List<ParityReport> reports = parity.run(plan, workers.data(tasks), trace);
        print(reports);
        return program.interrupts().exitCode().orElse(exitCode(reports));
    }

    private void print(List<ParityReport> reports) {
        print(reports, out -> {
            reports.forEach(report -> ParityTables.print(out, report));
            ParityGrid.of(reports).ifPresent(table -> TextTables.print(out, table));
        });
        reports.stream().flatMap(report -> report.faults().stream()).forEach(program::say);
        if (trace != null) {
            program.err().println("written: " + trace + ", with README.md on how to replay");
        }
    }

    /** The worst thing that happened: a difference says more than a missing row, a crash more than an engine that is not there. */
    private static ExitCode exitCode(List<ParityReport> reports) {
        if (reports.stream().anyMatch(report -> report.status() == CellStatus.OK && !report.passed())) {
            return ExitCode.DISPROVED;
        }
        if (reports.stream()
                .anyMatch(report -> report.status() != CellStatus.OK && report.status() != CellStatus.UNSUPPORTED)) {
            return ExitCode.SOME_CELLS_FAILED;
        }
        return reports.stream()
                        .allMatch(report -> report.passed()
                                || (report.unavailable() && report.engines().contains(ParityReport.REFERENCE)))
                ? ExitCode.DONE
                : ExitCode.UNFIT;
    }
}
