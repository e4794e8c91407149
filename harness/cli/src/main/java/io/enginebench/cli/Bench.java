package io.enginebench.cli;

import io.enginebench.cli.catalog.DataCommand;
import io.enginebench.cli.catalog.EnginesCommand;
import io.enginebench.cli.catalog.ExportModelCommand;
import io.enginebench.cli.catalog.ModelsCommand;
import io.enginebench.cli.catalog.NewCommand;
import io.enginebench.cli.catalog.TasksCommand;
import io.enginebench.cli.cluster.KubernetesCommand;
import io.enginebench.cli.cluster.SlurmCommand;
import io.enginebench.cli.cluster.SparkCommand;
import io.enginebench.cli.measure.CompareCommand;
import io.enginebench.cli.measure.ParityCommand;
import io.enginebench.cli.measure.RunCommand;
import io.enginebench.cli.measure.ThroughputCommand;
import io.enginebench.cli.result.ExportCommand;
import io.enginebench.cli.result.GateCommand;
import io.enginebench.cli.result.MergeCommand;
import io.enginebench.cli.result.PickCommand;
import io.enginebench.cli.result.PoolCommand;
import io.enginebench.cli.result.PublishCommand;
import io.enginebench.cli.result.ReportCommand;
import io.enginebench.cli.result.VerifyCommand;
import io.enginebench.cli.terminal.Commands;
import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.cli.terminal.Program;
import io.enginebench.cli.terminal.ProgramCommand;
import io.enginebench.cli.terminal.Suggestions;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.ExitCode;
import io.enginebench.ground.ProgramInUse;
import io.enginebench.record.json.MalformedJsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code ./bench}: compares engines; without a command, {@code compare --preset quick}. */
@Command(
        name = "bench",
        synopsisSubcommandLabel = "[COMMAND]",
        description = "Trains and evaluates one model on every deep-learning engine, and says how they differ.",
        header = {
            "  ./bench                                      compare all engines on all tasks, a few minutes",
            "  ./bench compare --tasks fashion --threads 2  the study's settings on one task",
            "  ./bench throughput --tasks fashion           how fast the engines are, in paired rounds",
            "  ./bench parity                               do the engines train the same thing?",
            "  ./bench engines                              what this machine has"
        },
        exitCodeListHeading = "%nExit codes:%n")
public final class Bench extends JsonCommand {
    /** In the order in which help lists them. */
    private static final List<Class<?>> COMMANDS = List.of(
            CompareCommand.class,
            RunCommand.class,
            ThroughputCommand.class,
            SlurmCommand.class,
            SparkCommand.class,
            KubernetesCommand.class,
            ParityCommand.class,
            EnginesCommand.class,
            TasksCommand.class,
            ModelsCommand.class,
            ExportModelCommand.class,
            NewCommand.class,
            DataCommand.class,
            ReportCommand.class,
            VerifyCommand.class,
            ExportCommand.class,
            GateCommand.class,
            PickCommand.class,
            PoolCommand.class,
            MergeCommand.class,
            PublishCommand.class,
            HelpCommand.class,
            GenerateCompletion.class);

    private static final String OURS = "this is a fault of enginebench, please report it:";

    /** Runs a command line and exits with its code. */
    public static void main(String[] args) {
        // Numbers in ids, messages and tables must not depend on where they are printed.
        Locale.setDefault(Locale.ROOT);
        Program program = Program.ofThisProcess(args);
        // Until a campaign has something to report.
        program.interrupts().onFirst(() -> {
            program.say("interrupted");
            System.exit(program.interrupts().exitCode().orElseThrow().number());
        });
        int code;
        try (ProgramInUse used = ProgramInUse.of(program.home().program())) {
            code = run(program);
        }
        System.exit(code);
    }

