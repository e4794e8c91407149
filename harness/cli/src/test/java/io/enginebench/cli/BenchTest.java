package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.campaign.process.ModelsProcess;
import io.enginebench.cli.terminal.Interrupts;
import io.enginebench.cli.terminal.Program;
import io.enginebench.ground.Home;
import io.enginebench.record.engine.EngineDescriptor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says before any engine is started. */
class BenchTest {
    private static final List<String> TASKS =
            TaskCatalog.read(new Home(Session.HOME, Session.CACHE)).ids();

    @Test
    void unknownEngineAndTaskAreRefusedTogetherNamingWhatThereIs() {
        Session session = Session.run("run", "--engine", "jax", "--task", "mnist");
        assertEquals(2, session.exitCode());
        String known = EngineCatalog.read(new Home(Session.HOME, Session.CACHE)).known().stream()
                .map(EngineDescriptor::id)
                .collect(Collectors.joining(", "));
        assertTrue(known.startsWith("pytorch, pytorch-1.13.1, "), known); // Those that could be added are named too.
        assertEquals(
                List.of(
                        "bench: engine must be one of " + known + ", got 'jax'",
                        "bench: task must be one of " + String.join(", ", TASKS) + ", got 'mnist'"),
                session.errLines());
    }

    @Test
    void mistypedNumbersAndFlagsAreAllToldAtOnce() {
        Session session = Session.run("compare", "--epochs", "many", "--threads", "x", "--bogus");
        assertEquals(2, session.exitCode());
        assertTrue(session.err().contains("'--epochs': 'many' is not an int"), session.err());
        assertTrue(session.err().contains("'--threads': 'x' is not an int"), session.err());
        assertTrue(session.err().contains("'--bogus'"), session.err());
        assertTrue(session.err().endsWith("next: ./bench --help, or ./bench COMMAND --help\n"), session.err());
    }

    @Test
    void whatWasMeantIsNamed() {
        assertEquals(
                "bench: command must be one of ./bench --help, got 'comapre'; did you mean compare?",
                Session.run("comapre").errLines().get(0));
        assertEquals(
                "bench: option must be one of ./bench compare --help, got '--tsks'; did you mean --tasks?",
                Session.run("compare", "--tsks", "fashion").errLines().get(0));
        Session help = Session.run("help", "comapre");
        assertEquals(2, help.exitCode());
        assertEquals(Session.run("comapre").errLines(), help.errLines());
        Session names = Session.run("compare", "--tasks", "fashoin", "--engines", "pytroch", "--models", "zzzzzzz");
        assertEquals(2, names.exitCode());
        assertTrue(names.errLines().get(0).endsWith(", got 'pytroch'; did you mean pytorch?"), names.err());
        assertTrue(names.errLines().get(1).endsWith(", got 'fashoin'; did you mean fashion?"), names.err());
        assertTrue(names.errLines().get(2).endsWith(", got 'zzzzzzz'"), names.err());
    }

    @Test
    void helpIsACommandToo() {
        Session help = Session.run("help", "compare");
        assertEquals(0, help.exitCode());
        assertEquals(Session.run("compare", "--help").out(), help.out());
    }

    /** A resumed run has its engine and task in its plan. */
    @Test
    void runNeedsAnEngineAndATaskUnlessItGoesOn(@TempDir Path folder) {
        assertEquals(
                List.of("bench: --engine must be given, got none", "bench: --task must be given, got none"),
                Session.run("run").errLines());
        Session resumed = Session.run("run", "--resume", folder.resolve("none").toString());
        assertEquals(
                List.of("bench: --resume must be the folder of an earlier run, got " + folder.resolve("none")
                        + " without plan.json"),
                resumed.errLines());
    }

    @Test
    void stallLimitIsANumberOfSeconds(@TempDir Path folder) {
        Session session = Session.run(
                Map.of("ENGINEBENCH_STALL_SECONDS", "5m"),
                "run",
                "--engine",
                "pytorch",
                "--task",
                "digits",
                "--out",
                folder.resolve("run").toString());
        assertEquals(2, session.exitCode());
        assertEquals(
                "bench: ENGINEBENCH_STALL_SECONDS must be a number of seconds 1..999999, got '5m'",
                session.errLines().get(session.errLines().size() - 1));
        assertFalse(Files.exists(folder.resolve("run")));
    }

