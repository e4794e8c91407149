package io.enginebench.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Makes picocli's commands, giving each the program.
 *
 * @param program what all of them share
 */
record Commands(Program program) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
        return given(CommandLine.defaultFactory().create(type));
    }

    /** The same command with the program. */
    <K> K given(K command) {
        if (command instanceof ProgramCommand ours) {
            ours.program = program;
        }
        return command;
    }
}
