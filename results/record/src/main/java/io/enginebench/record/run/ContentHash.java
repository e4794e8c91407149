package io.enginebench.record.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.json.CanonicalJson;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import java.io.UncheckedIOException;

/**
 * SHA-256 of a result's canonical JSON (RFC 8785) without the member {@code content_sha256} itself. It finds accidents and
 * edits of any one value; it is no signature, since whoever edits a file can compute it anew.
 */
public final class ContentHash {
    /** The member that holds it. */
    public static final String MEMBER = "content_sha256";

    private static final String CELLS = "cells";

    private ContentHash() {}

    /** The hash of a result as JSON, in lower-case hex. */
    public static String of(String json) {
        try {
            return of(Json.tree(json, "result"));
        } catch (MalformedJsonException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The hash of a result as a tree, in lower-case hex.
     *
     * @throws IllegalArgumentException if a number is too large for a double, which canonical JSON cannot hold
     */
    public static String of(JsonNode result) {
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        rest.setAll((ObjectNode) result);
        return CanonicalJson.sha256(rest.without(MEMBER), "result");
    }

    /** The hash of a result, whose cells are made to JSON one by one. */
    static String of(RunResult result) {
        ObjectNode tree = (ObjectNode) Json.tree(result.only(cell -> false));
        tree.set(CELLS, Json.lazily(result.cells()));
        return of(tree);
    }
}
