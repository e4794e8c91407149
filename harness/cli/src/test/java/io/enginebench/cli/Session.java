package io.enginebench.cli;

import io.enginebench.campaign.process.ModelsProcess;
import io.enginebench.cli.terminal.Interrupts;
import io.enginebench.cli.terminal.Program;
import io.enginebench.ground.Home;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A user's session in a test: real engines, real workers, output kept. */
public final class Session {
    public static final Path HOME = Path.of(System.getProperty("enginebench.home"));
    public static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache", "enginebench");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Home home;
    private final Map<String, String> environment;
    private int exitCode = -1;

    private Session(Home home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    public static Session run(String... arguments) {
        return run(Map.of(), arguments);
    }

    public static Session run(Map<String, String> environment, String... arguments) {
        Session session = new Session(new Home(HOME, CACHE), environment);
        session.start(arguments);
        return session;
    }

    public static Session withCache(Path cache, String... arguments) {
        return at(new Home(HOME, cache), arguments);
    }

    /** Runs another build of the program. */
    public static Session at(Home home, String... arguments) {
        return at(home, Map.of(), arguments);
    }

    public static Session at(Home home, Map<String, String> environment, String... arguments) {
        Session session = new Session(home, environment);
        session.start(arguments);
        return session;
    }

    /** Runs the command while another thread of the test looks on. */
    public static Background inBackground(Map<String, String> environment, String... arguments) {
        Session session = new Session(new Home(HOME, CACHE), environment);
        Thread thread = new Thread(() -> session.start(arguments), "session");
        thread.start();
        return new Background(session, thread);
    }

    public record Background(Session session, Thread thread) {
        public Session await() throws InterruptedException {
            thread.join(300_000);
            if (thread.isAlive()) {
                throw new AssertionError("the command did not end\n" + session.err());
            }
            return session;
        }
    }

    /**
     * Runs the command in a process of its own, its output in a file. Ctrl-C reaches it also where the tests themselves
     * were started with {@code nohup ... &}, from which a process inherits that it ignores SIGINT.
     */
    public static Process process(Path log, String... arguments) throws IOException {
        return new ProcessBuilder(command(arguments))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** A command line that starts the program in a process of its own. */
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // As bench does.
                "-Denginebench.home=" + HOME,
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The words of a small comparison: the linear network on the digits, its five folds, one epoch. */
    public static List<String> comparison(String engines, String... more) {
        return words(List.of("compare", "--engines", engines, "--epochs", "1"), more);
    }

    /** The words of small timings: the linear network answers the digits, tuned, 32 of them at once, without controls. */
    public static List<String> timings(String engines, int rounds, String... more) {
        return words(
                List.of(
                        "throughput",
                        "--engines",
                        engines,
                        "--division",
                        "tuned",
                        "--modes",
                        "infer",
                        "--batches",
                        "32",
                        "--rounds",
                        Integer.toString(rounds),
                        "--no-controls"),
                more);
    }

    private static List<String> words(List<String> command, String... more) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("--tasks", "digits", "--models", "linear"));
        words.addAll(List.of(more));
        return words;
    }

    private void start(String... arguments) {
        Program program = new Program(
                new ModelsProcess(home),
                new PrintWriter(out),
                new PrintWriter(err, true),
                false,
                environment,
                List.of(arguments),
                new Interrupts());
        exitCode = Bench.run(program);
    }

    public int exitCode() {
        return exitCode;
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    public List<String> errLines() {
        return err.toString().lines().toList();
    }

    public static RunResult result(Path folder) throws IOException {
        return ResultFile.read(folder.resolve("result.json"));
    }

    /** Waits until a worker process of the job exists whose events show that it does something: {@code timing}. */
    public static ProcessHandle awaitWorker(Path folder, String job, String phase) throws InterruptedException {
        return awaitWorker(folder, job, job, phase);
    }

    /** Waits until a worker process of the job exists whose events show that it trains. */
    public static ProcessHandle awaitTrainingWorker(Path folder, String job) throws InterruptedException {
        return awaitTrainingWorker(folder, job, job);
    }

    /** The same, when the job's process has come to a certain cell. */
    public static ProcessHandle awaitTrainingWorker(Path folder, String job, String cell) throws InterruptedException {
        return awaitWorker(folder, job, cell, "training");
    }

    private static ProcessHandle awaitWorker(Path folder, String job, String cell, String phase)
            throws InterruptedException {
        Path events = folder.resolve("jobs").resolve(job).resolve("events.ndjson");
        for (int i = 0; i < 1200; i++) {
            Optional<ProcessHandle> worker =
                    worker(folder, job, "{\"cell\":\"" + cell + "\",\"phase\":\"" + phase + "\"", events);
            if (worker.isPresent()) {
                return worker.get();
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no worker of " + job + " was seen " + phase);
    }

    private static Optional<ProcessHandle> worker(Path folder, String job, String event, Path events) {
        try {
            if (!Files.readString(events).contains(event)) {
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        Predicate<ProcessHandle> ours = process -> process.info()
                .arguments()
                .map(arguments -> List.of(arguments)
                        .contains(folder.resolve("jobs")
                                .resolve(job)
                                .toAbsolutePath()
                                .toString()))
                .orElse(false);
        return ProcessHandle.allProcesses().filter(ours).findFirst();
    }
}
