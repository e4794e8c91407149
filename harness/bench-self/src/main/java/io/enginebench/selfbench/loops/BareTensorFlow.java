package io.enginebench.selfbench.loops;

import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Draws;
import io.enginebench.engines.spi.Draws.Purpose;
import io.enginebench.engines.spi.EngineDriver;
import io.enginebench.engines.spi.EngineSession;
import io.enginebench.engines.spi.Learner;
import io.enginebench.engines.spi.Rows;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.json.Json;
import io.enginebench.record.task.Optimiser;
import io.enginebench.worker.learn.Partition;
import io.enginebench.worker.session.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * TensorFlow through enginebench against TensorFlow as its Java tutorials write it: the study's CNN put together by hand of {@code Ops},
 * placeholders that are fed with a tensor a batch, derivatives of the whole graph, Adam's operation. In one process, in turn, from the
 * same weights and on the same batches.
 *
 * <p>{@code BareTensorFlow JOB_FILE DATA_FOLDER OUTPUT_FILE}, as {@link BareCalls}.
 */
public final class BareTensorFlow {
    /** Of the largest answer, before the first step. */
    private static final double SAME_ANSWERS = 1e-4;

    /** Of the first epoch's loss: roundings grow from step to step. */
    private static final double SAME_LOSS = 0.1;

    private static final int FEW = 32;

    private BareTensorFlow() {}

    /** Takes the readings, writes {@link BareCalls.Pairs} and halts. */
    public static void main(String[] args) throws IOException {
        Job.Train job = Json.read(Path.of(args[0]), Job.Train.class);
        QualitySpec spec = job.cells().get(0);
        EngineSession session =
                EngineDriver.ofThisProcess().start(spec.setting().device());
        Rows rows = Partition.of(spec, Path.of(args[1])).train();
        try (Progress progress = Progress.reportingTo(Path.of(args[2] + ".events"));
                Learner learner = session.learner(spec, Learner.Purpose.LEARN);
                DeviceRows loaded = learner.load(rows);
                Tutorial tutorial = new Tutorial(spec, learner.namedWeights(true))) {
            RandomGenerator orders = Draws.stream(spec.seed(), Purpose.ORDER, null);
            List<Long> loop = new ArrayList<>();
            List<Long> bare = new ArrayList<>();
            float[] answers = learner.answer(loaded, 0, FEW, FEW, progress::add);
            boolean same = tutorial.differsBy(answers, rows) <= SAME_ANSWERS;
            for (int pair = 0; pair < spec.hyperParameters().epochs(); pair++) {
                int[] order = Draws.permutation(orders, rows.count());
                double before = pair % 2 == 0 ? tutorial.epoch(rows, order) : 0;
                long start = System.nanoTime();
                float loss =
                        learner.trainEpoch(loaded, order, spec.hyperParameters().globalBatchSize(), progress::add);
                long loopNs = System.nanoTime() - start;
                double other = pair % 2 == 0 ? before : tutorial.epoch(rows, order);
                if (pair == 0) {
                    same &= Math.abs(loss - other) <= SAME_LOSS * loss;
                } else {
                    loop.add(loopNs);
                    bare.add(tutorial.epochNs);
                }
            }
            Json.write(Path.of(args[2]), new BareCalls.Pairs(loop, bare, same));
        }
        Runtime.getRuntime().halt(0);
    }

    /** The network with its optimiser. */
    private static final class Tutorial implements AutoCloseable {
        private static final List<Long> ONE = List.of(1L, 1L, 1L, 1L);

        private final int batch;
        private final int classes;
        private final int side;
        private final Graph graph = new Graph();
        private final Ops tf = Ops.create(graph);
        private final Session session;
        private final Placeholder<TFloat32> images;
        private final Placeholder<TFloat32> labels;
        private final Operand<TFloat32> logits;
        private final Operand<TFloat32> loss;
        private final List<Op> step = new ArrayList<>();
        private final List<Variable<TFloat32>> variables = new ArrayList<>();
        private final List<Op> starts = new ArrayList<>();
        private long epochNs;

