package io.enginebench.analysis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.figure.WarmupShape;
import io.enginebench.record.json.JsonEnum;
import io.enginebench.record.run.ContentHash;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.EngineStatus;
import io.enginebench.record.run.Termination;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.TaskKind;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.PairedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every way in which one member of a result can be another one, each kind of member once, where it first stands. */
final class SingleEdits {
    /** For each value of a list of words another one of it. */
    private static final Map<String, String> OTHERS = new HashMap<>();

    static {
        Stream.<JsonEnum[]>of(
                        Division.values(),
                        Protocol.values(),
                        Mode.values(),
                        DataKind.values(),
                        EngineStatus.values(),
                        Termination.values(),
                        ControlArm.OF_TIMING.toArray(ControlArm[]::new),
                        WarmupShape.values(),
                        Conclusion.values(),
                        PairedBy.values(),
                        TaskKind.values())
                .map(words -> Stream.of(words).map(JsonEnum::json).toList())
                .forEach(SingleEdits::cycle);
        cycle(Stream.of(CellStatus.values()).map(Enum::name).toList());
        cycle(List.of("cpu", "gpu"));
        cycle(List.of("none", "quick"));
    }

    private final ObjectNode document;
    private final Map<String, Edit> edits = new LinkedHashMap<>();

    private SingleEdits(ObjectNode document) {
        this.document = document;
    }

    private interface Change {
        void of(JsonNode place);
    }

    /**
     * An edit.
     *
     * @param what the kind of member, with what is done to it
     * @param place the pointer of what is changed in some member or element
     */
    record Edit(String what, String place, Change change) {
        /** The document with it, and with a hash that is right again. */
        ObjectNode of(ObjectNode document) {
            ObjectNode edited = document.deepCopy();
            change.of(edited.at(place));
            return edited.put(ContentHash.MEMBER, ContentHash.of(edited));
        }
    }

    /** All of a document, by what they do. */
    static Map<String, Edit> of(ObjectNode document) {
        SingleEdits edits = new SingleEdits(document);
        edits.walk("", "");
        return edits.edits;
    }

    private static void cycle(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            OTHERS.putIfAbsent(words.get(i), words.get((i + 1) % words.size()));
        }
    }

    private void add(String what, String place, Change change) {
        edits.putIfAbsent(what, new Edit(what, place, change));
    }

    private void walk(String pointer, String kind) {
        JsonNode node = document.at(pointer);
        if (node.isArray() && !node.isEmpty()) {
            add(kind + " shortened", pointer, array -> ((ArrayNode) array).remove(node.size() - 1));
        }
        List<String> names = new ArrayList<>();
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                names.add("" + i);
            }
        } else {
            node.fieldNames().forEachRemaining(names::add);
        }
        for (String name : names) {
            if (pointer.isEmpty() && name.equals(ContentHash.MEMBER)) {
                continue;
            }
            JsonNode child = node.isArray() ? node.get(Integer.parseInt(name)) : node.get(name);
            String what = node.isArray()
                    ? kind + "[" + child.path("kind").asText() + "]"
                    : kind.isEmpty() ? name : kind + "." + name;
            if (node.isObject()) {
                add(what + " left out", pointer, parent -> ((ObjectNode) parent).remove(name));
            }
            if (child.isContainerNode()) {
                walk(pointer + "/" + name, what);
            } else {
                JsonNode other = other(child);
                add(what, pointer, parent -> {
                    if (parent instanceof ArrayNode array) {
                        array.set(Integer.parseInt(name), other);
                    } else {
                        ((ObjectNode) parent).set(name, other);
                    }
                });
            }
        }
    }

    private static JsonNode other(JsonNode value) {
        if (value.isBoolean()) {
            return BooleanNode.valueOf(!value.asBoolean());
        }
        if (value.isIntegralNumber()) {
            return LongNode.valueOf(value.asLong() + 1);
        }
        if (value.isNumber()) {
            return DoubleNode.valueOf(value.asDouble() == 0 ? 0.5 : value.asDouble() * 0.75);
        }
        String text = value.asText();
        if (text.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
            return TextNode.valueOf((text.startsWith("0") ? "1" : "0") + text.substring(1));
        }
        if (text.matches("[0-9-]{10}T[0-9:]{8}Z")) {
            return TextNode.valueOf("2020-01-01T00:00:00Z");
        }
        return TextNode.valueOf(OTHERS.getOrDefault(text, text + "x"));
    }
}
