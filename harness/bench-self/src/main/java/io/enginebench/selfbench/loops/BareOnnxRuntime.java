package io.enginebench.selfbench.loops;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.EngineDriver;
import io.enginebench.engines.spi.EngineSession;
import io.enginebench.engines.spi.Rows;
import io.enginebench.models.graph.RecorderMain;
import io.enginebench.models.onnx.OnnxModel;
import io.enginebench.models.weights.FlatWeights;
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
 * <p>{@code BareOnnxRuntime JOB_FILE DATA_FOLDER OUTPUT_FILE}, as {@link BareCalls}; an epoch is one pass over the training rows.
 */
public final class BareOnnxRuntime {
    private BareOnnxRuntime() {}

    /** Takes the readings, writes {@link BareCalls.Pairs} and halts. */
    public static void main(String[] args) throws IOException, OrtException {
        Job.Train job = Json.read(Path.of(args[0]), Job.Train.class);
        QualitySpec spec = job.cells().get(0);
        EngineSession session =
                EngineDriver.ofThisProcess().start(spec.setting().device());
        Rows rows = Partition.of(spec, Path.of(args[1])).train();
        int batch = spec.hyperParameters().globalBatchSize();
        try (Progress progress = Progress.reportingTo(Path.of(args[2] + ".events"));
                Answerer answerer = session.answerer(spec);
                DeviceRows loaded = answerer.load(rows);
                Bare bare = new Bare(spec, answerer, rows)) {
            List<Long> loop = new ArrayList<>();
            List<Long> calls = new ArrayList<>();
            boolean same = true;
            for (int pair = 0; pair < spec.hyperParameters().epochs(); pair++) {
                float[] first = pair % 2 == 0 ? bare.pass(batch) : new float[0];
                long start = System.nanoTime();
                float[] own = answerer.answer(loaded, batch, progress::add);
                long loopNs = System.nanoTime() - start;
                float[] theirs = pair % 2 == 0 ? first : bare.pass(batch);
                same &= Arrays.equals(own, theirs);
                if (pair > 0) {
                    loop.add(loopNs);
                    calls.add(bare.passNs);
                }
            }
            Json.write(Path.of(args[2]), new BareCalls.Pairs(loop, calls, same));
        }
        Runtime.getRuntime().halt(0);
    }

    private static final class Bare implements AutoCloseable {
        private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
        private final OrtSession session;
        private final String input;
        private final FloatBuffer values;
        private final long[] shape;
        private final int outputs;
        private final int rows;
        private long passNs;

        Bare(QualitySpec spec, Answerer same, Rows rows) throws OrtException {
            Graph graph = Objects.requireNonNull(RecorderMain.recorded(new RecordingRequest(
                            spec.model(), spec.task().input(), spec.task().outputs()))
                    .graph());
            byte[] model = OnnxModel.of(graph, FlatWeights.split(graph, same.weights()));
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
        }

        float[] pass(int batch) throws OrtException {
            float[] answers = new float[rows * outputs];
            int row = values.capacity() / rows;
            long start = System.nanoTime();
            for (int from = 0; from < rows; from += batch) {
                int count = Math.min(batch, rows - from);
                shape[0] = count;
                try (OnnxTensor x = OnnxTensor.createTensor(environment, values.slice(from * row, count * row), shape);
                        OrtSession.Result result = session.run(Map.of(input, x))) {
                    ((OnnxTensor) result.get(0)).getFloatBuffer().get(answers, from * outputs, count * outputs);
                }
            }
            passNs = System.nanoTime() - start;
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
