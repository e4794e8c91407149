package io.enginebench.cli.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A cluster of Slurm on this machine: a controller and two nodes on the loopback, with ports and folders of their own. Each node has a temporary
 * folder, as machines have, so that both may run a campaign.
 */
final class SlurmCluster implements AutoCloseable {
    private final Daemons daemons;
    private final Path folder;

    private SlurmCluster(Daemons daemons) {
        this.daemons = daemons;
        this.folder = daemons.folder();
    }

    /** Starts one; the test is skipped where Slurm's daemons are not installed or may not be started. */
    static SlurmCluster start() throws IOException, InterruptedException {
        assumeTrue(
                Stream.of("slurmctld", "slurmd", "sbatch").allMatch(SlurmCluster::isInstalled),
                "Slurm is not installed (slurmctld slurmd slurm-client)");
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may start slurmd");
        SlurmCluster cluster = new SlurmCluster(Daemons.of("slurm"));
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
        List<Integer> ports = Daemons.freePorts(3);
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
        String configuration = folder.resolve("slurm.conf").toString();
        daemons.start("slurmctld", environment(), List.of("slurmctld", "-D", "-f", configuration));
        for (String node : List.of("node1", "node2")) {
            daemons.start(node, environment(), List.of("slurmd", "-D", "-N", node, "-f", configuration));
        }
        daemons.await(
                "both nodes are idle",
                () -> said("sinfo", "--noheader", "--Node", "--format=%T")
                                .lines()
                                .filter(state -> state.strip().equals("idle"))
                                .count()
                        == 2);
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

    Daemons daemons() {
        return daemons;
    }

    /** Ends every job and daemon. */
    @Override
    public void close() throws IOException, InterruptedException {
        said("scancel", "--user=root");
        Daemons.end(folder.resolve("run"));
        daemons.close();
    }
}
