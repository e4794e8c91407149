package io.enginebench.report.answer;

import io.enginebench.analysis.advice.NamedEngines;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.report.table.MoreSeeds;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;

/** The commands that would tell what a result does not say of one network on one task. */
record Next(RunResult result, TaskDescriptor task, String model) {
    /** Another command on the same engines, task and network. */
    String fresh(String command, String... flags) {
        if (task.data() instanceof OwnData || result.campaign().plugins() != null) {
            // The folders of files are not kept.
            return "next: ./bench %s with the same --tasks and --plugin%s"
                    .formatted(command, flags.length == 0 ? "" : " and " + String.join(" ", flags));
        }
        List<String> whole = new ArrayList<>(List.of(command));
        whole.addAll(command.equals("compare") ? NamedEngines.trainingOption(result) : NamedEngines.option(result));
        whole.addAll(List.of("--tasks", task.id(), "--models", model));
        whole.addAll(List.of(flags));
        return "next: ./bench " + Words.shell(whole);
    }

    /** The run's own command with a flag of another value. */
    String again(String flag, int value) {
        List<String> command = new ArrayList<>(MoreSeeds.asked(result, flag));
        command.addAll(List.of(flag, Integer.toString(value)));
        String shell = Words.shell(command);
        return shell.contains("{path}")
                ? "next: the same command with %s %d".formatted(flag, value)
                : "next: ./bench " + shell;
    }

    /** So many rounds of timing, whatever the run was. */
    String rounds(int rounds) {
        return MoreSeeds.asked(result, "--rounds").get(0).equals("throughput")
                ? again("--rounds", rounds)
                : fresh("throughput", "--rounds", Integer.toString(rounds));
    }
}
