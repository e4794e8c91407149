package io.enginebench.cli.cluster;

import io.enginebench.cli.terminal.ScheduledJob;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.Mistakes;
import io.enginebench.record.run.CampaignRecord.Share;
import io.enginebench.report.text.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the manifest by which Kubernetes runs a plan, a share on each node. */
@Command(
        name = "k8s",
        header = {
            "  ./bench k8s compare --tasks fashion --seeds 8 --image registry.example.org/enginebench --nodes 4 --dry-run >job.yaml",
            "  kubectl apply -f job.yaml"
        },
        customSynopsis = "bench k8s (compare | run | throughput) ARGUMENTS... --image I --nodes N --dry-run",
        description = {
            "Prints an Indexed Job with a share of the plan for each index, each on a node of its own.",
            "Folders are in a volume that all of them have. Paths among the arguments are those in the image."
        })
public final class KubernetesCommand extends SharesCommand {
    private static final String NAME = "[a-z]([-a-z0-9]{0,48}[a-z0-9])?";

    @Option(
            names = "--image",
            paramLabel = "I",
            description = "an image with enginebench, as docs/releases.md makes it")
    @Nullable
    String image;

    @Option(
            names = {"--nodes", "--shares"},
            paramLabel = "N",
            description = "how many shares, each on a node")
    @Nullable
    Integer nodes;

    @Option(names = "--cpus", paramLabel = "N", description = "whole processors of each share (4)")
    int cpus = 4;

    @Option(names = "--memory", paramLabel = "M", description = "memory of each share (8Gi)")
    String memory = "8Gi";

    @Option(names = "--claim", paramLabel = "C", description = "the claim of the volume for folders (runs)")
    String claim = "runs";

    @Option(
            names = "--name",
            paramLabel = "J",
            description = "name of the Job, and of its folder in the volume (enginebench)")
    String name = "enginebench";

    @Option(names = "--bench", paramLabel = "FILE", description = "bench in the image (/opt/enginebench/bin/bench)")
    String bench = "/opt/enginebench/bin/bench";

    private int shares;

    @Override
    void check(Mistakes mistakes) {
        mistakes.unless(
                dryRun,
                "--dry-run",
                "given, for enginebench submits nothing to Kubernetes: kubectl apply does",
                "none");
        mistakes.unless(image != null && image.matches("[A-Za-z0-9._:/@-]+"), "--image", "the name of an image", image);
        shares = given(mistakes, "--nodes", nodes, Share.MOST);
        mistakes.within("--cpus", cpus, 1, 1, 1024);
        mistakes.unless(memory.matches("[1-9][0-9]{0,8}[MG]i"), "--memory", "as in 8Gi or 8192Mi", "'" + memory + "'");
        mistakes.unless(claim.matches(NAME), "--claim", "lower case, digits and -", "'" + claim + "'");
        mistakes.unless(name.matches(NAME), "--name", "lower case, digits and -", "'" + name + "'");
        for (String argument : arguments) {
            mistakes.unless(
                    argument.chars().noneMatch(Character::isISOControl),
                    "arguments",
                    "without line ends and the like",
                    "'" + argument + "'");
        }
    }

    @Override
    ExitCode hand() {
        mustMakeShares(arguments, shares);
        program.out().print("""
                # kubectl apply -f FILE; then, where the volume is at /runs: ./bench merge /runs/%1$s/share-* --out /runs/%1$s/merged
                apiVersion: batch/v1
                kind: Job
                metadata: {name: %1$s}
                spec:
                  completionMode: Indexed
                  completions: %2$d
                  parallelism: %2$d
                  backoffLimitPerIndex: 0   # a share is not begun again, and one that fails ends no other
                  template:
                    metadata:
                      labels: {app.kubernetes.io/name: enginebench}
                    spec:
                      restartPolicy: Never
                      affinity:
                        podAntiAffinity:   # each share has a node to itself
                          requiredDuringSchedulingIgnoredDuringExecution:
                            - topologyKey: kubernetes.io/hostname
                              labelSelector: {matchLabels: {app.kubernetes.io/name: enginebench}}
                      containers:
                        - name: share
                          image: "%3$s"
                          command: [sh, -c]
                          args:
                            - |-
                              share=$((JOB_COMPLETION_INDEX+1))
                              exec %4$s --shard $share/%2$d --out /runs/%1$s/share-$share
                          env:
                            - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                            - {name: %5$s, value: kubernetes $(POD)}
                          resources:
                            requests: {cpu: %6$d, memory: %7$s}
                            limits: {cpu: %6$d, memory: %7$s}
                          volumeMounts: [{name: runs, mountPath: /runs}]
                      volumes:
                        - name: runs
                          persistentVolumeClaim: {claimName: %8$s}
                """.formatted(name, shares, image, command(), ScheduledJob.VARIABLE, cpus, memory, claim));
        return ExitCode.DONE;
    }

    /** Kubernetes takes {@code $(NAME)} for a variable, and {@code $$} for a dollar. */
    private String command() {
        return (Words.shell(List.of(bench)) + " " + Words.shell(arguments)).replace("$(", "$$(");
    }
}
