package io.enginebench.campaign.parity;

import io.enginebench.campaign.parity.reference.ReferenceNetwork;
import io.enginebench.campaign.parity.reference.array.Precision;
import io.enginebench.campaign.parity.reference.array.Tensor;
import io.enginebench.record.array.Npy;
import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.json.Json;
import io.enginebench.record.parity.TraceFiles;
import io.enginebench.record.parity.TraceManifest;
import io.enginebench.record.parity.TraceManifest.Named;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A faultless engine's trace of a small network, which tests then damage file by file. */
record TraceFolder(Path path, TaskDescriptor task, Path data) {
    static final HyperParameters HYPER = new HyperParameters(1, 4, Optimiser.adam(0.001, 1e-7), null, null, null);
    private static final List<Named> PARAMETERS = List.of(
            new Named("01Conv2d_weight", List.of(2, 1, 3, 3)),
            new Named("01Conv2d_bias", List.of(2)),
            new Named("04Conv2d_weight", List.of(3, 2, 3, 3)),
            new Named("04Conv2d_bias", List.of(3)),
            new Named("07Conv2d_weight", List.of(3, 3, 3, 3)),
            new Named("07Conv2d_bias", List.of(3)),
            new Named("10Linear_weight", List.of(4, 3)),
            new Named("10Linear_bias", List.of(4)),
            new Named("12Linear_weight", List.of(3, 4)),
            new Named("12Linear_bias", List.of(3)),
            new Named("00BatchNorm_gamma", List.of(1)),
            new Named("00BatchNorm_beta", List.of(1)));
    private static final List<Named> STATISTICS =
            List.of(new Named("00BatchNorm_runningMean", List.of(1)), new Named("00BatchNorm_runningVar", List.of(1)));
    private static final List<String> LAYERS = List.of(
            "00BatchNorm",
            "01Conv2d",
            "02Relu",
            "03Pool",
            "04Conv2d",
            "05Relu",
            "06Pool",
            "07Conv2d",
            "08Relu",
            "09Flatten",
            "10Linear",
            "11Relu",
            "12Linear");
    private static final int TEST_ROWS = 2000;
    /** BatchNorm of the image, then the study's layers, each named as its layer. */
    static final Graph GRAPH = graph();

    private static Graph graph() {
        List<Graph.Parameter> parameters = new ArrayList<>();
        PARAMETERS.forEach(one -> parameters.add(parameter(one, true)));
        STATISTICS.forEach(one -> parameters.add(parameter(one, false)));
        Map<String, Object> convolution =
                Map.of("stride", List.of(1, 1), "padding", List.of(0, 0), "dilation", List.of(1, 1), "groups", 1);
        Map<String, Object> pool = Map.of("kernel", List.of(2, 2), "stride", List.of(2, 2), "padding", List.of(0, 0));
        List<Graph.Node> nodes = new ArrayList<>();
        nodes.add(new Graph.Node(
                "00BatchNorm",
                "batchNorm",
                List.of(
                        "input",
                        "00BatchNorm_runningMean",
                        "00BatchNorm_runningVar",
                        "00BatchNorm_gamma",
                        "00BatchNorm_beta"),
                List.of(-1L, 1L, 18L, 18L),
                ElementType.FLOAT32,
                Map.of("axis", 1, "epsilon", 1e-5, "momentum", 0.9)));
        add(nodes, "01Conv2d", "convolution", convolution, 2, 16, 16);
        add(nodes, "02Relu", "relu", Map.of(), 2, 16, 16);
        add(nodes, "03Pool", "maxPool", pool, 2, 8, 8);
        add(nodes, "04Conv2d", "convolution", convolution, 3, 6, 6);
        add(nodes, "05Relu", "relu", Map.of(), 3, 6, 6);
        add(nodes, "06Pool", "maxPool", pool, 3, 3, 3);
        add(nodes, "07Conv2d", "convolution", convolution, 3, 1, 1);
        add(nodes, "08Relu", "relu", Map.of(), 3, 1, 1);
        add(nodes, "09Flatten", "reshape", Map.of(), 3);
        add(nodes, "10Linear", "linear", Map.of(), 4);
        add(nodes, "11Relu", "relu", Map.of(), 4);
        add(nodes, "12Linear", "linear", Map.of(), 3);
        return new Graph(
                List.of(new Graph.Input("input", List.of(-1L, 1L, 18L, 18L), ElementType.FLOAT32)),
                parameters,
                nodes,
                List.of("12Linear"));
    }

