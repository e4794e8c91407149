package io.enginebench.record.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.schema.TaskSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task as a user writes it down: what follows from the rows may be left out, and is null. {@code results/schema/task-1.schema.json} is
 * its schema.
 *
 * @param id null for the file's name
 * @param title null for the id
 * @param kind null for a classification
 * @param models null for the usual ones of such rows
 * @param inputShape null for that of the rows
 * @param outputs null for the number of classes, or of targets
 * @param classes null for those of the rows, sorted
 * @param scaling null for none
 * @param hyperParameters what was left out filled in: 20 epochs, batches of 32 and, unless an optimiser is named, Adam with 1e-3 and 1e-7
 */
public record TaskFile(
        @Nullable String id,
        @Nullable String title,
        @Nullable TaskKind kind,
        OwnData data,
        @Nullable List<String> models,
        @Nullable List<Integer> inputShape,
        @Nullable Integer outputs,
        @Nullable List<String> classes,
        Split split,
        @Nullable Scaling scaling,
        HyperParameters hyperParameters) {
    /** Of what end a file's name must have to be taken for one. */
    public static final String END = ".json";

    /** A task file is written by hand. */
    private static final long MOST_BYTES = 8 << 20;

    private static final String RECIPE = "hyper_parameters";
    private static final String OPTIMISER = "opt_name";
    private static final String USUAL = "{\"epochs\": 20, \"global_batch_size\": 32}";
    private static final String USUAL_OPTIMISER =
            "{\"opt_name\": \"adam\", \"opt_base_learning_rate\": 0.001, \"opt_epsilon\": 1e-7}";

    public TaskFile {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(split, "split");
        models = models == null ? null : List.copyOf(models);
        inputShape = inputShape == null ? null : List.copyOf(inputShape);
        classes = classes == null ? null : List.copyOf(classes);
    }

    /**
     * Reads a file.
     *
     * @throws MalformedJsonException if it is no such file; a line for each finding, with the file's name and the place in its JSON
     * @throws IOException if it cannot be read
     */
    public static TaskFile read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (Files.size(file) > MOST_BYTES) {
            throw new MalformedJsonException(
                    "%s must have at most %d bytes, got %d".formatted(name, MOST_BYTES, Files.size(file)),
                    new IllegalArgumentException());
        }
        JsonNode tree = Json.tree(Json.text(file), name);
        List<String> findings = TaskSchema.findings(tree);
        if (!findings.isEmpty()) {
            throw new MalformedJsonException(
                    String.join(
                            "\n",
                            findings.stream().map(line -> name + ": " + line).toList()),
                    new IllegalArgumentException());
        }
        ObjectNode filled = tree.deepCopy();
        filled.remove("$schema");
        filled.set(RECIPE, recipe(tree.path(RECIPE)));
        return Json.read(filled, name, TaskFile.class);
    }

    private static ObjectNode recipe(JsonNode given) throws MalformedJsonException {
        ObjectNode recipe = (ObjectNode) Json.tree(USUAL, RECIPE);
        if (!given.has(OPTIMISER)) {
            recipe.setAll((ObjectNode) Json.tree(USUAL_OPTIMISER, RECIPE));
        }
        given.properties().forEach(member -> recipe.set(member.getKey(), member.getValue()));
        return recipe;
    }
}
