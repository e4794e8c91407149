package io.enginebench.engines.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.loss.Loss;
import io.enginebench.record.task.TrainingLoss;
import io.enginebench.record.task.TrainingLoss.AbsoluteError;
import io.enginebench.record.task.TrainingLoss.BinaryCrossEntropy;
import io.enginebench.record.task.TrainingLoss.CrossEntropy;
import io.enginebench.record.task.TrainingLoss.Huber;
import io.enginebench.record.task.TrainingLoss.SquaredError;
import java.util.List;

/** The losses in DJL's words: its own where it has the formula. */
public final class Losses {
    private Losses() {}

    /** A mean over the rows of a batch: of logits (row, class) and classes (row), or of (row, output) and (row, output). */
    public static Loss of(TrainingLoss loss) {
        if (loss instanceof CrossEntropy crossEntropy) {
            if (crossEntropy.classWeights() != null) {
                return new Weighted(crossEntropy.labelSmoothing(), crossEntropy.classWeights());
            }
            return crossEntropy.labelSmoothing() == 0
                    ? Loss.softmaxCrossEntropyLoss()
                    : new Smoothed((float) crossEntropy.labelSmoothing());
        } else if (loss instanceof BinaryCrossEntropy) {
            return new BinaryLoss();
        } else if (loss instanceof SquaredError) {
            // The weight 1 makes DJL's L2 loss, which carries a half, the mean squared error.
            return Loss.l2Loss("mse", 1f);
        } else if (loss instanceof AbsoluteError) {
            return Loss.l1Loss("l1");
        }
        return new HuberLoss((float) ((Huber) loss).delta());
    }

    /** {@code 1 - s} times the loss by the right class, and s times its mean over all classes. */
    private static final class Smoothed extends Loss {
        private final Loss sharp = Loss.softmaxCrossEntropyLoss();
        private final float smoothing;

        Smoothed(float smoothing) {
            super("smoothed cross-entropy");
            this.smoothing = smoothing;
        }

        @Override
        public NDArray evaluate(NDList labels, NDList predictions) {
            NDArray all = predictions.singletonOrThrow().logSoftmax(1).mean();
            return sharp.evaluate(labels, predictions).mul(1 - smoothing).sub(all.mul(smoothing));
        }
    }

    /** The weight of the right class times what a row has without it. */
    private static final class Weighted extends Loss {
        private final float smoothing;
        private final float[] weights;

        Weighted(double smoothing, List<Double> classWeights) {
            super("weighted cross-entropy");
            this.smoothing = (float) smoothing;
            weights = new float[classWeights.size()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = classWeights.get(i).floatValue();
            }
        }

        @Override
        public NDArray evaluate(NDList labels, NDList predictions) {
            NDArray logits = predictions.singletonOrThrow();
            NDArray logs = logits.logSoftmax(1);
            NDIndex right = new NDIndex().addAllDim().addPickDim(labels.singletonOrThrow());
            NDArray each = logs.get(right);
            if (smoothing > 0) {
                each = each.mul(1 - smoothing)
                        .add(logs.mean(new int[] {1}, true).mul(smoothing));
            }
            NDArray weight = logits.getManager()
                    .create(weights, new Shape(1, weights.length))
                    .broadcast(logits.getShape())
                    .get(right);
            return each.mul(weight).mean().neg();
        }
    }

    /** Smooth everywhere, which DJL's own, of an absolute value and a ReLU, is not at 0. */
    private static final class BinaryLoss extends Loss {
        BinaryLoss() {
            super("binary cross-entropy");
        }

        @Override
        public NDArray evaluate(NDList labels, NDList predictions) {
            NDArray z = predictions.singletonOrThrow();
            NDArray y = labels.singletonOrThrow().reshape(z.getShape());
            return Activation.softPlus(z).sub(z.mul(y)).mean();
        }
    }

    /** With c being e, but delta at most: {@code c (e - c/2)}. */
    private static final class HuberLoss extends Loss {
        private final float delta;

        HuberLoss(float delta) {
            super("huber");
            this.delta = delta;
        }

        @Override
        public NDArray evaluate(NDList labels, NDList predictions) {
            NDArray z = predictions.singletonOrThrow();
            NDArray e = labels.singletonOrThrow().reshape(z.getShape()).sub(z).abs();
            NDArray c = e.minimum(delta);
            return c.mul(e.sub(c.mul(0.5f))).mean();
        }
    }
}