    private static Graph.Parameter parameter(Named named, boolean trainable) {
        List<Long> shape = named.shape().stream().map(Integer::longValue).toList();
        return new Graph.Parameter(named.name(), shape, ElementType.FLOAT32, Graph.Role.OTHER, trainable);
    }

    /** A node behind the last one, with the parameters that are named after it. */
    private static void add(
            List<Graph.Node> nodes, String name, String operator, Map<String, Object> attributes, long... row) {
        List<String> inputs =
                new ArrayList<>(List.of(nodes.get(nodes.size() - 1).name()));
        if (operator.equals("convolution") || operator.equals("linear")) {
            inputs.addAll(List.of(name + "_weight", name + "_bias"));
        }
        List<Long> shape = new ArrayList<>(List.of(-1L));
        Arrays.stream(row).forEach(shape::add);
        nodes.add(new Graph.Node(name, operator, inputs, shape, ElementType.FLOAT32, attributes));
    }

    /** A trace whose first step is the reference's, rounded to floats as an engine would leave it. */
    static TraceFolder create(Path folder) throws IOException {
        Random random = new Random(3);
        TaskDescriptor task = new TaskDescriptor(
                "t",
                "t",
                TaskKind.CLASSIFICATION,
                "d",
                List.of("study-cnn"),
                List.of(1, 18, 18),
                null,
                3,
                List.of("a", "b", "c"),
                new Split.KFold(2),
                HYPER,
                null);
        Path data = Files.createDirectories(folder.resolve("data"));
        Npy.of(List.of(8, 1, 18, 18), floats(random, 8 * 18 * 18)).write(data.resolve("x.npy"));
        Npy.of(List.of(8), new float[] {0, 1, 2, 0, 1, 2, 0, 1}).write(data.resolve("y.npy"));

        Path path = Files.createDirectories(folder.resolve("engine"));
        List<Values> start = new ArrayList<>();
        for (Named named : PARAMETERS) {
            int length = named.shape().stream().reduce(1, Math::multiplyExact);
            start.add(new Values(named.name(), Npy.of(named.shape(), floats(random, length))));
        }
        List<Values> statistics = List.of(
                new Values(STATISTICS.get(0).name(), List.of(1), new double[] {0}),
                new Values(STATISTICS.get(1).name(), List.of(1), new double[] {1}));
        Values rows = new Values("rows", Npy.of(new int[] {5, 0, 3, 6, 7, 2}));
        Values sizes = new Values("sizes", Npy.of(new int[] {4, 2}));
        Values nothing = new Values("nothing", List.of(1), new double[1]);
        // What a network answers after a step depends on the step, so that is made twice.
        Trace.Step before =
                new Trace.Step(start, statistics, List.of(), nothing, nothing, List.of(), start, statistics, nothing);
        Trace.Step first = reference(before, rows, sizes, task, data);
        Trace.Step step = reference(
                new Trace.Step(
                        start,
                        statistics,
                        List.of(),
                        nothing,
                        nothing,
                        List.of(),
                        first.updatedWeights().stream()
                                .map(TraceFolder::asFloats)
                                .toList(),
                        first.updatedStatistics().stream()
                                .map(TraceFolder::asFloats)
                                .toList(),
                        nothing),
                rows,
                sizes,
                task,
                data);
        Map<String, Tensor> parameters = new HashMap<>();
        start.forEach(one -> parameters.put(one.name(), one.tensor()));
        statistics.forEach(one -> parameters.put(one.name(), one.tensor()));
        Map<String, Tensor> arrays = new ReferenceNetwork(GRAPH)
                .arrays(
                        parameters,
                        new Values("x", Replay.rows(data.resolve("x.npy"), new int[] {5, 0, 3, 6}, null)).tensor(),
                        true,
                        Precision.FLOAT64);
        List<Named> layers = LAYERS.stream()
                .map(name -> new Named(name, arrays.get(name).shape()))
                .toList();
        Json.write(path.resolve(TraceFiles.MANIFEST), manifest(layers));
        write(path.resolve(TraceFiles.STARTING_WEIGHTS), start);
        write(path.resolve(TraceFiles.STARTING_WEIGHTS), statistics);
        write(
                path.resolve(TraceFiles.LAYERS),
                LAYERS.stream().map(name -> new Values(name, arrays.get(name))).toList());
        write(path.resolve(TraceFiles.GRADIENTS), step.gradients());
        write(path.resolve(TraceFiles.UPDATED_WEIGHTS), step.updatedWeights());
        write(path.resolve(TraceFiles.UPDATED_WEIGHTS), step.updatedStatistics());
        rounded(ReferenceAnswers.of(GRAPH, task, trace(step, rows, sizes), data).answered())
                .write(path.resolve(TraceFiles.ANSWERED));
        rounded(step.outputs()).write(path.resolve(TraceFiles.OUTPUTS));
        rounded(step.loss()).write(path.resolve(TraceFiles.LOSS));
        rounded(step.evaluated()).write(path.resolve(TraceFiles.EVALUATED));
        Npy.of(new int[] {5, 0, 3, 6, 7, 2}).write(path.resolve(TraceFiles.BATCH_ROWS));
        Npy.of(new int[] {4, 2}).write(path.resolve(TraceFiles.BATCH_SIZES));
        Npy.of(List.of(2), new float[] {1.5f, 1.25f}).write(path.resolve(TraceFiles.SMOOTH_LOSSES));
        int[] numbers = new int[TEST_ROWS];
        float[] outputs = new float[TEST_ROWS * 3];
        for (int i = 0; i < TEST_ROWS; i++) {
            numbers[i] = i;
            outputs[3 * i] = 1;
        }
        Npy.of(numbers).write(path.resolve(TraceFiles.TEST_ROWS));
        Npy.of(List.of(TEST_ROWS, 3), outputs).write(path.resolve(TraceFiles.TEST_OUTPUTS));
        Npy.of(List.of(2), new float[] {1.5f, 1.25f}).write(path.resolve(TraceFiles.NUDGED_LOSSES));
        Npy.of(List.of(TEST_ROWS, 3), outputs).write(path.resolve(TraceFiles.NUDGED_OUTPUTS));
        return new TraceFolder(path, task, data);
    }

