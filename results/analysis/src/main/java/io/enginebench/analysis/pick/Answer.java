package io.enginebench.analysis.pick;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What comes of it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Answer.Picked.class, name = "picked"),
    @JsonSubTypes.Type(value = Answer.Equivalent.class, name = "equivalent"),
    @JsonSubTypes.Type(value = Answer.Inconclusive.class, name = "inconclusive"),
    @JsonSubTypes.Type(value = Answer.CannotTell.class, name = "cannot_tell"),
    @JsonSubTypes.Type(value = Answer.NobodyMeets.class, name = "nobody_meets"),
    @JsonSubTypes.Type(value = Answer.NotMeasured.class, name = "not_measured"),
    @JsonSubTypes.Type(value = Answer.Unfit.class, name = "unfit")
})
public sealed interface Answer {
    /** Why, in a sentence or two. */
    String reason();

    /** One engine: no other keeps the limits, or a verdict says that it is better than each that does. */
    record Picked(String engine, String reason) implements Answer {}

    /** No significant difference, and that is shown: any of the engines will do. */
    record Equivalent(List<String> engines, String reason) implements Answer {
        public Equivalent {
            engines = List.copyOf(engines);
        }
    }

    /** No significant difference was found, and none was ruled out. */
    record Inconclusive(List<String> engines, String reason) implements Answer {
        public Inconclusive {
            engines = List.copyOf(engines);
        }
    }

    /**
     * The figures that the answer needs are there, and too few: a limit lies within an interval or there is none.
     *
     * @param next the command that would measure more
     */
    record CannotTell(String reason, String next) implements Answer {}

    /** No engine keeps every limit. */
    record NobodyMeets(String reason) implements Answer {}

    /**
     * The result has not the figure that the answer needs.
     *
     * @param next the command that would measure it
     */
    record NotMeasured(String reason, String next) implements Answer {}

    /** The figure is there, and a control says that the machine, or the seeds, could not have told. */
    record Unfit(String reason) implements Answer {}
}
