package io.enginebench.analysis.pick;

import java.util.List;

/**
 * The answer to a {@link Question}, with what it was reached by.
 *
 * @param goal in words
 * @param candidates every engine of the result, in its order
 * @param conditions what it holds for: machine, setting, environment and data, one line each
 * @param remarks what a reader should know besides
 */
public record Choice(
        String task,
        String model,
        String goal,
        List<Candidate> candidates,
        List<String> conditions,
        List<String> remarks,
        Answer answer) {
    public Choice {
        candidates = List.copyOf(candidates);
        conditions = List.copyOf(conditions);
        remarks = List.copyOf(remarks);
    }
}
