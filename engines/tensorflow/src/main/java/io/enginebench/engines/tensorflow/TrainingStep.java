package io.enginebench.engines.tensorflow;

import io.enginebench.engines.tensorflow.lowering.Forward;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/**
 * A step of training for batches of one size, in TensorFlow's graph.
 *
 * @param outputs (row, output)
 * @param mean the loss, a scalar
 * @param gradients of it by each parameter that is trained and used, by name, as the parameter lies in memory
 * @param all the whole step, the update of parameters, statistics and sum of losses included
 */
record TrainingStep(
        Forward forward, Output<?> outputs, Output<?> mean, Map<String, Output<?>> gradients, Operation all) {
    TrainingStep {
        gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
    }
}
