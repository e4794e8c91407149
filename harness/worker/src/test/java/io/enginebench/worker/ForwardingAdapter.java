package io.enginebench.worker;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataDesc;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import io.enginebench.engines.djl.DjlSession;
import io.enginebench.engines.djl.EngineAdapter;
import io.enginebench.engines.djl.ImageLayout;
import io.enginebench.engines.djl.ParameterUpdate;
import io.enginebench.engines.pytorch.PyTorchAdapter;
import io.enginebench.record.graph.Graph;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** PyTorch; a test overrides what it wants to see or to change. */
public class ForwardingAdapter implements EngineAdapter {
    protected final EngineAdapter pytorch = new PyTorchAdapter();

    /** A session of the engine behind this adapter. */
    public final DjlSession session() {
        return (DjlSession) start("cpu");
    }

    /** With one thread: a team of several spins until all of it have a CPU, and other work may be on this machine. */
    @Override
    public Engine start() {
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        return pytorch.start();
    }

    @Override
    public String engineName() {
        return pytorch.engineName();
    }

    @Override
    public ImageLayout imageLayout(Device device) {
        return pytorch.imageLayout(device);
    }

    @Override
    public Block compiled(Block network, Supplier<Graph> graph, NDManager owner, DataDesc batch, boolean training) {
        return pytorch.compiled(network, graph, owner, batch, training);
    }

    @Override
    public ParameterUpdate adam(List<Parameter> parameters, NDManager owner, float learningRate, float epsilon) {
        return pytorch.adam(parameters, owner, learningRate, epsilon);
    }

    @Override
    public void awaitAll() {
        pytorch.awaitAll();
    }

    @Override
    public int effectiveThreads() {
        return pytorch.effectiveThreads();
    }

    @Override
    public Path libraryPath() {
        return pytorch.libraryPath();
    }
}
