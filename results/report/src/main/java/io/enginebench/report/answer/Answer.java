package io.enginebench.report.answer;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.ComparisonScope;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a result says of one network on one task, in the words of somebody who has to choose: which engine is faster, whether any is better, who needs less
 * memory. It rests on the verdicts and claims no more than they do; what nobody knows yet is said with the command that would tell.
 *
 * @param title the task and the network, and whether the rows are synthetic
 * @param lines each a topic and what is known of it
 */
public record Answer(String title, List<Line> lines) {
    /** What a line begins with, below the heading. */
    public static final String INDENT = "  ";

    public Answer {
        lines = List.copyOf(lines);
    }

    /**
     * A line.
     *
     * @param topic what is compared
     * @param said what is known of it
     */
    public record Line(String topic, String said) {
        @Override
        public String toString() {
            return topic + ": " + said;
        }
    }

    /** What a comparison of timings is of: {@code Training 32 rows}. */
    public static String topic(Comparison timed) {
        ComparisonScope scope = Objects.requireNonNull(timed.scope(), "a comparison of timings has a scope");
        Mode mode = Objects.requireNonNull(scope.mode(), "a comparison of timings has a mode");
        Integer threads = scope.threads();
        return Words.list(
                Words.begun(Words.of(mode, scope.batch())),
                threads == null || threads == 1 ? "" : Words.counted(threads, "thread"),
                division(timed.division()));
    }

    /** How a division is told from the other, behind a topic; nothing of the usual one. */
    static String division(Division division) {
        return division == Division.PLAIN ? "as DJL's tutorials write it" : "";
    }

    /** What stands above the lines where it is text. */
    public String heading() {
        return title + ", in short:";
    }

    /** As the terminal shows it, but for the colours. */
    public String text() {
        return heading() + lines.stream().map(line -> "\n" + INDENT + line).collect(Collectors.joining());
    }

    /** The answers of a result of two engines or more, in the order of its tasks; none of one engine. */
    public static List<Answer> of(RunResult result) {
        if (result.engineIds().size() < 2) {
            return List.of();
        }
        List<Answer> answers = new ArrayList<>();
        for (TaskDescriptor task : result.tasks()) {
            for (String model : task.models()) {
                List<CellResult> cells = result.cells().stream()
                        .filter(cell -> cell.setting().isOf(task.id(), model))
                        .toList();
                if (!cells.isEmpty()) {
                    boolean synthetic = result.data(task.id())
                            .filter(data -> data.kind() == DataKind.SYNTHETIC)
                            .isPresent();
                    answers.add(new Answer(
                            task.id() + ", " + model + (synthetic ? ", synthetic data" : ""),
                            new Facts(result, task, model, cells).lines()));
                }
            }
        }
        return answers;
    }
}
