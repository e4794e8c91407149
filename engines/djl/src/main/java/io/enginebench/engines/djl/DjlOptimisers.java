package io.enginebench.engines.djl;

import ai.djl.training.optimizer.Adam;
import ai.djl.training.optimizer.AdamW;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.optimizer.RmsProp;
import ai.djl.training.tracker.Tracker;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.record.task.LearningRate;
import io.enginebench.record.task.Optimiser;

/** DJL's own optimisers, where they have the formula that is asked for; they are not the same on each engine. */
final class DjlOptimisers {
    private static final String PLAIN = "DJL's own optimiser, which the plain division trains by, has no ";

    private DjlOptimisers() {}

    /**
     * The optimiser.
     *
     * @param engine DJL's name of it
     * @throws UnsupportedException if DJL has none of the same formula on that engine
     */
    static Optimizer of(Optimiser optimiser, String engine) {
        if (optimiser.gradientClipNorm() != null) {
            throw new UnsupportedException(PLAIN + "clipping by the norm of all gradients");
        }
        Optimiser.Rule rule = optimiser.rule();
        if (rule instanceof Optimiser.Sgd sgd) {
            return sgd(optimiser, sgd);
        } else if (rule instanceof Optimiser.Adam adam) {
            return adam.decoupled() ? adamW(optimiser, adam) : adam(optimiser, adam);
        }
        if (!engine.equals("MXNet")) {
            throw new UnsupportedException(PLAIN + "RMSProp on " + engine);
        }
        return rmsProp(optimiser, (Optimiser.RmsProp) rule);
    }

    private static Optimizer sgd(Optimiser optimiser, Optimiser.Sgd sgd) {
        if (sgd.nesterov()) {
            throw new UnsupportedException(PLAIN + "Nesterov's momentum in its SGD");
        }
        if (sgd.momentum() != 0 && !optimiser.learningRate().isConstant()) {
            throw new UnsupportedException(
                    PLAIN + "momentum apart from the learning rate, which is another formula where the rate changes");
        }
        return Optimizer.sgd()
                .setLearningRateTracker(tracker(optimiser.learningRate()))
                .optMomentum((float) sgd.momentum())
                .optWeightDecays((float) optimiser.decayOfGradients())
                .build();
    }

    private static Optimizer adam(Optimiser optimiser, Optimiser.Adam adam) {
        return Adam.builder()
                .optLearningRateTracker(tracker(optimiser.learningRate()))
                .optEpsilon((float) adam.epsilon())
                .optWeightDecays((float) optimiser.decayOfGradients())
                .build();
    }

    /** Not centred, where DJL makes nothing of its momentum. */
    private static Optimizer rmsProp(Optimiser optimiser, Optimiser.RmsProp rmsProp) {
        return RmsProp.builder()
                .optLearningRateTracker(tracker(optimiser.learningRate()))
                .optRho((float) rmsProp.rho())
                .optEpsilon((float) rmsProp.epsilon())
                .optWeightDecays((float) optimiser.decayOfGradients())
                .build();
    }

    private static Optimizer adamW(Optimiser optimiser, Optimiser.Adam adam) {
        try {
            return Decoupled.adam(optimiser, adam);
        } catch (LinkageError e) {
            throw new UnsupportedException(PLAIN + "AdamW in this version");
        }
    }

    /** A class by itself, for an older version of DJL that an engine may bring has nothing of that name. */
    private static final class Decoupled {
        static Optimizer adam(Optimiser optimiser, Optimiser.Adam adam) {
            return AdamW.builder()
                    .optLearningRateTracker(tracker(optimiser.learningRate()))
                    .optEpsilon((float) adam.epsilon())
                    .optWeightDecays((float) optimiser.decoupledDecay())
                    .build();
        }
    }

    private static Tracker tracker(LearningRate rate) {
        return step -> (float) rate.at(step);
    }
}
