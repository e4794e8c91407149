package io.enginebench.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A cluster of Slurm on this machine: a controller and two nodes on the loopback, with ports and folders of their own. Each node has a temporary
 * folder, as machines have, so that both may run a campaign.
 */
final class SlurmCluster implements AutoCloseable {
    private static final int SECONDS = 60;

    private final Path folder;
    private final Map<String, Process> daemons = new HashMap<>();

    private SlurmCluster(Path folder) {
        this.folder = folder;
    }

    /** Starts one; the test is skipped where Slurm's daemons are not installed or may not be started. */
    static SlurmCluster start() throws IOException, InterruptedException {
        assumeTrue(
                Stream.of("slurmctld", "slurmd", "sbatch").allMatch(SlurmCluster::isInstalled),
                "Slurm is not installed (slurmctld slurmd slurm-client)");
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may start slurmd");
        Path target = Files.createDirectories(Session.HOME.resolve("harness/cli/target"));
        SlurmCluster cluster = new SlurmCluster(Files.createTempDirectory(target, "slurm"));
        try {
            cluster.begin();
        } catch (IOException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    private void begin() throws IOException, InterruptedException {
        List<Integer> ports = freePorts(3);
        Path prolog = Files.writeString(
                folder.resolve("prolog"),
                "#!/bin/sh\necho \"export JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=%s/tmp-$SLURMD_NODENAME\"\n"
                        .formatted(folder));
        Files.setPosixFilePermissions(prolog, PosixFilePermissions.fromString("rwxr-xr-x"));
        StringBuilder conf = new StringBuilder("""
                ClusterName=enginebench
                SlurmctldHost=localhost(127.0.0.1)
                SlurmctldPort=%d
                AuthType=auth/none
                CredType=cred/none
                SlurmUser=root
                SlurmdUser=root
                StateSaveLocation=%2$s/state
                SlurmdSpoolDir=%2$s/spool-%%n
                SlurmctldPidFile=%2$s/slurmctld.pid
                SlurmdPidFile=%2$s/%%n.pid
                ProctrackType=proctrack/pgid
                TaskPlugin=task/none
                SwitchType=switch/none
                MpiDefault=none
                SelectType=select/linear
                SlurmdTimeout=10
                SlurmdParameters=config_overrides
                TaskProlog=%2$s/prolog
                """.formatted(ports.get(0), folder));
        Files.createDirectory(folder.resolve("state"));
        for (int i = 1; i <= 2; i++) {
            Files.createDirectory(folder.resolve("spool-node" + i));
            Files.createDirectory(folder.resolve("tmp-node" + i));
            conf.append("NodeName=node%d NodeHostname=localhost NodeAddr=127.0.0.1 Port=%d CPUs=1\n"
                    .formatted(i, ports.get(i)));
        }
        conf.append("PartitionName=main Nodes=node1,node2 Default=YES OverSubscribe=EXCLUSIVE State=UP\n");
        Files.writeString(folder.resolve("slurm.conf"), conf);
        daemon("slurmctld", "-D", "-f", folder.resolve("slurm.conf").toString());
        for (String node : List.of("node1", "node2")) {
            daemon(node, "-D", "-N", node, "-f", folder.resolve("slurm.conf").toString());
        }
        await(
                "both nodes are idle",
                () -> said("sinfo", "--noheader", "--Node", "--format=%T")
                                .lines()
                                .filter(state -> state.strip().equals("idle"))
                                .count()
                        == 2);
    }

    /** All at once, so that they differ. */
    private static List<Integer> freePorts(int count) throws IOException {
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

    private void daemon(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(name.equals("slurmctld") ? name : "slurmd"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().putAll(environment());
        daemons.put(name, builder.start());
    }

    Map<String, String> environment() {
        return Map.of("SLURM_CONF", folder.resolve("slurm.conf").toString());
    }

    /** A folder that every node has. */
    Path shared() {
        return folder;
    }

    /** What a program of Slurm prints. */
    String said(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment());
        Process process = builder.start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
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
        throw new AssertionError(
                "waited in vain until " + what + "\n" + said("sinfo") + "\n" + said("squeue") + "\n" + logs());
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

    /** Takes the node's daemon away, and what runs on it with a file of that folder, as when the machine loses power. */
    void lose(String node, Path running) {
        Objects.requireNonNull(daemons.get(node), node).destroyForcibly();
        end(running);
    }

    private static void end(Path running) {
        ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(running.toString()))
                .forEach(ProcessHandle::destroyForcibly);
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

    /** Ends every job and daemon. */
    @Override
    public void close() throws IOException, InterruptedException {
        said("scancel", "--user=root");
        end(folder.resolve("run"));
        for (Process daemon : daemons.values()) {
            daemon.destroy();
            if (!daemon.waitFor(10, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        }
    }
}
