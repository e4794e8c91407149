package io.enginebench.models;

import ai.djl.modality.nlp.Vocabulary;
import ai.djl.modality.nlp.embedding.TrainableWordEmbedding;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.ScaledDotProductAttentionBlock;
import io.enginebench.record.graph.RowInput;
import java.util.List;
import java.util.Objects;

/** Networks that classify texts: rows of token ids, all of one length, (batch, position) of 64-bit integers. */
final class TextNetworks {
    private static final int EMBEDDING = 64;
    private static final int LSTM_STATES = 64;
    private static final int LAYERS = 2;
    private static final int HEADS = 4;
    private static final int HIDDEN = 256;
    private static final float DROPOUT = 0.1f;
    /** The axis of a text's tokens in (batch, position, feature). */
    private static final int POSITION = 1;

    private static final int FEATURE = 2;

    private TextNetworks() {}

    /** The ids themselves: DJL's embedding wants to know the words, of which it only uses the number. */
    private record Ids(long size) implements Vocabulary {
        @Override
        public String getToken(long index) {
            return Long.toString(index);
        }

        @Override
        public boolean contains(String token) {
            return false;
        }

        @Override
        public long getIndex(String token) {
            return -1;
        }
    }

    /** The mean of the tokens' embeddings and a linear output (Joulin et al. 2016, "Bag of tricks", without n-grams). */
    static Block bagOfWords(RowInput text, int outputs) {
        return classified(new SequentialBlock().add(embedding(text)).addSingleton(TextNetworks::mean, "mean"), outputs);
    }

    /** One layer of LSTM from left to right and a linear output of its last state. */
    static Block lstm(RowInput text, int outputs) {
        return classified(
                new SequentialBlock()
                        .add(embedding(text))
                        .add(LSTM.builder()
                                .setStateSize(LSTM_STATES)
                                .setNumLayers(1)
                                .build())
                        .addSingleton(states -> states.get(new NDIndex(":, -1")), "last"),
                outputs);
    }

    /**
     * Two layers of a transformer's encoder (Vaswani et al. 2017; GELU and learnt positions as in BERT), the mean over the positions and a
     * linear output. Not DJL's {@code TransformerEncoderBlock}, which has BatchNorm in place of LayerNorm and adds the layer's
     * input where the attention's output belongs.
     */
    static Block transformer(RowInput text, int outputs) {
        SequentialBlock network =
                new SequentialBlock().add(embedding(text)).add(new Positions(text.length(), EMBEDDING));
        for (int i = 0; i < LAYERS; i++) {
            network.add(beside(new SequentialBlock()
                            .add(ScaledDotProductAttentionBlock.builder()
                                    .setEmbeddingSize(EMBEDDING)
                                    .setHeadCount(HEADS)
                                    .optAttentionProbsDropoutProb(DROPOUT)
                                    .build())
                            .add(Dropout.builder().optRate(DROPOUT).build())))
                    .add(norm())
                    .add(beside(new SequentialBlock()
                            .add(Linear.builder().setUnits(HIDDEN).build())
                            .add(Activation.geluBlock())
                            .add(Linear.builder().setUnits(EMBEDDING).build())
                            .add(Dropout.builder().optRate(DROPOUT).build())))
                    .add(norm());
        }
        return classified(network.addSingleton(TextNetworks::mean, "mean"), outputs);
    }

    private static Block embedding(RowInput text) {
        return TrainableWordEmbedding.builder()
                .setVocabulary(new Ids(Objects.requireNonNull(text.vocabularySize())))
                .setEmbeddingSize(EMBEDDING)
                .build();
    }

    private static NDArray mean(NDArray tokens) {
        return tokens.mean(new int[] {POSITION});
    }

    /** What a block makes, added to its input. */
    private static Block beside(Block block) {
        return new ParallelBlock(
                parts -> new NDList(
                        parts.get(0).singletonOrThrow().add(parts.get(1).singletonOrThrow())),
                List.of(block, Blocks.identityBlock()));
    }

    private static Block norm() {
        return LayerNorm.builder().axis(FEATURE).build();
    }

    private static Block classified(SequentialBlock features, int outputs) {
        return features.add(Linear.builder().setUnits(outputs).build());
    }
}
