package io.enginebench.cli;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.ExitCode;
import io.enginebench.ground.ProgramInUse;
import io.enginebench.record.json.MalformedJsonException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** {@code ./bench}: compares engines; without a command, {@code compare --preset quick}. */
@Command(
        name = "bench",
        synopsisSubcommandLabel = "[COMMAND]",
        description = "Trains and evaluates one model on every deep-learning engine, and says how they differ.",
        header = {
            "Examples:",
            "  ./bench                                      compare all engines on all tasks, a few minutes",
            "  ./bench compare --tasks fashion --threads 2  the study's settings on one task",
            "  ./bench throughput --tasks fashion           how fast the engines are, in paired rounds",
            "  ./bench parity                               do the engines train the same thing?",
            "  ./bench engines                              what this machine has",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        subcommands = {
            CompareCommand.class,
            RunCommand.class,
            ThroughputCommand.class,
            ParityCommand.class,
            EnginesCommand.class,
            TasksCommand.class,
            DataCommand.class,
            ReportCommand.class,
            VerifyCommand.class,
            ExportCommand.class,
            GateCommand.class,
            PickCommand.class,
            PublishCommand.class,
            GenerateCompletion.class
        })
public final class Bench extends JsonCommand {
    /** Runs a command line and exits with its code. */
    public static void main(String[] args) {
        // Numbers in ids, messages and tables must not depend on where they are printed.
        Locale.setDefault(Locale.ROOT);
        Program program = Program.ofThisProcess();
        int code;
        try (ProgramInUse used = ProgramInUse.of(program.home().program())) {
            code = run(program, args);
        }
        System.exit(code);
    }

    /** Runs a command line and returns its exit code. */
    static int run(Program program, String... args) {
        CommandLine line = new CommandLine(Bench.class, new Commands(program));
        line.setOut(program.out());
        line.setErr(program.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.AUTO));
        line.getCommandSpec().usageMessage().exitCodeList(ExitCode.meanings());
        collectErrors(line);
        line.setExecutionStrategy(parsed -> execute(program, parsed));
        line.setParameterExceptionHandler(
                (exception, arguments) -> usage(program, List.of(BenchException.messageOf(exception))));
        line.setExecutionExceptionHandler((exception, command, parsed) -> failed(program, exception));
        program.remember(args);
        int code = line.execute(args);
        if (program.out().checkError()) {
            program.say("standard output must be open and have room for what is printed, got an error");
            return ExitCode.UNFIT.number();
        }
        return code;
    }

    @Override
    public ExitCode call() throws Exception {
        CompareCommand quick = new Commands(program).given(new CompareCommand());
        quick.common.preset = "quick";
        quick.json = json;
        return quick.call();
    }

    /** Lets picocli go on after a mistake, so that all of them can be told at once. */
    private static void collectErrors(CommandLine line) {
        line.getCommandSpec().parser().collectErrors(true);
        for (Map.Entry<String, CommandLine> entry : line.getSubcommands().entrySet()) {
            collectErrors(entry.getValue());
        }
    }

    private static int execute(Program program, ParseResult parsed) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        List<CommandLine> lines = parsed.asCommandLineList();
        // A command that goes on without its required options leaves them missing in the eyes of its parent too.
        List<String> mistakes = lines.stream()
                .flatMap(line -> line.getParseResult().errors().stream())
                .map(BenchException::messageOf)
                .distinct()
                .toList();
        if (!mistakes.isEmpty()) {
            return usage(program, mistakes);
        }
        new CommandLine.RunLast().execute(parsed);
        return lines.get(lines.size() - 1).getExecutionResult() instanceof ExitCode code ? code.number() : 0;
    }

    private static int usage(Program program, List<String> mistakes) {
        PrintWriter err = program.err();
        mistakes.forEach(mistake -> err.println("bench: " + mistake));
        err.println("next: ./bench --help, or ./bench COMMAND --help");
        err.flush();
        return ExitCode.USAGE.number();
    }

    private static int failed(Program program, Exception exception) {
        PrintWriter err = program.err();
        ExitCode code = ExitCode.INTERNAL_ERROR;
        if (program.interrupts().exitCode().isPresent()) {
            code = program.interrupts().exitCode().get();
            err.println("bench: interrupted");
        } else if (exception instanceof BenchException known) {
            BenchException.messageOf(known).lines().forEach(line -> err.println("bench: " + line));
            code = known.exitCode();
        } else if (exception instanceof MalformedJsonException) {
            err.println("bench: " + BenchException.messageOf(exception));
            code = ExitCode.BAD_INPUT;
        } else if ((exception instanceof UncheckedIOException wrapped ? wrapped.getCause() : exception)
                instanceof IOException fault) {
            // Java has only the system's message for a full disk.
            err.println("bench: file, folder or disk must be one that can be used, got: "
                    + BenchException.messageOf(fault) + "; a campaign that stopped goes on with --resume DIR");
            code = ExitCode.UNFIT;
        } else {
            err.println("bench: this is a fault of enginebench, please report it:");
            exception.printStackTrace(err);
        }
        err.flush();
        return code.number();
    }
}