    @Test
    void unknownFlagIsToldOnceByEveryCommand() {
        List<List<String>> commands = commands();
        assertTrue(commands.contains(List.of("data", "fetch")), commands.toString());
        for (List<String> command : commands) {
            Session session = Session.run(
                    Stream.concat(command.stream(), Stream.of("--bogus")).toArray(String[]::new));
            assertEquals(2, session.exitCode(), command.toString());
            assertEquals(
                    session.errLines().stream().distinct().toList(), session.errLines(), "nothing may be told twice");
            assertTrue(
                    session.errLines()
                            .contains("bench: option must be one of %s --help, got '--bogus'"
                                    .formatted(String.join(
                                            " ",
                                            Stream.concat(Stream.of("./bench"), command.stream())
                                                    .toList()))),
                    session.err());
        }
    }

    @Test
    void unknownFlagOfTheCommandThatSlurmIsToRunIsToldBeforeAnythingIsSubmitted() {
        Session session = Session.run("slurm", "compare", "--bogus", "--partition", "p", "--nodes", "2", "--dry-run");
        assertEquals(2, session.exitCode());
        assertTrue(session.err().contains("'--bogus'"), session.err());
        assertEquals("", session.out());
    }

    /** Every command's words, those below {@code data} included; picocli's own are help, which overlooks mistakes. */
    private static List<List<String>> commands() {
        Program program = new Program(
                new ModelsProcess(new Home(Session.HOME, Session.CACHE)),
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                false,
                Map.of(),
                List.of(),
                new Interrupts());
        List<List<String>> found = new ArrayList<>(List.of(List.of()));
        Bench.commandLine(program).getSubcommands().forEach((name, line) -> {
            if (line.getCommandSpec().helpCommand()) {
                return;
            }
            found.add(List.of(name));
            line.getSubcommands().keySet().forEach(below -> found.add(List.of(name, below)));
        });
        return found;
    }

    @Test
    void folderThatSomebodyElseFilledIsRefusedBeforeAnythingStarts(@TempDir Path folder) throws IOException {
        Path mine = Files.createDirectories(folder.resolve("x/data")).resolve("mine.csv");
        Files.writeString(mine, "a");
        Session session = Session.run(
                "run",
                "--engine",
                "pytorch",
                "--task",
                "fashion",
                "--out",
                folder.resolve("x").toString());
        assertEquals(2, session.exitCode());
        assertEquals(
                List.of("bench: --out must be a new or empty folder or an earlier run's, got " + folder.resolve("x")
                        + " with files in it and without .enginebench"),
                session.errLines());
        assertEquals("a", Files.readString(mine));
    }

    @Test
    void traceAndStandInsTakeNobodysPlace(@TempDir Path folder) throws IOException {
        Path mine = Files.writeString(folder.resolve("emojis.txt"), "mine");
        assertEquals(
                List.of("bench: --trace must be a new or empty folder, got " + folder + " with files in it"),
                Session.run("parity", "--tasks", "emojis", "--trace", folder.toString())
                        .errLines());
        assertEquals(
                List.of("bench: --out must be a folder without emojis.txt, got " + folder),
                Session.run("data", "synthesize", "--tasks", "emojis", "--out", folder.toString())
                        .errLines());
        Path dangling = Files.createDirectories(folder.resolve("links")).resolve("emojis.txt");
        Files.createSymbolicLink(dangling, Path.of("nowhere"));
        assertEquals(
                2,
                Session.run(
                                "data",
                                "synthesize",
                                "--tasks",
                                "emojis",
                                "--out",
                                dangling.getParent().toString())
                        .exitCode());
        assertTrue(Files.isSymbolicLink(dangling));
        assertEquals("mine", Files.readString(mine));
    }

    @Test
    void pictureOfADataSetTakesNobodysPlace() throws IOException {
        Path here = Files.createFile(Path.of("emojis.png"));
        try {
            Session session = Session.run("data", "show", "emojis");
            assertEquals(2, session.exitCode());
            assertEquals(
                    List.of("bench: --out must be given where there is a file emojis.png already, got none"),
                    session.errLines());
            assertEquals(0, Files.size(here));
        } finally {
            Files.delete(here);
        }
    }

    @Test
    void helpListsEachCommandByItsDescription() {
        String help = Session.run("--help").out().replaceAll("\\s+", " ");
        assertTrue(
                help.contains(
                        " tasks Lists the tasks with their networks and settings. models Lists the networks with"),
                help);
    }

