package io.enginebench.cli.terminal;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Makes picocli's commands, and the values that shells offer, giving each the program.
 *
 * @param program what all of them share
 */
public record Commands(Program program) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
        K command = CommandLine.defaultFactory().create(type);
        if (command instanceof ProgramCommand ours) {
            ours.program = program;
        }
        if (command instanceof Offered values) {
            values.of(program);
        }
        return command;
    }
}
