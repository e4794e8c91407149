package io.enginebench.engines.onnxruntime;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.enginebench.engines.spi.EngineDriver;
import io.enginebench.engines.spi.EngineSession;
import io.enginebench.record.run.PluginRecord;
import io.enginebench.record.setting.Placement;
import java.nio.file.Path;
import java.util.Objects;

/**
 * ONNX Runtime with its provider for the CPU or that for CUDA, if the libraries have it. Of the process it takes the number of threads ({@code -Denginebench.onnxruntime.threads}), how much
 * graphs are optimised ({@code -Denginebench.onnxruntime.optimization}), the file that it is to answer from, if that is one of the user's ({@code -Denginebench.onnx}), and the folder for its libraries ({@code ENGINE_CACHE_DIR}).
 */
public final class OnnxRuntimeDriver implements EngineDriver {
    @Override
    public EngineSession start(String device) {
        String cache =
                Objects.requireNonNullElse(System.getenv("ENGINE_CACHE_DIR"), System.getProperty("java.io.tmpdir"));
        OnnxRuntimeSession session = OnnxRuntimeSession.start(
                Path.of(cache),
                Placement.gpu(device),
                Integer.getInteger("enginebench.onnxruntime.threads", 1),
                OptLevel.valueOf(System.getProperty("enginebench.onnxruntime.optimization", OptLevel.ALL_OPT.name())));
        String file = System.getProperty(PluginRecord.PROPERTY);
        return file == null ? session : session.serving(Path.of(file));
    }
}
