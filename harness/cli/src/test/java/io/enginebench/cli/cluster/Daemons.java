package io.enginebench.cli.cluster;

import io.enginebench.cli.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The daemons of a cluster on this machine, each with its log in a folder. */
final class Daemons implements AutoCloseable {
    private static final int SECONDS = 60;

    private final Path folder;
    private final Map<String, Process> running = new LinkedHashMap<>();

    private Daemons(Path folder) {
        this.folder = folder;
    }

    /** None yet, in a new folder. */
    static Daemons of(String cluster) throws IOException {
        Path target = Files.createDirectories(Session.HOME.resolve("harness/cli/target"));
        return new Daemons(Files.createTempDirectory(target, cluster));
    }

    Path folder() {
        return folder;
    }

    /** All at once, so that they differ. */
    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    void start(String name, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        builder.environment().putAll(environment);
        running.put(name, builder.start());
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /** What a daemon has said so far. */
    String said(String name) throws IOException {
        return Files.readString(log(name));
    }

    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    void await(String what, Condition condition) throws IOException, InterruptedException {
        await(what, SECONDS, condition);
    }

    void await(String what, int seconds, Condition condition) throws IOException, InterruptedException {
        for (int i = 0; i < seconds * 4; i++) {
            if (condition.holds()) {
                return;
            }
            Thread.sleep(250);
        }
        throw new AssertionError("waited in vain until " + what + "\n" + logs());
    }

    private String logs() throws IOException {
        StringBuilder logs = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder, 3)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".log")).toList()) {
                logs.append(file).append(":\n").append(Files.readString(file)).append('\n');
            }
        }
        return logs.toString();
    }

    /** Takes a daemon away with all that it has started, and what runs with a file of some folder, as when the machine loses power. */
    void lose(String name, Path file) {
        Process daemon = Objects.requireNonNull(running.get(name), name);
        List<ProcessHandle> started = daemon.descendants().toList();
        daemon.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        end(file);
    }

    /** The daemon that a process descends from. */
    String ancestor(ProcessHandle process) {
        for (ProcessHandle at = process; ; at = at.parent().orElseThrow()) {
            long pid = at.pid();
            for (Map.Entry<String, Process> daemon : running.entrySet()) {
                if (daemon.getValue().pid() == pid) {
                    return daemon.getKey();
                }
            }
        }
    }

    /** Processes in whose command line a file is named. */
    static Stream<ProcessHandle> naming(Path file) {
        Predicate<ProcessHandle> names = process -> commandLine(process).contains(file.toString());
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(names);
    }

    /** Ends them at once. */
    static void end(Path file) {
        naming(file).forEach(ProcessHandle::destroyForcibly);
    }

    /** Java itself tells only command lines of a page. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // It has ended.
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (Process daemon : running.values()) {
            daemon.destroy();
            if (!daemon.waitFor(10, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        }
    }
}
