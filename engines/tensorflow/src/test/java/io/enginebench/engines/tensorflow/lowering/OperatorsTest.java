package io.enginebench.engines.tensorflow.lowering;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph.Node;
import io.enginebench.record.graph.Operator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperatorsTest {
    /** The engine's descriptor names none that it lacks. */
    @ParameterizedTest
    @EnumSource
    void eachIsLowered(Operator operator) {
        assertTrue(Lowerings.of(new Node("made", operator.djl(), List.of(), List.of(1L), ElementType.FLOAT32, Map.of()))
                .isPresent());
    }
}
