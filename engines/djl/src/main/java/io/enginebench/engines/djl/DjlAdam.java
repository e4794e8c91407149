package io.enginebench.engines.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;
import java.util.List;

/** DJL's own Adam, called for one parameter after the other. DJL keeps its state with the parameters. */
public final class DjlAdam implements ParameterUpdate {
    private final List<Parameter> parameters;
    private final Adam adam;
    private final String name;

    DjlAdam(List<Parameter> parameters, float learningRate, float epsilon) {
        this(parameters, learningRate, epsilon, "");
    }

    /**
     * For an engine that has a faster one which cannot be used.
     *
     * @param why it cannot; a line
     */
    public DjlAdam(List<Parameter> parameters, float learningRate, float epsilon, String why) {
        name = why.isEmpty() ? "DJL's own" : "DJL's own, for " + why;
        this.parameters = List.copyOf(parameters);
        adam = Adam.builder()
                .optLearningRateTracker(Tracker.fixed(learningRate))
                .optEpsilon(epsilon)
                .build();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void step() {
        for (Parameter parameter : parameters) {
            try (NDArray gradient = parameter.getArray().getGradient()) {
                adam.update(parameter.getId(), parameter.getArray(), gradient);
            }
        }
    }
}
