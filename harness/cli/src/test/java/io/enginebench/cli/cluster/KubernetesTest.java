package io.enginebench.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.cli.Session;
import io.enginebench.record.run.CampaignRecord.Share;
import io.enginebench.record.run.RunResult;
import io.enginebench.report.text.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The manifest, read as Kubernetes reads it; and what its container would do, done. */
@Tag("engine")
class KubernetesTest {
    @TempDir
    Path folder;

    private static Session k8s(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("k8s", "compare", "--tasks", "digits", "--models", "linear", "--engines", "pytorch,mxnet"));
        arguments.addAll(List.of("--seeds", "2", "--epochs", "1", "--samples", "100"));
        arguments.addAll(List.of(more));
        return Session.run(arguments.toArray(new String[0]));
    }

    /** What is at a path of names and positions. */
    private static Object at(Object yaml, Object... path) {
        Object found = yaml;
        for (Object step : path) {
            found = step instanceof Integer position ? ((List<?>) found).get(position) : ((Map<?, ?>) found).get(step);
        }
        return found;
    }

    private static Object yaml(String text) {
        return new Load(LoadSettings.builder().build()).loadFromString(text);
    }

    @Test
    void eachIndexIsAShareOnANodeOfItsOwn() {
        Session session = k8s("--image", "registry.example.org/bench:1", "--nodes", "2", "--cpus", "8", "--dry-run");
        assertEquals(0, session.exitCode(), session.err());
        Object job = yaml(session.out());
        assertEquals("Job", at(job, "kind"));
        assertEquals("Indexed", at(job, "spec", "completionMode"));
        assertEquals(2, at(job, "spec", "completions"));
        assertEquals(2, at(job, "spec", "parallelism"));
        assertEquals(0, at(job, "spec", "backoffLimitPerIndex"));
        Object pod = at(job, "spec", "template", "spec");
        Object apart = at(
                pod,
                "affinity",
                "podAntiAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution",
                0,
                "labelSelector");
        assertEquals(at(job, "spec", "template", "metadata", "labels"), at(apart, "matchLabels"));
        Object container = at(pod, "containers", 0);
        assertEquals("registry.example.org/bench:1", at(container, "image"));
        assertEquals(Map.of("cpu", 8, "memory", "8Gi"), at(container, "resources", "limits"));
        assertEquals(at(container, "resources", "requests"), at(container, "resources", "limits"));
        assertEquals(
                at(pod, "volumes", 0, "name"), at(container, "volumeMounts", 0, "name"), "what is mounted is there");
    }

    @Test
    void whatTheContainerOfAnIndexRunsIsItsShare() throws IOException, InterruptedException {
        Path bench = folder.resolve("bench");
        Files.writeString(bench, "#!/bin/sh\nexec " + Words.shell(Session.command()) + " \"$@\"\n");
        assertTrue(bench.toFile().setExecutable(true));
        Session session = k8s("--image", "i", "--nodes", "2", "--bench", bench.toString(), "--dry-run");
        assertEquals(0, session.exitCode(), session.err());
        Object container = at(yaml(session.out()), "spec", "template", "spec", "containers", 0);
        List<String> command = new ArrayList<>();
        ((List<?>) at(container, "command")).forEach(word -> command.add((String) word));
        command.add(((String) at(container, "args", 0)).replace(" /runs/", " " + folder + "/"));
        Path log = folder.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JOB_COMPLETION_INDEX", "1");
        String job = (String) at(container, "env", 1, "value");
        builder.environment()
                .put((String) at(container, "env", 1, "name"), job.replace("$(POD)", "enginebench-1-x7k2p"));
        assertEquals(0, builder.start().waitFor(), Files.readString(log));
        RunResult result = Session.result(folder.resolve("enginebench/share-2"));
        assertEquals(new Share(2, 2), result.campaign().share());
        assertEquals("kubernetes enginebench-1-x7k2p", result.campaign().job());
    }

    @Test
    void exampleOfTheDocsIsWhatTheCommandPrints() throws IOException {
        String page = Files.readString(Session.HOME.resolve("docs/clusters.md"));
        String section = page.substring(page.indexOf("## Kubernetes"));
        String command = section.lines()
                .filter(line -> line.startsWith("./bench k8s "))
                .findFirst()
                .orElseThrow()
                .replaceFirst(" >.*", "");
        Session session = Session.run(command.substring("./bench ".length()).split(" +"));
        assertEquals(0, session.exitCode(), session.err());
        String example = section.substring(section.indexOf("```yaml\n") + "```yaml\n".length());
        assertEquals(session.out(), example.substring(0, example.indexOf("```")));
    }

    @Test
    void whatIsWrongIsSaidAtOnce() {
        Session session = k8s("--image", "a b", "--memory", "8", "--name", "Mine", "--cpus", "0");
        assertEquals(2, session.exitCode());
        assertEquals(
                List.of(
                        "bench: --dry-run must be given, for enginebench submits nothing to Kubernetes: kubectl apply does, got none",
                        "bench: --image must be the name of an image, got a b",
                        "bench: --nodes must be given, got none",
                        "bench: --cpus must be 1..1024, got 0",
                        "bench: --memory must be as in 8Gi or 8192Mi, got '8'",
                        "bench: --name must be lower case, digits and -, got 'Mine'"),
                session.errLines().subList(0, 6));
        Session many = k8s("--image", "i", "--nodes", "3", "--dry-run");
        assertEquals(2, many.exitCode());
        assertTrue(many.err().contains("number of shares must be at most 2"), many.err());
        Session other = Session.run("k8s", "pool", "--image", "i", "--nodes", "3", "--dry-run");
        assertTrue(
                other.err().contains("what ./bench k8s runs must be one of compare, run, throughput, got 'pool'"),
                other.err());
    }
}
