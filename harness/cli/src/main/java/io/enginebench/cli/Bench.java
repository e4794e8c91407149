package io.enginebench.cli;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.ProgramInUse;
import io.enginebench.record.json.MalformedJsonException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code ./bench}: compares engines; without a command, {@code compare --preset quick}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
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
        footer = {
            "",
            "Exit codes: 0 done, 1 internal error, 2 usage, 3 some cells failed, 4 gate, parity or verification failed,",
            "5 environment unfit, 65 bad input data, 130/143 interrupted."
        },
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
public final class Bench implements Callable<Integer> {
    private final Program program;

    @Option(names = "--json", description = "print result.json on standard output instead of tables")
    boolean json;

    Bench(Program program) {
        this.program = program;
    }

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
        CommandLine line = new CommandLine(new Bench(program), new Commands(program));
        line.setOut(program.out());
        line.setErr(program.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.AUTO));
        collectErrors(line);
        line.setExecutionStrategy(Bench::execute);
        line.setParameterExceptionHandler((exception, arguments) -> usage(program, List.of(exception)));
        line.setExecutionExceptionHandler((exception, command, parsed) -> failed(program, exception));
        program.remember(args);
        return line.execute(args);
    }

    @Override
    public Integer call() throws Exception {
        CompareCommand quick = new CompareCommand(program);
        quick.common.preset = "quick";
        quick.common.run.json = json;
        return quick.call();
    }

    /** Lets picocli go on after a mistake, so that all of them can be told at once. */
    private static void collectErrors(CommandLine line) {
        line.getCommandSpec().parser().collectErrors(true);
        for (Map.Entry<String, CommandLine> entry : line.getSubcommands().entrySet()) {
            collectErrors(entry.getValue());
        }
    }

    private static int execute(ParseResult parsed) {
        List<Exception> errors = parsed.asCommandLineList().stream()
                .flatMap(line -> line.getParseResult().errors().stream())
                .toList();
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        if (!errors.isEmpty()) {
            throw new CollectedErrors(parsed.commandSpec().commandLine(), errors);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int usage(Program program, List<? extends Exception> errors) {
        List<? extends Exception> all =
                errors.get(0) instanceof CollectedErrors collected ? collected.errors() : errors;
        PrintWriter err = program.err();
        all.forEach(error -> err.println("bench: " + BenchException.messageOf(error)));
        err.println("next: ./bench --help, or ./bench COMMAND --help");
        err.flush();
        return 2;
    }

    private static int failed(Program program, Exception exception) {
        PrintWriter err = program.err();
        int code = 1;
        if (program.interrupts().exitCode().isPresent()) {
            code = program.interrupts().exitCode().getAsInt();
            err.println("bench: interrupted");
        } else if (exception instanceof BenchException known) {
            BenchException.messageOf(known).lines().forEach(line -> err.println("bench: " + line));
            code = known.exitCode();
        } else if (exception instanceof MalformedJsonException) {
            err.println("bench: " + BenchException.messageOf(exception));
            code = 65;
        } else if (DiskFull.is(exception)) {
            err.println("bench: the disk must have room for the results, got: " + BenchException.messageOf(exception)
                    + "; next: free some and run again with --resume DIR");
            code = 5;
        } else if ((exception instanceof UncheckedIOException wrapped ? wrapped.getCause() : exception)
                instanceof FileSystemException) {
            err.println(
                    "bench: file or folder must be one that can be used, got: " + BenchException.messageOf(exception));
            code = 5;
        } else {
            err.println("bench: this is a fault of enginebench, please report it:");
            exception.printStackTrace(err);
        }
        err.flush();
        return code;
    }

    /** Carries the collected mistakes of a command line to the one place that prints them. */
    private static final class CollectedErrors extends ParameterException {
        private static final long serialVersionUID = 1L;
        private final transient List<Exception> errors;

        CollectedErrors(CommandLine line, List<Exception> errors) {
            super(line, "mistakes on the command line");
            this.errors = errors;
        }

        List<Exception> errors() {
            return errors;
        }
    }
}
