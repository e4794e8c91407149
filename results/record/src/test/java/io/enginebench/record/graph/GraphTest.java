package io.enginebench.record.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.enginebench.record.graph.Graph.Input;
import io.enginebench.record.graph.Graph.Node;
import io.enginebench.record.graph.Graph.Parameter;
import io.enginebench.record.graph.Graph.Role;
import io.enginebench.record.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GraphTest {
    private static final Input INPUT = new Input("input", List.of(-1L, 4L), ElementType.FLOAT32);

    private static Node node(String name, String operator, String... inputs) {
        return new Node(name, operator, List.of(inputs), List.of(-1L, 4L), ElementType.FLOAT32, Map.of());
    }

    private static Graph graph(List<Node> nodes, String output) {
        return new Graph(
                List.of(INPUT),
                List.of(new Parameter("scale", List.of(4L), ElementType.FLOAT32, Role.GAMMA, false)),
                nodes,
                List.of(output));
    }

    private static String mistake(Executable what) {
        return assertThrows(IllegalArgumentException.class, what).getMessage();
    }

    @Test
    void aNodeUsesOnlyWhatIsBeforeIt() {
        assertEquals(
                "inputs of a must be arrays named before it, got [b]",
                mistake(() -> graph(List.of(node("a", "relu", "b"), node("b", "relu", "input")), "b")));
        assertEquals("outputs must be arrays named before it, got [c]", mistake(() -> graph(List.of(), "c")));
        assertEquals(
                "names in a graph must be distinct, got input twice",
                mistake(() -> graph(List.of(node("input", "relu", "input")), "input")));
    }

    @Test
    void onlyALeadingLengthMayBeTheBatchs() {
        assertEquals(
                "shape of x must be lengths of 1 or more, of which the leading one may be negative for a multiple of the batch,"
                        + " got [4, -1]",
                mistake(() -> new Input("x", List.of(4L, -1L), ElementType.FLOAT32)));
        assertEquals(
                "shape of parameter x must be free of a batch, got [-1]",
                mistake(() -> new Parameter("x", List.of(-1L), ElementType.FLOAT32, Role.BIAS, true)));
    }

    @Test
    void anAttributeIsTheSameWhenItHasBeenWrittenAndRead() throws Exception {
        Node node = new Node(
                "a",
                "layerNorm",
                List.of("input"),
                INPUT.shape(),
                ElementType.FLOAT32,
                Map.of("epsilon", 1e-5f, "axis", 3, "normalized_shape", List.of(4), "flag", true));
        assertEquals(1e-5, node.number("epsilon"));
        assertEquals(3, node.whole("axis"));
        assertEquals(List.of(4L), node.wholes("normalized_shape"));
        Graph graph = graph(List.of(node), "a");
        assertEquals(graph, Json.read(Json.pretty(graph), "graph", Graph.class));
    }

    @Test
    void theHashIsThatOfTheGraphWithAllNamesReplaced() {
        String hash = graph(List.of(node("a", "mul", "input", "scale")), "a").sha256();
        assertEquals(
                hash, graph(List.of(node("z", "mul", "input", "scale")), "z").sha256());
        assertNotEquals(
                hash, graph(List.of(node("a", "mul", "scale", "input")), "a").sha256());
        assertNotEquals(
                hash, graph(List.of(node("a", "add", "input", "scale")), "a").sha256());
    }

    /** The multiplication is 4; of the other nothing is known but its 4 floats. */
    @Test
    void operationsOfAnUnknownOperatorAreNotAvailableAndItsBytesAre() {
        GraphSummary summary =
                GraphSummary.of(graph(List.of(node("a", "mul", "input", "scale"), node("b", "fft", "a")), "b"));
        assertEquals("not available (operator fft)", summary.flopsPerRow().words());
        assertEquals(4, summary.flopsPerRow().ofKnownOperators());
        assertEquals(2 * 4 * 4, summary.activationBytesPerRow());
        assertEquals(4, summary.otherParameters());
        assertEquals(0, summary.trainableParameters());
    }
}
