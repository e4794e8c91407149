package io.enginebench.report.page.sections;

import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Section;
import java.util.List;
import java.util.stream.Collectors;

/** The command that measures the same again, and what a reader should know. */
public final class ReadingSection {
    private ReadingSection() {}

    static Section rerun(RunScope run) {
        String arguments = run.result().campaign().command().stream()
                .map(ReadingSection::quoted)
                .collect(Collectors.joining(" "));
        return new Section(
                run.id("rerun"),
                "Measure it again",
                List.of(
                        new Block.Command(("./bench " + arguments).strip()),
                        new Block.Text("Folders are left out ({path}). The result file has the hashes of data, starting"
                                + " weights and batch order, by which two runs can be told to be the same.")));
    }

    /** For a POSIX shell. */
    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_./:=,{}@%+-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    /** The section that stands after the runs. */
    public static Section howToRead() {
        return new Section(
                "reading",
                "How to read this page",
                List.of(new Block.Bullets(List.of(
                        "Nothing but the engine differs between two columns: starting weights, batch order and folds are the same.",
                        "A figure over folds or seeds is their mean. Each figure says its unit and which direction is better.",
                        "One seed is no verdict: the same engine with another seed, or another number of threads, differs too.",
                        "Equivalent means that the 90 % interval of the difference lies within the margin, which is the shaded"
                                + " band; better, that the 95 % interval excludes no difference (for a speed: lies outside the"
                                + " band); anything else is inconclusive.",
                        "The study's figures stand only beside the rows that the study used. Synthetic data are stand-ins drawn by"
                                + " enginebench; their figures are comparable between engines, not with the study.",
                        "Compare accuracy and MSE with the row of the best constant answer.",
                        "A colour and a mark belong to one engine on the whole page."))));
    }
}