    @Test
    void helpStartsWithExamples() {
        for (String command :
                List.of("compare", "run", "parity", "engines", "tasks", "data", "report", "verify", "export", "gate")) {
            Session session = Session.run(command, "--help");
            assertEquals(0, session.exitCode());
            assertTrue(session.out().startsWith("Examples:"), session.out());
        }
    }

    @Test
    void completionNamesTheCommandsAndFlags() {
        Session session = Session.run("generate-completion");
        assertEquals(0, session.exitCode());
        assertTrue(session.out().contains("compare") && session.out().contains("--allow-unverified-data"));
        for (String values : List.of("quick seed full", "tuned plain", "train epoch infer")) {
            assertTrue(
                    session.out().contains(values.replace(" ", "\" \""))
                            || session.out().contains(values),
                    values);
        }
        assertTrue(session.out().contains("onnxruntime") && session.out().contains("mobilenet-v2"), session.out());
        assertTrue(session.out().contains("navigability"), session.out());
    }

    @ParameterizedTest
    @CsvSource({
        "pick, emojis",
        "pick, lenet",
        "pick, epoch",
        "pick, plain",
        "engines_add, pytorch-1.13.1",
        "engines_remove, tensorflow",
        "data_show, emojis",
        "models_show, lenet",
        "export, github-action-benchmark-smaller"
    })
    void completionOffersWhatACommandTakes(String command, String value) {
        String script = Session.run("generate-completion").out();
        String function = script.substring(script.indexOf("function _picocli_bench_" + command + "() {"));
        assertTrue(function.substring(0, function.indexOf("\n}\n")).contains("\"" + value + "\""), function);
    }

    /** Thrown where the command prints: by a command of its own, and by one that picocli calls as a method. */
    @ParameterizedTest
    @ValueSource(strings = {"tasks", "engines remove pytorch-2.5.1"})
    void errorOfJavaIsToldInALineWithItsFirstPlace(String command, @TempDir Path cache) {
        for (Error error : List.of(new StackOverflowError(), new NoSuchMethodError("no\nsuch"))) {
            StringWriter err = new StringWriter();
            int exitCode = Bench.run(new Program(
                    new ModelsProcess(new Home(Session.HOME, cache)),
                    new PrintWriter(new StringWriter() {
                        @Override
                        public void write(String text, int from, int length) {
                            throw error;
                        }
                    }),
                    new PrintWriter(err, true),
                    false,
                    Map.of(),
                    List.of(command.split(" ")),
                    new Interrupts()));
            assertEquals(1, exitCode, err.toString());
            assertEquals(
                    "bench: this is a fault of enginebench, please report it: %s at %s\n"
                            .formatted(error.toString().replace('\n', ' '), error.getStackTrace()[0]),
                    err.toString());
        }
    }

    @Test
    void missingDataFolderIsBadInput(@TempDir Path folder) {
        Session session =
                Session.run("data", "--data-dir", folder.resolve("nowhere").toString());
        assertEquals(65, session.exitCode());
        assertEquals(
                List.of("bench: --data-dir must be a folder, got " + folder.resolve("nowhere")), session.errLines());
    }

    /** A heap in which the command starts, and not much more. */
    @Test
    void memoryThatIsTooSmallIsToldInALineWithTheNextStep(@TempDir Path folder)
            throws IOException, InterruptedException {
        List<String> published;
        try (Stream<Path> files = Files.list(Session.HOME.resolve("results/published"))) {
            published = files.map(Path::toString)
                    .filter(file -> file.endsWith(".json"))
                    .toList();
        }
        List<String> command = new ArrayList<>(Session.command("report"));
        command.addAll(published);
        command.addAll(List.of("-o", folder.resolve("page.html").toString()));
        ProcessBuilder report = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        report.environment().put("JDK_JAVA_OPTIONS", "-XX:+UseSerialGC -Xmx10m");
        assertEquals(5, report.start().waitFor());
        String said = Files.readString(folder.resolve("log"));
        assertTrue(
                said.contains(
                        "bench: memory of this process must be enough for what it reads and makes, got a heap of"),
                said);
        assertFalse(said.contains("\tat "), said);
        assertTrue(Files.notExists(folder.resolve("page.html")));
    }
}
