package io.enginebench.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.run.RunResult;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.report.page.figures.RatioMatrix;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Palette;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatioMatrixTest {
    private static final Palette PALETTE = new Palette(List.of("alpha", "beta"));
    private static final List<Comparison> COMPARISONS = List.of(
            PageFixture.speed("linear", 1, 1.5, Conclusion.BETTER, "alpha"),
            PageFixture.speed("linear", 32, 0.25, Conclusion.BETTER, "beta"),
            PageFixture.speed("cnn", 32, 1.01, Conclusion.EQUIVALENT, null),
            PageFixture.speed("deep", 1, 1.2, Conclusion.INCONCLUSIVE, null));

    private static List<Block> matrices(List<Comparison> comparisons) {
        RunResult fixture = PageFixture.result();
        return RatioMatrix.of(new RunScope(1, "r", fixture.judged(comparisons, fixture.controls()), PALETTE));
    }

    @Test
    void eachNetworkHasARowAndEachBatchAColumn() {
        List<Block> blocks = matrices(COMPARISONS);
        assertEquals(2, blocks.size());
        Block.Matrix matrix = (Block.Matrix) blocks.get(1);
        assertEquals(List.of("linear", "cnn", "deep"), matrix.heads());
        assertEquals(List.of("1", "32"), matrix.columns());
        assertEquals(
                List.of(
                        // log2 of 1.5 is 0.58.
                        List.of(
                                new Block.Field("alpha 1.50×", 6, false, 0),
                                new Block.Field("beta 4.00×", 10, false, 1)),
                        List.of(
                                new Block.Field("-", 0, false, null),
                                new Block.Field("equivalent 1.01", 0, false, null)),
                        List.of(
                                new Block.Field("inconclusive 1.20", 0, false, null),
                                new Block.Field("-", 0, false, null))),
                matrix.rows());
    }

    @Test
    void theSentenceSaysWhereTheEnginesChangePlaces() {
        assertEquals(
                new Block.Text(
                        "faces, inference, tuned (without libomp and tcmalloc), 1 thread: alpha against beta: alpha is faster on linear (batch 1); beta is"
                                + " faster on linear (batch 32); as fast as each other on cnn (batch 32); undecided on deep (batch 1)."),
                matrices(COMPARISONS).get(0));
    }

    @Test
    void oneNetworkNeedsNone() {
        assertTrue(matrices(COMPARISONS.subList(0, 2)).isEmpty());
    }
}
