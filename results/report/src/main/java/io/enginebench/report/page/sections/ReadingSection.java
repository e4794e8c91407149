package io.enginebench.report.page.sections;

import io.enginebench.record.run.PooledRun;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command that measures the same again, and what a reader should know. */
public final class ReadingSection {
    private ReadingSection() {}

    static Section rerun(RunScope run) {
        List<PooledRun> pooled = run.result().pooled();
        List<Block> blocks = new ArrayList<>();
        Stream.concat(
                        pooled == null ? Stream.empty() : pooled.stream().map(PooledRun::campaign),
                        Stream.of(run.result().campaign()))
                .map(campaign -> new Block.Command(("./bench " + Words.shell(campaign.command())).strip()))
                .forEach(blocks::add);
        blocks.add(new Block.Text("Folders are left out ({path}). The result file has the hashes of data, starting"
                + " weights and batch order, by which two runs can be told to be the same."));
        return new Section(run.id("rerun"), "Measure it again", blocks);
    }

    /** The section that stands after the runs. */
    public static Section howToRead() {
        return new Section(
                "reading",
                "How to read this page",
                List.of(new Block.Bullets(Stream.of(
                                "Starting weights, batch order and folds are the same in two columns. How an engine is driven is its division's:"
                                        + " tuned, each in the way that suits it, or plain, as DJL's tutorials write it.",
                                "A figure over folds or seeds is their mean. Each figure says its unit and which direction is better.",
                                "One seed is no verdict: the same engine with another seed, or another number of threads, differs too.",
                                "Equivalent means that the 90 % interval of the difference lies within the margin, which is the shaded"
                                        + " band; better, that the 95 % interval excludes no difference (for a speed: lies outside the"
                                        + " band); anything else is inconclusive.",
                                "The folds of a seed are averaged, and the seeds judged: the interval says what holds on these data."
                                        + " Beyond this data set is an interval for other data of the same kind (Nadeau and Bengio"
                                        + " 2003), in which training sets that overlap count as one; it decides nothing here.",
                                "Looking more than once costs error: a verdict has its 5 % for one look at a number of seeds or"
                                        + " rounds that was fixed beforehand.",
                                "The study's figures stand only beside the rows that the study used. Synthetic data are stand-ins drawn by"
                                        + " enginebench; their figures are comparable between engines, not with the study.",
                                "Compare accuracy and MSE with the row of the best constant answer.",
                                "A colour and a mark belong to one engine on the whole page.")
                        .map(sentence -> List.of(new Block.Piece(sentence, null)))
                        .toList())));
    }
}
