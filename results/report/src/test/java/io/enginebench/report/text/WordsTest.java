package io.enginebench.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.record.setting.Mode;
import io.enginebench.record.verdict.ComparisonScope;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void metricsAreNamedByTheirLabels() {
        assertEquals("a is faster in answering throughput: b", Words.readable("a is faster in infer_throughput: b"));
    }

    @Test
    void modesOfSentencesAndControlsAreInWords() {
        assertEquals(
                "a is faster in training throughput (batch 1, 2 threads) by 1.0..2.0 %",
                Words.readable("a is faster in train_throughput (train, batch 1, 2 threads) by 1.0..2.0 %"));
        assertEquals(
                "a is faster in training throughput (whole epochs, batch 32, 1 thread)",
                Words.readable("a is faster in train_throughput (epoch, batch 32, 1 thread)"));
        assertEquals(
                "a is faster in step duration (training, batch 32, 1 thread)",
                Words.readable("a is faster in step_duration (train, batch 32, 1 thread)"));
        assertEquals(
                "faces cnn, training whole epochs, batch 32, 1 thread: a against itself is equivalent",
                Words.readable("faces cnn, epoch, batch 32, 1 thread: a against itself is equivalent"));
        assertEquals(
                "training throughput batch 32, 1 thread", Words.readable("train_throughput train batch 32, 1 thread"));
        assertEquals("a train of thoughts, batch 3", Words.readable("a train of thoughts, batch 3"));
    }

    @Test
    void rowsOfAStepAreSaidAsOneSaysThem() {
        assertEquals("answering one row", Words.of(Mode.INFER, 1));
        assertEquals("training 1,024 rows", Words.of(Mode.TRAIN, 1024));
        assertEquals("training whole epochs, 32 rows at a time", Words.of(Mode.EPOCH, 32));
        assertEquals("training", Words.of(Mode.TRAIN, null));
    }

    @Test
    void speedsAreNarrowedInTheWordsOfTables() {
        assertEquals("answering, batch 1, 1 thread", Words.ofSpeed(ComparisonScope.ofSpeed(Mode.INFER, 1, 1)));
    }
}
