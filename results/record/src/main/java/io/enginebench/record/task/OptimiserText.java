package io.enginebench.record.task;

import java.util.List;
import java.util.Objects;

/**
 * An optimiser as it is typed: its name, and behind a colon what is not usual of it, by the names of {@link RecipeJson} without {@code opt_}:
 * {@code adamw}, {@code sgd:momentum=0.9,nesterov=true}.
 */
final class OptimiserText {
    private static final List<String> MEMBERS = List.of(
            "momentum",
            "nesterov",
            "rho",
            "epsilon",
            "weight_decay",
            "gradient_clip_norm",
            "learning_rate_schedule",
            "learning_rate_warmup_steps",
            "learning_rate_decay_steps",
            "learning_rate_decay_factor");
    /** Keras's. */
    private static final double USUAL_EPSILON = 1e-7;

    private OptimiserText() {}

    /** The optimiser, which has the learning rate and, if it has one, the eps of another where nothing is typed of it. */
    static Optimiser read(String typed, Optimiser usual) {
        Typed text = Typed.read("optimizer", typed, Optimiser.NAMES, name -> MEMBERS);
        Double epsilon = text.number("epsilon");
        boolean takesEpsilon = !text.name().equals(Optimiser.Sgd.NAME);
        return new RecipeJson(
                        1,
                        1,
                        text.name(),
                        usual.learningRate().base(),
                        epsilon == null && takesEpsilon
                                ? Objects.requireNonNullElse(usual.epsilon(), USUAL_EPSILON)
                                : epsilon,
                        text.number("momentum"),
                        text.flag("nesterov"),
                        text.number("rho"),
                        text.number("weight_decay"),
                        text.number("gradient_clip_norm"),
                        text.values().get("learning_rate_schedule"),
                        text.whole("learning_rate_warmup_steps"),
                        text.whole("learning_rate_decay_steps"),
                        text.number("learning_rate_decay_factor"),
                        null,
                        null,
                        null,
                        null)
                .optimiser();
    }
}
