package io.enginebench.analysis.advice;

import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.run.PooledRun;
import io.enginebench.record.run.RunResult;
import java.util.List;

/**
 * The option {@code --engines} of a command that goes on where a run has ended: the engines that the run named. One that named none had those that take
 * part by default, and so has the next.
 */
public final class NamedEngines {
    private static final String OPTION = "--engines";

    private NamedEngines() {}

    /** The option with its value; empty where none is named. */
    public static List<String> option(RunResult result) {
        return option(named(result));
    }

    /** The same without engines that only answer, of which a training has but rows without figures. */
    public static List<String> trainingOption(RunResult result) {
        return option(
                named(result).stream().filter(id -> !onlyAnswers(result, id)).toList());
    }

    /** As the file says, or some training that was asked of it ended so. */
    private static boolean onlyAnswers(RunResult result, String id) {
        return result.engines().stream().anyMatch(engine -> engine.id().equals(id) && engine.onlyAnswers())
                || result.cells().stream()
                        .anyMatch(cell ->
                                cell.engine().equals(id) && EngineDescriptor.ANSWERS_ONLY.equals(cell.reason()));
    }

    private static List<String> option(List<String> engines) {
        return engines.isEmpty() ? List.of() : List.of(OPTION, String.join(",", engines));
    }

    /** As they were typed, without what tells several appearances of one engine from each other. */
    private static List<String> named(RunResult result) {
        List<PooledRun> pooled = result.pooled();
        List<String> command =
                (pooled == null ? result.campaign() : pooled.get(0).campaign()).command();
        for (int i = 0; i < command.size(); i++) {
            String argument = command.get(i);
            if (argument.startsWith(OPTION + "=")) {
                return List.of(argument.substring(OPTION.length() + 1).split(","));
            }
            if (argument.equals(OPTION) && i + 1 < command.size()) {
                return List.of(command.get(i + 1).split(","));
            }
        }
        return List.of();
    }
}
