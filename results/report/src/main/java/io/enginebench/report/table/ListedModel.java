package io.enginebench.report.table;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.run.ModelRecord;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A network and what each engine can do with it, as far as descriptors tell. */
public record ListedModel(@JsonUnwrapped ModelRecord model, List<Use> engines) {
    /**
     * What one engine can do.
     *
     * @param reason why it cannot run the network; null if nothing is known against it
     */
    public record Use(
            String engine,
            boolean trains,
            boolean answers,
            @Nullable String reason) {}

    public ListedModel {
        engines = List.copyOf(engines);
    }

    /** A network with all engines. */
    public static ListedModel of(ModelRecord model, List<EngineDescriptor> engines) {
        List<String> operators = Objects.requireNonNullElse(model.operators(), List.of());
        return new ListedModel(
                model,
                engines.stream()
                        .map(engine -> {
                            @Nullable String reason = engine.lacking(operators).orElse(null);
                            return new Use(engine.id(), reason == null && engine.trains(), reason == null, reason);
                        })
                        .toList());
    }

    /** The engines on which it does not run, each with the reason; empty if it runs on all. */
    public String notOn() {
        return engines.stream()
                .filter(use -> use.reason() != null)
                .map(use -> use.engine() + " (" + use.reason() + ")")
                .collect(Collectors.joining(", "));
    }
}
