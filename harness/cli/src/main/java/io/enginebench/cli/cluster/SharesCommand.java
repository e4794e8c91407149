package io.enginebench.cli.cluster;

import io.enginebench.cli.measure.CampaignCommand;
import io.enginebench.cli.measure.CompareCommand;
import io.enginebench.cli.measure.RunCommand;
import io.enginebench.cli.measure.ThroughputCommand;
import io.enginebench.cli.terminal.Commands;
import io.enginebench.cli.terminal.ProgramCommand;
import io.enginebench.cli.terminal.Suggestions;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.Mistakes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import picocli.CommandLine.UnmatchedArgumentException;

/** Hands the shares of a plan to a scheduler. What each of them runs, with its flags, stands among the flags of this command. */
abstract class SharesCommand extends ProgramCommand {
    private static final Map<String, Class<? extends CampaignCommand>> SHARED =
            Map.of("compare", CompareCommand.class, "run", RunCommand.class, "throughput", ThroughputCommand.class);

    @Option(names = "--dry-run", description = "print what the scheduler would be given, and do nothing")
    boolean dryRun;

    /** Set by picocli. */
    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Unmatched
    List<String> arguments = new ArrayList<>();

    /** Looks at this command's own flags. */
    abstract void check(Mistakes mistakes) throws IOException;

    /** Does it, once the flags are in order. */
    abstract ExitCode hand() throws IOException, InterruptedException;

    @Override
    public final ExitCode call() throws IOException, InterruptedException {
        if (!arguments.isEmpty() && arguments.get(0).startsWith("-")) {
            // Flags of the command that is to run stand behind it.
            throw new Usage(
                    List.of(Suggestions.of(new UnmatchedArgumentException(spec.commandLine(), arguments), List.of())));
        }
        Mistakes mistakes = new Mistakes();
        check(mistakes);
        Usage.refuse(mistakes);
        return hand();
    }

    /** A number that must be given. */
    static int given(Mistakes mistakes, String option, @Nullable Integer asked, int most) {
        mistakes.unless(asked != null, option, "given", "none");
        return mistakes.within(option, asked, 1, 1, most);
    }

    /**
     * Refuses arguments that are not those of a plan of so many shares, or more.
     *
     * @throws Usage with the mistakes of the command that they are for
     */
    final void mustMakeShares(List<String> of, int shares) {
        String name = of.isEmpty() ? "nothing" : of.get(0);
        Class<? extends CampaignCommand> kind = SHARED.get(name);
        if (kind == null) {
            throw new Usage(
                    "what ./bench %s runs".formatted(spec.name()),
                    "one of "
                            + Stream.concat(SHARED.keySet().stream(), spec.subcommands().keySet().stream())
                                    .sorted()
                                    .collect(Collectors.joining(", ")),
                    "'" + name + "'");
        }
        CommandLine line = new CommandLine(kind, new Commands(program));
        try {
            line.parseArgs(of.subList(1, of.size()).toArray(new String[0]));
        } catch (UnmatchedArgumentException e) {
            throw new Usage(List.of(Suggestions.of(e, List.of())));
        } catch (ParameterException e) {
            throw new Usage(List.of(BenchException.messageOf(e)));
        }
        CampaignCommand command = line.getCommand();
        command.forShares(shares);
    }
}
