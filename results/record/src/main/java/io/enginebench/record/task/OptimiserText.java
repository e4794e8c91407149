package io.enginebench.record.task;

import io.enginebench.record.Check;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

    private final Map<String, String> values = new LinkedHashMap<>();
    private final String name;

    private OptimiserText(String typed) {
        int colon = typed.indexOf(':');
        name = colon < 0 ? typed : typed.substring(0, colon);
        Check.that(
                Optimiser.NAMES.contains(name),
                "optimizer",
                "one of " + String.join(", ", Optimiser.NAMES),
                "'" + name + "'");
        for (String part : colon < 0
                ? List.<String>of()
                : List.of(typed.substring(colon + 1).split(",", -1))) {
            int equals = part.indexOf('=');
            String member = equals < 0 ? part : part.substring(0, equals);
            Check.that(
                    equals > 0 && MEMBERS.contains(member),
                    "optimizer behind its colon",
                    "MEMBER=VALUE with a member of " + String.join(", ", MEMBERS),
                    "'" + part + "'");
            Check.that(values.put(member, part.substring(equals + 1)) == null, member, "given once", part);
        }
    }

    /** The optimiser, which has the learning rate and, if it has one, the eps of another where nothing is typed of it. */
    static Optimiser read(String typed, Optimiser usual) {
        OptimiserText text = new OptimiserText(typed);
        Double epsilon = text.number("epsilon");
        boolean takesEpsilon = !text.name.equals(Optimiser.Sgd.NAME);
        return new RecipeJson(
                        1,
                        1,
                        text.name,
                        usual.learningRate().base(),
                        epsilon == null && takesEpsilon
                                ? Objects.requireNonNullElse(usual.epsilon(), USUAL_EPSILON)
                                : epsilon,
                        text.number("momentum"),
                        text.value("nesterov", "true or false", OptimiserText::flag),
                        text.number("rho"),
                        text.number("weight_decay"),
                        text.number("gradient_clip_norm"),
                        text.values.get("learning_rate_schedule"),
                        text.whole("learning_rate_warmup_steps"),
                        text.whole("learning_rate_decay_steps"),
                        text.number("learning_rate_decay_factor"),
                        null,
                        null,
                        null,
                        null)
                .optimiser();
    }

    private static Boolean flag(String typed) {
        if (!typed.equals("true") && !typed.equals("false")) {
            throw new IllegalArgumentException();
        }
        return Boolean.valueOf(typed);
    }

    private @Nullable Double number(String member) {
        return value(member, "a number", Double::valueOf);
    }

    private @Nullable Integer whole(String member) {
        return value(member, "a whole number", Integer::valueOf);
    }

    private <T> @Nullable T value(String member, String rule, Function<String, T> reader) {
        String typed = values.get(member);
        try {
            return typed == null ? null : reader.apply(typed);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Check.mistake(member, rule, "'" + typed + "'"), e);
        }
    }
}