    /** Runs a command line and returns its exit code. */
    static int run(Program program) {
        CommandLine line = commandLine(program);
        line.setOut(program.out());
        line.setErr(program.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.AUTO));
        line.getCommandSpec().usageMessage().exitCodeList(ExitCode.meanings());
        prepare(line);
        line.setUsageHelpAutoWidth(true);
        line.setExecutionStrategy(parsed -> execute(program, parsed));
        line.setParameterExceptionHandler(
                (exception, arguments) -> usage(program, List.of(BenchException.messageOf(exception))));
        line.setExecutionExceptionHandler(
                (exception, command, parsed) -> failed(program, exception).number());
        int code;
        try {
            code = line.execute(program.arguments().toArray(new String[0]));
        } catch (Error e) {
            return broken(program, e).number();
        }
        if (program.out().checkError()) {
            program.say("standard output must be open and have room for what is printed, got an error");
            return ExitCode.UNFIT.number();
        }
        return code;
    }

    /**
     * The command that the first argument names, or all of them where it names none or one that is about the others: picocli looks at
     * every field of those that it is given, which for all of them takes longer than most commands.
     */
    static CommandLine commandLine(Program program) {
        CommandLine line = new CommandLine(Bench.class, new Commands(program));
        String first = program.arguments().stream().findFirst().orElse("");
        List<Class<?>> named = COMMANDS.stream()
                .filter(command -> ProgramCommand.class.isAssignableFrom(command))
                .filter(command -> command.getAnnotation(Command.class).name().equals(first))
                .toList();
        (named.isEmpty() ? COMMANDS : named).forEach(line::addSubcommand);
        return line;
    }

    @Override
    public ExitCode call() throws Exception {
        return CompareCommand.quick(program, json).call();
    }

    /** Lets picocli go on after a mistake, so that all of them can be told at once, and list commands by their description. */
    private static void prepare(CommandLine line) {
        line.getCommandSpec().parser().collectErrors(true);
        // A command that passes arguments on does so for itself and not for those below it.
        line.getCommandSpec()
                .parser()
                .unmatchedArgumentsAllowed(
                        !line.getCommandSpec().unmatchedArgsBindings().isEmpty());
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        if (!usage.headerHeading().isEmpty()) {
            // A header, here of examples, would stand in the list in the description's place.
            usage.headerHeading(usage.headerHeading() + String.join("%n", usage.header()) + "%n");
            usage.header(new String[0]);
        }
        line.getSubcommands().values().forEach(Bench::prepare);
    }

    private static int execute(Program program, ParseResult parsed) {
        try {
            Integer help = CommandLine.executeHelpRequest(parsed);
            if (help != null) {
                return help;
            }
        } catch (ParameterException e) { // The command help was asked about a command that there is not.
            return usage(program, List.of(Suggestions.ofCommand(e.getValue(), commands(e))));
        }
        List<CommandLine> lines = parsed.asCommandLineList();
        // A command that goes on without its required options leaves them missing in the eyes of its parent too.
        List<String> mistakes = lines.stream()
                .flatMap(line -> line.getParseResult().errors().stream())
                .map(Bench::mistake)
                .distinct()
                .toList();
        if (!mistakes.isEmpty()) {
            return usage(program, mistakes);
        }
        try {
            for (CommandLine line : lines) {
                if (line.getCommand() instanceof ProgramCommand command) {
                    command.openPlugins();
                }
            }
        } catch (BenchException e) {
            return failed(program, e).number();
        }
        new CommandLine.RunLast().execute(parsed);
        return lines.get(lines.size() - 1).getExecutionResult() instanceof ExitCode code ? code.number() : 0;
    }

    private static String mistake(Exception fault) {
        return fault instanceof UnmatchedArgumentException unmatched
                        && !unmatched.getUnmatched().isEmpty()
                ? Suggestions.of(unmatched, commands(unmatched))
                : BenchException.messageOf(fault);
    }

    private static Set<String> commands(ParameterException mistake) {
        return mistake.getCommandLine().getSubcommands().keySet();
    }

    private static int usage(Program program, List<String> mistakes) {
        mistakes.stream().map(Suggestions::with).forEach(program::say);
        program.err().println("next: ./bench --help, or ./bench COMMAND --help");
        return ExitCode.USAGE.number();
    }

    private static ExitCode failed(Program program, Exception exception) {
        Optional<ExitCode> signal = program.interrupts().exitCode();
        if (signal.isPresent()) {
            program.say("interrupted");
            return signal.get();
        }
        if (exception instanceof BenchException known) {
            BenchException.messageOf(known).lines().map(Suggestions::with).forEach(program::say);
            return known.exitCode();
        }
        if (exception instanceof ExecutionException wrapped && wrapped.getCause() instanceof Error error) {
            return broken(program, error);
        }
        Exception cause = exception instanceof UncheckedIOException wrapped ? wrapped.getCause() : exception;
        if (cause instanceof MalformedJsonException) {
            program.say(BenchException.messageOf(cause));
            return ExitCode.BAD_INPUT;
        }
        if (cause instanceof IOException fault) {
            // Java has only the system's message for a full disk.
            program.say("file, folder or disk must be one that can be used, got: " + BenchException.messageOf(fault)
                    + "; a campaign that stopped goes on with --resume DIR");
            return ExitCode.UNFIT;
        }
        program.say(OURS);
        exception.printStackTrace(program.err());
        return ExitCode.INTERNAL_ERROR;
    }

    /** In one line: the trace of a full stack or of jars that do not fit together says no more than its first place. */
    private static ExitCode broken(Program program, Error error) {
        if (error instanceof OutOfMemoryError) {
            program.say(
                    "memory of this process must be enough for what it reads and makes, got a heap of %,d MB that is full;"
                                    .formatted(Runtime.getRuntime().maxMemory() / 1_000_000)
                            + " next: the same with JDK_JAVA_OPTIONS=-Xmx8g before it; a campaign that stopped goes on with --resume DIR");
            return ExitCode.UNFIT;
        }
        String place = Stream.of(error.getStackTrace())
                .findFirst()
                .map(frame -> " at " + frame)
                .orElse("");
        program.say("%s %s%s".formatted(OURS, error.toString().replaceAll("\\s+", " "), place));
        return ExitCode.INTERNAL_ERROR;
    }
}
