package io.enginebench.selfbench.loops;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Draws;
import io.enginebench.engines.spi.EngineDriver;
import io.enginebench.engines.spi.EngineSession;
import io.enginebench.engines.spi.Rows;
import io.enginebench.models.graph.RecorderMain;
import io.enginebench.models.onnx.OnnxModel;
import io.enginebench.models.weights.StartingWeights;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.RecordingRequest;
import io.enginebench.record.job.Job;
import io.enginebench.record.json.Json;
import io.enginebench.worker.learn.Partition;
import io.enginebench.worker.session.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * ONNX Runtime through enginebench against ONNX Runtime called bare: the same file in a session of its own, batches as views of rows that
 * lie outside the Java heap, answers copied out. In one process, in turn, over the same rows, which must get the same answers.
 *
 * <p>{@code BareOnnxRuntime JOB_FILE DATA_FOLDER WAYS OUTPUT_FILE}, as {@link BareCalls}; an epoch is one pass over the training rows. A session that
 * is made later lies elsewhere in memory, which alone can make it faster or slower: WAYS names both in the order in which they are made, as in {@code
 * own,bare}, and with {@code bare,bare} the first stands for the own one.
 */
public final class BareOnnxRuntime {
    private static final String OWN = "own";

    private BareOnnxRuntime() {}

    /** Takes the readings, writes {@link BareCalls.Pairs} and halts. */
    public static void main(String[] args) throws IOException, OrtException {
        Job.Train job = Json.read(Path.of(args[0]), Job.Train.class);
        QualitySpec spec = job.cells().get(0);
        EngineSession session =
                EngineDriver.ofThisProcess().start(spec.setting().device());
        Rows rows = Partition.of(spec, Path.of(args[1])).train();
        String[] order = args[2].split(",", -1);
        try (Progress progress = Progress.reportingTo(Path.of(args[3] + ".events"));
                Way first = way(order[0], session, spec, rows, progress);
                Way second = way(order[1], session, spec, rows, progress)) {
            boolean bareFirst = order[1].equals(OWN);
            Way own = bareFirst ? second : first;
            Way bare = bareFirst ? first : second;
            List<Long> loop = new ArrayList<>();
            List<Long> calls = new ArrayList<>();
            boolean same = true;
            for (int pair = 0; pair < spec.hyperParameters().epochs(); pair++) {
                boolean ownFirst = pair % 2 == 1;
                Pass early = new Pass(ownFirst ? own : bare);
                Pass late = new Pass(ownFirst ? bare : own);
                same &= Arrays.equals(early.answers, late.answers);
                if (pair > 0) {
                    loop.add((ownFirst ? early : late).nanos);
                    calls.add((ownFirst ? late : early).nanos);
                }
            }
            Json.write(Path.of(args[3]), new BareCalls.Pairs(loop, calls, same));
        }
        Runtime.getRuntime().halt(0);
    }

    private static Way way(String name, EngineSession session, QualitySpec spec, Rows rows, Progress progress)
            throws OrtException {
        return name.equals(OWN) ? new Own(session, spec, rows, progress) : new Bare(spec, rows);
    }

    /** One that answers all rows. */
    private interface Way extends AutoCloseable {
        float[] answers() throws OrtException;

        @Override
        void close();
    }

    private static final class Pass {
        private final float[] answers;
        private final long nanos;

        Pass(Way way) throws OrtException {
            long start = System.nanoTime();
            answers = way.answers();
            nanos = System.nanoTime() - start;
        }
    }

    /** As a worker does it. */
    private static final class Own implements Way {
        private final Answerer answerer;
        private final DeviceRows rows;
        private final int batch;
        private final Progress progress;

        Own(EngineSession session, QualitySpec spec, Rows rows, Progress progress) {
            answerer = session.answerer(spec);
            this.rows = answerer.load(rows);
            batch = spec.hyperParameters().globalBatchSize();
            this.progress = progress;
        }

        @Override
        public float[] answers() {
            return answerer.answer(rows, batch, progress::add);
        }

        @Override
        public void close() {
            rows.close();
            answerer.close();
        }
    }

    private static final class Bare implements Way {
        private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
        private final OrtSession session;
        private final String input;
        private final FloatBuffer values;
        private final long[] shape;
        private final int outputs;
        private final int rows;
        private final int batch;

        Bare(QualitySpec spec, Rows rows) throws OrtException {
            Graph graph = Objects.requireNonNull(RecorderMain.recorded(new RecordingRequest(
                            spec.model(), spec.task().input(), spec.task().outputs()))
                    .graph());
            byte[] model = OnnxModel.of(
                    graph, StartingWeights.of(graph, Draws.stream(spec.seed(), Draws.Purpose.WEIGHTS, spec.fold())));
            try (SessionOptions options = new SessionOptions()) {
                options.setIntraOpNumThreads(spec.setting().numThreads());
                options.setInterOpNumThreads(1);
                session = environment.createSession(model, options);
            }
            input = graph.inputs().get(0).name();
            float[] numbers = rows.values();
            values = ByteBuffer.allocateDirect(numbers.length * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer()
                    .put(numbers);
            long[] lengths = spec.task().input().lengths();
            shape = new long[lengths.length + 1];
            System.arraycopy(lengths, 0, shape, 1, lengths.length);
            outputs = spec.task().outputs();
            this.rows = rows.count();
            batch = spec.hyperParameters().globalBatchSize();
        }

        @Override
        public float[] answers() throws OrtException {
            float[] answers = new float[rows * outputs];
            int row = values.capacity() / rows;
            for (int from = 0; from < rows; from += batch) {
                int count = Math.min(batch, rows - from);
                shape[0] = count;
                try (OnnxTensor x = OnnxTensor.createTensor(environment, values.slice(from * row, count * row), shape);
                        OrtSession.Result result = session.run(Map.of(input, x))) {
                    ((OnnxTensor) result.get(0)).getFloatBuffer().get(answers, from * outputs, count * outputs);
                }
            }
            return answers;
        }

        @Override
        public void close() {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
