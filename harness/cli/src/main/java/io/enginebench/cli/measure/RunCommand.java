package io.enginebench.cli.measure;

import io.enginebench.cli.terminal.Offered;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.Mistakes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains and evaluates one task on one engine. */
@Command(
        name = "run",
        header = {
            "  ./bench run --engine pytorch --task fashion --epochs 1 --samples 6400",
            "  ./bench run --engine mxnet --task fashion --json",
            "  ./bench run --resume runs/r1"
        },
        description = "Trains and evaluates one task on one engine and writes DIR/result.json.")
public final class RunCommand extends TrainingCommand {
    @Option(
            names = "--engine",
            completionCandidates = Offered.Engines.class,
            paramLabel = "E",
            description = "an engine id of ./bench engines")
    @Nullable
    String engine;

    @Option(
            names = "--task",
            completionCandidates = Offered.Tasks.class,
            paramLabel = "T",
            description = "a task id of ./bench tasks, or a task file of your own, which ends in .json")
    @Nullable
    String task;

    @Override
    Asked asked() {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(engine != null || resume != null, "--engine", "given", "none");
        mistakes.unless(task != null || resume != null, "--task", "given", "none");
        Usage.refuse(mistakes);
        return asked(Stream.ofNullable(engine).toList(), Stream.ofNullable(task).toList(), null, null);
    }
}
