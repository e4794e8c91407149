package io.enginebench.analysis.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A published run in which ONNX Runtime, which does not train, was named beside two engines that do. */
class NamedEnginesTest {
    private static final Path PUBLISHED =
            Path.of(System.getProperty("enginebench.home"), "results/published/fashion-precision.json");

    private static RunResult commanded(String... command) throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(PUBLISHED);
        ((ObjectNode) document.get("campaign")).set("command", Json.tree(List.of(command)));
        return ResultFile.of(document, "commanded");
    }

    @Test
    void engineThatOnlyAnswersIsNamedWhereAnswersAreAskedFor() throws IOException {
        for (RunResult run : List.of(
                commanded("compare", "--engines", "pytorch,mxnet,onnxruntime", "--dtype", "float32,float16"),
                commanded("compare", "--engines=pytorch,mxnet,onnxruntime"))) {
            assertEquals(List.of("--engines", "pytorch,mxnet,onnxruntime"), NamedEngines.option(run));
            assertEquals(List.of("--engines", "pytorch,mxnet"), NamedEngines.trainingOption(run));
        }
    }

    /** A run of answers alone has no training that could tell. */
    @Test
    void engineOfWhichTheFileSaysSoIsNamedForNoTraining() throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(PUBLISHED);
        document.get("engines").forEach(engine -> {
            if (engine.get("id").asText().equals("mxnet")) {
                ((ObjectNode) engine).put("trains", false);
            }
        });
        ((ObjectNode) document.get("campaign"))
                .set("command", Json.tree(List.of("throughput", "--engines=pytorch,mxnet")));
        RunResult run = ResultFile.of(document, "marked");
        assertEquals(List.of("--engines", "pytorch,mxnet"), NamedEngines.option(run));
        assertEquals(List.of("--engines", "pytorch"), NamedEngines.trainingOption(run));
    }

    @Test
    void whoNamedNoEngineIsNotToldToNameAny() throws IOException {
        RunResult run = commanded("compare", "--tasks", "fashion");
        assertEquals(List.of(), NamedEngines.option(run));
        assertEquals(List.of(), NamedEngines.trainingOption(run));
    }
}