    private static Trace.Step reference(Trace.Step step, Values rows, Values sizes, TaskDescriptor task, Path data)
            throws IOException {
        return ReferenceStep.of(GRAPH, task, HYPER, trace(step, rows, sizes), data, null)
                .step();
    }

    private static Trace trace(Trace.Step step, Values rows, Values sizes) {
        List<Values> parameters = new ArrayList<>(step.startingWeights());
        parameters.addAll(step.startingStatistics());
        Trace.Forward forward = new Trace.Forward(parameters, new Values("nothing", List.of(1), new double[1]));
        return new Trace(manifest(List.of()), forward, step, rows, sizes, null);
    }

    private static Values asFloats(Values values) {
        return new Values(values.name(), rounded(values));
    }

    private static TraceManifest manifest(List<Named> layers) {
        return new TraceManifest(
                "engine", "t", "study-cnn", 1, 1, HYPER, HYPER, true, true, PARAMETERS, STATISTICS, layers, null);
    }

    private static float[] floats(Random random, int length) {
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = random.nextFloat() * 2 - 1;
        }
        return floats;
    }

    private static void write(Path folder, List<Values> arrays) throws IOException {
        Files.createDirectories(folder);
        for (Values array : arrays) {
            rounded(array).write(folder.resolve(array.name() + ".npy"));
        }
    }

    private static Npy rounded(Values values) {
        float[] floats = new float[values.length()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values.at(i);
        }
        return Npy.of(values.shape(), floats);
    }

    /** The trace as it is. */
    Trace read() throws IOException {
        return Trace.read(path);
    }

    /** The trace with something added to one element of one file, and the file as it was before again. */
    Trace damaged(String file, int element, double by) throws IOException {
        Path damaged = path.resolve(file);
        byte[] kept = Files.readAllBytes(damaged);
        Npy before = Npy.read(damaged);
        double[] numbers = before.doubles();
        numbers[element] += by;
        Npy.of(before.shape(), numbers).write(damaged);
        try {
            return read();
        } finally {
            Files.write(damaged, kept);
        }
    }

    /** What the reference makes of the same step. */
    ReferenceStep reference() throws IOException {
        return ReferenceStep.of(GRAPH, task, HYPER, read(), data, null);
    }

    /** What the reference makes of the same step by another optimiser. */
    ReferenceStep reference(Optimiser optimiser) throws IOException {
        return ReferenceStep.of(GRAPH, task, HYPER.with(optimiser), read(), data, null);
    }

    /** What the reference makes of the same step with one of its operators broken: another one, or with other attributes. */
    ReferenceStep reference(String node, String operator, Map<String, Object> attributes) throws IOException {
        Graph broken = new Graph(
                GRAPH.inputs(),
                GRAPH.parameters(),
                GRAPH.nodes().stream()
                        .map(one -> one.name().equals(node)
                                ? new Graph.Node(node, operator, one.inputs(), one.shape(), one.dtype(), attributes)
                                : one)
                        .toList(),
                GRAPH.outputs());
        return ReferenceStep.of(broken, task, HYPER, read(), data, null);
    }
}
