package io.enginebench.engines.tensorflow;

import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.engines.tensorflow.lowering.Ops;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.RunOptions;

/**
 * The device that graphs are run on. On a card everything is placed there by its name, and what cannot be placed there is refused: left to
 * itself TensorFlow takes the CPU and says nothing.
 *
 * @param gpu the number of the card; empty for the CPU
 */
record Place(OptionalInt gpu) {
    private static final String NONE_OF = "operations must all have a kernel for a GPU in TensorFlow, got none of ";

    private static final Pattern NO_DEVICE = Pattern.compile("available devices are \\[ *([^]]*?) *\\]");
    private static final Pattern NO_NUMBER = Pattern.compile(
            "'visible_device_list' listed an invalid [A-Za-z ]+ '?([0-9]+)'? but visible device count is ([0-9]+)");
    private static final Pattern NO_KERNEL =
            Pattern.compile("operation (?:\\{\\{node )?([A-Za-z0-9]+)_[0-9]+[^:]*: Could not satisfy explicit device");

    /** What takes rows out of all of them and hands arrays over. */
    private static final Set<String> OF_THE_HOST = Set.of(
            "_Arg", "_Retval", "_Send", "_Recv", "_HostSend", "_HostRecv", "Const", "Identity", "Slice", "GatherV2");

    private static final RunOptions TELLING =
            RunOptions.newBuilder().setOutputPartitionGraphs(true).build();

    /** As the engine tells it. */
    String device() {
        return gpu.isEmpty() ? "cpu" : "gpu:" + gpu.getAsInt();
    }

    /** What adds operations for this device to a graph that nobody else adds to. */
    Ops ops(Graph graph) {
        return gpu.isEmpty() ? new Ops(graph) : Ops.onCard(graph);
    }

    /**
     * How graphs are run.
     *
     * @param threads of an operation
     */
    ConfigProto config(int threads) {
        ConfigProto.Builder config =
                ConfigProto.newBuilder().setIntraOpParallelismThreads(threads).setInterOpParallelismThreads(1);
        // It is shown that one alone, as its first. Else it takes nearly all of the card's memory at its start, and
        // what it holds says nothing.
        gpu.ifPresent(number -> config.setGpuOptions(GPUOptions.newBuilder()
                .setVisibleDeviceList(Integer.toString(number))
                .setAllowGrowth(true)));
        return config.build();
    }

    /**
     * Runs something.
     *
     * @throws UnsupportedException if it cannot be placed
     */
    static <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            Optional<String> reason = unplaced(String.valueOf(e.getMessage()));
            if (reason.isPresent()) {
                throw new UnsupportedException(reason.get());
            }
            throw e;
        }
    }

    /**
     * Runs something that is to be on the card, of which not every operation has been placed there by its name, as derivatives have not.
     *
     * @throws UnsupportedException if TensorFlow has done any of it elsewhere
     */
    static Result onCard(Session.Runner runner) {
        Result result = refusing(() -> runner.setOptions(TELLING).runAndFetchMetadata());
        Optional<String> elsewhere = result.getMetadata().stream()
                .flatMap(told -> told.getPartitionGraphsList().stream())
                .flatMap(part -> part.getNodeList().stream())
                .filter(node -> node.getDevice().contains("CPU") && !OF_THE_HOST.contains(node.getOp()))
                // Lengths and positions are whole numbers, which TensorFlow keeps on the host whatever the device.
                .filter(node -> node.getAttrOrDefault("T", AttrValue.getDefaultInstance())
                                .getType()
                        == DataType.DT_FLOAT)
                .map(NodeDef::getOp)
                .findFirst();
        if (elsewhere.isPresent()) {
            result.close();
            throw new UnsupportedException(NONE_OF + elsewhere.get());
        }
        return result;
    }

    /** Why something could not be placed, by TensorFlow's words; empty where these are of something else. */
    static Optional<String> unplaced(String said) {
        Matcher devices = NO_DEVICE.matcher(said);
        Matcher number = NO_NUMBER.matcher(said);
        Matcher kernel = NO_KERNEL.matcher(said);
        if (devices.find()) {
            return Optional.of("GPU must be there for TensorFlow, with a driver, CUDA 12 and cuDNN 9, got %s alone;"
                            .formatted(devices.group(1).replaceAll("/job:[^ ,]*/device:", ""))
                    + " next: nvidia-smi shows the cards, and LD_LIBRARY_PATH is where CUDA is looked for");
        } else if (number.find()) {
            return Optional.of("gpu number must be below %s, got %s".formatted(number.group(2), number.group(1)));
        }
        return kernel.find() ? Optional.of(NONE_OF + kernel.group(1)) : Optional.empty();
    }
}
