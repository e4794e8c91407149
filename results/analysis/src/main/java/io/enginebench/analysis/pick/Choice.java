package io.enginebench.analysis.pick;

import java.util.List;

/**
 * The answer to a {@link Question}, with what it was reached by.
 *
 * @param goal in words
 * @param candidates every engine of the result, in its order
 * @param remarks what a reader should know besides
 */
public record Choice(
        String task, String model, String goal, List<Candidate> candidates, List<String> remarks, Answer answer) {
    public Choice {
        candidates = List.copyOf(candidates);
        remarks = List.copyOf(remarks);
    }
}