        /** The weights are DJL's: filters (out, in, height, width), of a dense layer (out, in) with inputs (channel, height, width). */
        Tutorial(QualitySpec spec, Map<String, Npy> weights) {
            batch = spec.hyperParameters().globalBatchSize();
            classes = spec.task().outputs();
            side = spec.task().inputShape().get(1);
            images = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, side, side, 1)));
            labels = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, classes)));
            List<Npy> in = List.copyOf(weights.values());
            Operand<TFloat32> x = pooled(convolution(images, in.get(0), in.get(1)));
            x = pooled(convolution(x, in.get(2), in.get(3)));
            x = tf.nn.relu(convolution(x, in.get(4), in.get(5)));
            long flat = in.get(6).shape().get(1);
            x = tf.reshape(x, tf.constant(new long[] {-1, flat}));
            int last = in.get(4).shape().get(0);
            x = tf.nn.relu(dense(x, channelsLast(in.get(6), last), in.get(7)));
            logits = dense(x, transposed(in.get(8)), in.get(9));
            loss = tf.math.mean(
                    tf.nn.softmaxCrossEntropyWithLogits(logits, labels).loss(), tf.constant(0));
            adam(spec);
            ConfigProto config = ConfigProto.newBuilder()
                    .setIntraOpParallelismThreads(spec.setting().numThreads())
                    .setInterOpParallelismThreads(1)
                    .build();
            session = new Session(graph, config);
            Session.Runner runner = session.runner();
            starts.forEach(runner::addTarget);
            runner.run().close();
        }

        private Variable<TFloat32> variable(float[] values, long... shape) {
            Variable<TFloat32> variable = tf.variable(Shape.of(shape), TFloat32.class);
            starts.add(tf.assign(variable, tf.constant(Shape.of(shape), DataBuffers.of(values, true, false))));
            return variable;
        }

        private Variable<TFloat32> learnt(float[] values, long... shape) {
            Variable<TFloat32> variable = variable(values, shape);
            variables.add(variable);
            return variable;
        }

        private Operand<TFloat32> convolution(Operand<TFloat32> x, Npy filters, Npy bias) {
            int out = filters.shape().get(0);
            int in = filters.shape().get(1);
            int height = filters.shape().get(2);
            int width = filters.shape().get(3);
            float[] values = values(filters);
            float[] turned = new float[values.length];
            for (int o = 0, at = 0; o < out; o++) {
                for (int i = 0; i < in; i++) {
                    for (int place = 0; place < height * width; place++) {
                        turned[(place * in + i) * out + o] = values[at++];
                    }
                }
            }
            Variable<TFloat32> kernel = learnt(turned, height, width, in, out);
            return tf.math.add(tf.nn.conv2d(x, kernel, ONE, "VALID"), learnt(values(bias), out));
        }

        private Operand<TFloat32> pooled(Operand<TFloat32> x) {
            Operand<org.tensorflow.types.TInt32> two = tf.constant(new int[] {1, 2, 2, 1});
            return tf.nn.relu(tf.nn.maxPool(x, two, two, "VALID"));
        }

        /** (in, out). */
        private Operand<TFloat32> dense(Operand<TFloat32> x, float[] weights, Npy bias) {
            int out = bias.shape().get(0);
            Variable<TFloat32> kernel = learnt(weights, weights.length / out, out);
            return tf.math.add(tf.linalg.matMul(x, kernel), learnt(values(bias), out));
        }

        private static float[] transposed(Npy weights) {
            return channelsLast(weights, 1);
        }

        /** (out, channel·place) as (place·channel, out). */
        private static float[] channelsLast(Npy weights, int channels) {
            int out = weights.shape().get(0);
            int places = weights.shape().get(1) / channels;
            float[] values = values(weights);
            float[] turned = new float[values.length];
            for (int o = 0, at = 0; o < out; o++) {
                for (int channel = 0; channel < channels; channel++) {
                    for (int place = 0; place < places; place++) {
                        turned[(place * channels + channel) * out + o] = values[at++];
                    }
                }
            }
            return turned;
        }

        private static float[] values(Npy array) {
            return array.rows(IntStream.range(0, array.shape().get(0)).toArray());
        }

        private void adam(QualitySpec spec) {
            Optimiser optimiser = spec.hyperParameters().optimiser();
            Operand<TFloat32> beta1 = tf.constant(0.9f);
            Operand<TFloat32> beta2 = tf.constant(0.999f);
            Variable<TFloat32> power1 = variable(new float[] {0.9f});
            Variable<TFloat32> power2 = variable(new float[] {0.999f});
            Gradients gradients = Gradients.create(tf.scope(), loss, variables);
            List<Op> derivatives = new ArrayList<>();
            gradients.forEach(derivatives::add);
            // Or a weight could change before the derivative by the layer below has read it.
            Ops afterAll = tf.withControlDependencies(derivatives);
            for (int i = 0; i < variables.size(); i++) {
                Variable<TFloat32> variable = variables.get(i);
                long[] shape = variable.shape().asArray();
                float[] zeros = new float[Math.toIntExact(variable.shape().size())];
                step.add(afterAll.train.applyAdam(
                        variable,
                        variable(zeros, shape),
                        variable(zeros, shape),
                        power1,
                        power2,
                        tf.constant((float) optimiser.learningRate().base()),
                        beta1,
                        beta2,
                        tf.constant(Objects.requireNonNull(optimiser.epsilon()).floatValue()),
                        gradients.<TFloat32>dy(i)));
            }
            Ops behind = tf.withControlDependencies(List.copyOf(step));
            step.add(behind.assign(power1, behind.math.mul(power1, beta1)));
            step.add(behind.assign(power2, behind.math.mul(power2, beta2)));
        }

        /** How far its answers to the first rows are from others, as a part of the largest. */
        double differsBy(float[] others, Rows rows) {
            float[] some = Arrays.copyOf(rows.values(), others.length / classes * side * side);
            double largest = 0;
            double apart = 0;
            try (TFloat32 first = TFloat32.tensorOf(
                            Shape.of(others.length / classes, side, side, 1), DataBuffers.of(some, true, false));
                    Result result =
                            session.runner().feed(images, first).fetch(logits).run()) {
                TFloat32 own = (TFloat32) Objects.requireNonNull(result.get(0));
                for (int i = 0; i < others.length; i++) {
                    largest = Math.max(largest, Math.abs(others[i]));
                    apart = Math.max(apart, Math.abs(others[i] - own.getFloat(i / classes, i % classes)));
                }
            }
            return apart / largest;
        }

        /** The mean loss; its time is kept beside it. */
        double epoch(Rows rows, int[] order) {
            float[] x = rows.values();
            float[] truth = rows.truth();
            int row = x.length / rows.count();
            double sum = 0;
            long start = System.nanoTime();
            for (int from = 0; from < order.length; from += batch) {
                int count = Math.min(batch, order.length - from);
                float[] some = new float[count * row];
                float[] oneHot = new float[count * classes];
                for (int i = 0; i < count; i++) {
                    System.arraycopy(x, order[from + i] * row, some, i * row, row);
                    oneHot[i * classes + (int) truth[order[from + i]]] = 1;
                }
                try (TFloat32 batchImages =
                                TFloat32.tensorOf(Shape.of(count, side, side, 1), DataBuffers.of(some, true, false));
                        TFloat32 batchLabels =
                                TFloat32.tensorOf(Shape.of(count, classes), DataBuffers.of(oneHot, true, false))) {
                    Session.Runner runner = session.runner()
                            .feed(images, batchImages)
                            .feed(labels, batchLabels)
                            .fetch(loss);
                    step.forEach(runner::addTarget);
                    try (Result result = runner.run()) {
                        sum += ((TFloat32) Objects.requireNonNull(result.get(0))).getFloat() * (double) count;
                    }
                }
            }
            epochNs = System.nanoTime() - start;
            return sum / order.length;
        }

        @Override
        public void close() {
            session.close();
            graph.close();
        }
    }
}
