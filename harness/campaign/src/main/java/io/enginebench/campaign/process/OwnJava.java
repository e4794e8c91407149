package io.enginebench.campaign.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a process of ours is started in a JVM like this one: in an environment written from nothing, with its output in a log and the JVM's
 * report of a crash in a file. Where the OS has it, the end of this process is its end too, even if it was stopped.
 *
 * @param crashReport written by the JVM if it crashes
 */
record OwnJava(Map<String, String> variables, Path log, Path crashReport) {
    // No core files: they are gigabytes.
    private static final String START = "ulimit -c 0; setpriv --pdeathsig KILL true 2>/dev/null"
            + " && exec setpriv --pdeathsig KILL \"$@\"; exec \"$@\"";

    /**
     * A process that has not been started.
     *
     * @param before what a shell does first, where there is one
     * @param options the JVM's
     * @param program class path, main class and arguments
     */
    ProcessBuilder process(String before, List<String> options, List<String> program) {
        List<String> command = new ArrayList<>();
        if (File.separatorChar == '/') {
            command.addAll(List.of("/bin/sh", "-c", before + START, "java"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-XX:ErrorFile=" + crashReport.toAbsolutePath());
        command.add("-cp");
        command.addAll(program);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder;
    }
}
