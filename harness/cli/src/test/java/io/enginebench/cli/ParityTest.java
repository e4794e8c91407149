package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.enginebench.ground.Home;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.json.Json;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.parity.Rung;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ladder with real engines, sound ones and ones that were broken on purpose. */
@Tag("engine")
class ParityTest {
    @TempDir
    Path folder;

    private static List<ParityReport> reports(Session session) throws IOException {
        return List.of(Json.read(session.out(), "output", ParityReport[].class));
    }

    /** The first rung that the broken engine fails, as "number name: first difference", against each opponent. */
    private List<String> firstFailures(String engine, String type, String source, String... more) throws IOException {
        return firstFailuresOn("navigability", engine, type, source, more);
    }

    private List<String> firstFailuresOn(String task, String engine, String type, String source, String... more)
            throws IOException {
        return failuresOn(task, engine, type, source, more).stream()
                .flatMap(rungs -> rungs.stream().limit(1))
                .toList();
    }

    /** All of them, against each opponent that there are any against. */
    private List<List<String>> failuresOn(String task, String engine, String type, String source, String... more)
            throws IOException {
        Session session = Session.at(
                BrokenEngine.in(folder, engine, type, source),
                Stream.concat(
                                Stream.of("parity", "--tasks", task, "--engines", "pytorch,broken", "--json"),
                                Stream.of(more))
                        .toArray(String[]::new));
        assertEquals(4, session.exitCode(), session.err());
        List<ParityReport> reports = reports(session);
        assertEquals(
                List.of(
                        List.of("pytorch", "broken"),
                        List.of("pytorch", ParityReport.REFERENCE),
                        List.of("broken", ParityReport.REFERENCE)),
                reports.stream().map(ParityReport::engines).toList());
        assertTrue(
                reports.get(1).passed(),
                "the sound engine must pass: " + reports.get(1).faults());
        return reports.stream()
                .filter(report -> !report.passed())
                .map(report -> report.rungs().stream()
                        .filter(rung -> !rung.passed())
                        .map(ParityTest::shown)
                        .toList())
                .toList();
    }

    private static String shown(Rung rung) {
        return rung.number() + " " + rung.name() + ": " + rung.firstDifference();
    }

    @Test
    void enginesTrainTheSameThingInBothDivisionsAndTheTraceHoldsWhatAReplayNeeds() throws IOException {
        Path trace = folder.resolve("trace");
        Session session = Session.run(
                "parity",
                "--tasks",
                "emojis,navigability",
                "--division",
                "tuned,plain",
                "--json",
                "--trace",
                trace.toString());
        assertEquals(0, session.exitCode(), session.err());
        List<ParityReport> reports = reports(session);
        assertEquals(12, reports.size());
        assertTrue(reports.stream().allMatch(ParityReport::passed));
        assertEquals(8, reports.get(0).rungs().size());
        assertEquals(
                List.of(3, 4, 5, 6, 10),
                reports.get(1).rungs().stream().map(Rung::number).toList());
        assertEquals(session.out(), Files.readString(trace.resolve("report.json")));
        assertTrue(Files.readString(trace.resolve("README.md")).contains("batch_x.npy"));
        Path subject = trace.resolve("navigability-study-cnn");
        int rows = Npy.read(subject.resolve("mxnet/batch_rows.npy")).shape().get(0);
        assertEquals(
                List.of(rows, 4, 20, 20),
                Npy.read(subject.resolve("batch_x.npy")).shape());
        assertEquals(
                List.of(32, 1), Npy.read(subject.resolve("pytorch/outputs.npy")).shape());

        assertEquals(
                Npy.read(subject.resolve("batch_x.npy")),
                Npy.read(trace.resolve("navigability-study-cnn-plain/batch_x.npy")),
                "the rows of both divisions");

        Session again = Session.run("parity", "--tasks", "navigability", "--trace", trace.toString());
        assertEquals(2, again.exitCode());
        assertEquals(
                "bench: --trace must be a new or empty folder, got " + trace + " with files in it",
                again.errLines().get(0));
    }

    /** On every rung, in both divisions: by a formula of ours, and of DJL's own SGD, which both engines have. */
    @Test
    void enginesTrainTheSameThingByAnotherOptimiser() throws IOException {
        Session session = Session.run(
                "parity",
                "--tasks",
                "navigability",
                "--division",
                "tuned,plain",
                "--optimizer",
                "sgd:momentum=0.9,weight_decay=1e-3",
                "--lr",
                "1e-4",
                "--json");
        assertEquals(0, session.exitCode(), session.err());
        List<ParityReport> reports = reports(session);
        assertEquals(6, reports.size());
        for (ParityReport report : reports) {
            assertTrue(report.passed(), report.faults().toString());
            assertTrue(report.rungs().stream().anyMatch(rung -> rung.name().equals("one SGD step")));
        }
        Session lacking = Session.run(
                "parity", "--tasks", "navigability", "--division", "plain", "--optimizer", "rmsprop", "--json");
        assertEquals(
                List.of(CellStatus.UNSUPPORTED, CellStatus.UNSUPPORTED, CellStatus.OK),
                reports(lacking).stream().map(ParityReport::status).toList());
        assertEquals(
                "engine pytorch: DJL's own optimiser, which the plain division trains by, has no RMSProp on PyTorch",
                reports(lacking).get(0).reason());
    }

    private Home withRecipes(Map<String, String> losses) throws IOException {
        Path root = folder.resolve("own");
        Path tasks = Files.createDirectories(root.resolve("models/tasks"));
        Files.createDirectories(root.resolve("engines"));
        Files.createSymbolicLink(root.resolve("engines/recipes"), Session.HOME.resolve("engines/recipes"));
        for (Map.Entry<String, String> task : losses.entrySet()) {
            String file = task.getKey() + ".json";
            String usual = Files.readString(Session.HOME.resolve("models/tasks").resolve(file));
            String eps = "\"opt_epsilon\": 1e-7";
            assertTrue(usual.contains(eps), usual);
            Files.writeString(tasks.resolve(file), usual.replace(eps, eps + """
                    , "opt_gradient_clip_norm": 0.5, "opt_learning_rate_schedule": "cosine",
                    "opt_learning_rate_decay_steps": 40, "opt_learning_rate_warmup_steps": 4, "loss": %s
                    """.formatted(task.getValue())));
        }
        return new Home(root, Session.HOME, Session.CACHE);
    }

    @Test
    void enginesTrainTheSameThingByTheRecipeOfATasksFile() throws IOException {
        Home home = withRecipes(Map.of(
                "emojis",
                "{\"kind\": \"cross-entropy\", \"label_smoothing\": 0.1}",
                "navigability",
                "{\"kind\": \"huber\", \"delta\": 0.5}"));
        Session session = Session.at(home, "parity", "--tasks", "emojis,navigability", "--json");
        assertEquals(0, session.exitCode(), session.err());
        assertEquals(6, reports(session).size());
        reports(session)
                .forEach(report -> assertTrue(report.passed(), report.faults().toString()));
    }

    private static final String LEAKY_RELU = """
            package ai.djl.nn;
            import ai.djl.ndarray.*;
            public final class Activation {
                public static NDList relu(NDList x) {
                    NDArray a = x.singletonOrThrow();
                    return new NDList(a.maximum(a.mul(0.01f)));
                }
                public static Block reluBlock() {
                    return new LambdaBlock(Activation::relu, "ReLU");
                }
            }
            """;

    @Test
    void leakyReluIsFoundInTheForwardPassAndNamed() throws IOException {
        assertEquals(
                List.of("3 forward: 03ReLU", "3 forward: 03ReLU"),
                firstFailures("pytorch", "ai.djl.nn.Activation", LEAKY_RELU));
    }

    @Test
    void enginesThatDoNotTrainTheSameThingAreNotCompared() throws IOException {
        Path out = folder.resolve("out");
        Session session = Session.at(
                BrokenEngine.in(folder, "pytorch", "ai.djl.nn.Activation", LEAKY_RELU),
                "compare",
                "--tasks",
                "navigability",
                "--engines",
                "pytorch,broken",
                "--out",
                out.toString());
        assertEquals(4, session.exitCode(), session.err());
        assertTrue(session.err().contains("pytorch against broken: rung 3 (forward): "), session.err());
        assertTrue(session.err().contains("first difference: 03ReLU"), session.err());
        assertTrue(session.err().contains("engines must train the same thing before they are compared"), session.err());
        assertTrue(
                session.err().contains("next: ./bench parity --engines pytorch,broken shows every rung"),
                session.err());
        assertFalse(Files.exists(out.resolve("result.json")));
        try (Stream<Path> cells = Files.list(out.resolve("cells"))) {
            assertEquals(0, cells.count(), "nothing must have been trained");
        }
    }

    /** Takes for the part that is kept what is the part that is new. */
    @Test
    void batchNormThatMistakesItsMomentumIsFoundInTheRunningStatistics() throws IOException {
        List<List<String>> failures = failuresOn(
                "navigability",
                "pytorch",
                "ai.djl.nn.norm.BatchNorm",
                """
                        package ai.djl.nn.norm;
                        import ai.djl.ndarray.*;
                        import ai.djl.ndarray.types.Shape;
                        import ai.djl.nn.*;
                        import ai.djl.training.ParameterStore;
                        import ai.djl.util.PairList;
                        public class BatchNorm extends AbstractBlock {
                            private final float epsilon;
                            private final float momentum;
                            private long channels;
                            BatchNorm(BaseBuilder<?> b) {
                                epsilon = b.epsilon;
                                momentum = b.momentum;
                                add("gamma", Parameter.Type.GAMMA, true);
                                add("beta", Parameter.Type.BETA, true);
                                add("runningMean", Parameter.Type.RUNNING_MEAN, false);
                                add("runningVar", Parameter.Type.RUNNING_VAR, false);
                            }
                            private void add(String name, Parameter.Type type, boolean trained) {
                                addParameter(Parameter.builder().setName(name).setType(type).optRequiresGrad(trained).build());
                            }
                            protected NDList forwardInternal(ParameterStore store, NDList in, boolean training,
                                    PairList<String, Object> p) {
                                NDArray x = in.singletonOrThrow();
                                NDArray[] own = new NDArray[4];
                                for (int i = 0; i < 4; i++) {
                                    own[i] = store.getValue(getDirectParameters().valueAt(i), x.getDevice(), training);
                                }
                                return x.getNDArrayInternal().batchNorm(
                                        x, own[2], own[3], own[0], own[1], 1, 1 - momentum, epsilon, training);
                            }
                            public Shape[] getOutputShapes(Shape[] in) { return in; }
                            protected void beforeInitialize(Shape... in) {
                                super.beforeInitialize(in);
                                channels = in[0].size(1);
                            }
                            public void prepare(Shape[] in) {
                                getDirectParameters().values().forEach(one -> one.setShape(new Shape(channels)));
                            }
                            public static BaseBuilder<?> builder() { return new Builder(); }
                            public static final class Builder extends BaseBuilder<Builder> {
                                protected Builder self() { return this; }
                                public BatchNorm build() { return new BatchNorm(this); }
                            }
                            public abstract static class BaseBuilder<T extends BaseBuilder<T>> {
                                float epsilon = 1e-5f;
                                float momentum = 0.9f;
                                protected abstract T self();
                                public abstract BatchNorm build();
                                public T optEpsilon(float value) { epsilon = value; return self(); }
                                public T optMomentum(float value) { momentum = value; return self(); }
                            }
                        }
                        """,
                "--plugin",
                normed().toString(),
                "--models",
                "normed",
                "--batch",
                "8");
        assertEquals(2, failures.size());
        for (List<String> rungs : failures) { // What it then answers may be told before.
            assertTrue(rungs.contains("9 running statistics: 02BatchNorm_runningMean"), rungs.toString());
        }
    }

    /** The smallest network that has what is to be found. */
    private Path normed() throws IOException {
        return Files.writeString(folder.resolve("Normed.java"), """
                import ai.djl.ndarray.types.Shape;
                import ai.djl.nn.*;
                import ai.djl.nn.convolutional.Conv2d;
                import ai.djl.nn.core.Linear;
                import ai.djl.nn.norm.BatchNorm;
                import io.enginebench.models.*;
                import java.util.List;

                public class Normed implements NetworkProvider {
                    public List<Network> networks() {
                        return List.of(new Network("normed", Inputs.images(8), (row, outputs) -> new SequentialBlock()
                                .add(Conv2d.builder().setFilters(4).setKernelShape(new Shape(3, 3)).build())
                                .add(BatchNorm.builder().build())
                                .add(Activation.reluBlock())
                                .add(Blocks.batchFlattenBlock())
                                .add(Linear.builder().setUnits(outputs).build())));
                    }
                }
                """);
    }

    /**
     * On both engines, and by the reference. Of two mails, one of each class, the gradients cancel, and of what is left even doubles and floats see
     * another thousandth; eight do not.
     */
    @Test
    void recurrentNetworkOnTextsClimbsOnBothEngines() throws IOException {
        Session session = Session.run(
                "parity",
                "--tasks",
                "spam",
                "--models",
                "lstm",
                "--engines",
                "pytorch,mxnet",
                "--batch",
                "8",
                "--json");
        assertEquals(0, session.exitCode(), session.err());
        List<ParityReport> reports = List.of(Json.read(session.out(), "output", ParityReport[].class));
        assertEquals(3, reports.size(), "each two of the engines and the reference");
        assertTrue(reports.stream().allMatch(ParityReport::passed), session.out());
    }

    /** DJL's own default of its L2 loss. */
    @Test
    void lossWithAFactorOfAHalfIsFoundInTheLoss() throws IOException {
        assertEquals(
                List.of("4 loss: loss", "4 loss: loss"), firstFailures("pytorch", "ai.djl.training.loss.L2Loss", """
                        package ai.djl.training.loss;
                        import ai.djl.ndarray.*;
                        public class L2Loss extends Loss {
                            public L2Loss(String name, float weight) { super(name); }
                            public NDArray evaluate(NDList label, NDList output) {
                                NDArray y = output.singletonOrThrow();
                                return label.singletonOrThrow().reshape(y.getShape()).sub(y).square().mul(0.5f).mean();
                            }
                        }
                        """));
    }

    /** As of an older version of DJL: the class is there, and a method that the network is made of is not. */
    @Test
    void networkThatTheEnginesDjlCannotDefineIsUnsupportedWithTheReason() throws IOException {
        Session session = Session.at(
                BrokenEngine.in(folder, "pytorch", "ai.djl.nn.Blocks", """
                package ai.djl.nn;
                public final class Blocks {}
                """),
                "run",
                "--engine",
                "broken",
                "--task",
                "navigability",
                "--out",
                folder.resolve("out").toString());
        assertEquals(0, session.exitCode(), session.err());
        for (QualityCell cell : Session.result(folder.resolve("out")).qualityCells()) {
            assertEquals(CellStatus.UNSUPPORTED, cell.status());
            assertTrue(
                    cell.reason().startsWith("DJL 0.35.1 cannot define study-cnn: it lacks '")
                            && cell.reason().contains("batchFlattenBlock"),
                    cell.reason());
        }
    }

    private static final String ADAM = "io.enginebench.engines.mxnet.DirectAdam";

    private static String adam(String update) {
        return """
                package io.enginebench.engines.mxnet;
                import ai.djl.ndarray.*;
                import ai.djl.nn.Parameter;
                import io.enginebench.engines.djl.ParameterUpdate;
                import java.util.*;
                final class DirectAdam implements ParameterUpdate {
                    private final List<Parameter> parameters;
                    private final float lr;
                    private final float eps;
                    private final Map<Parameter, NDArray> ms = new HashMap<>();
                    private final Map<Parameter, NDArray> vs = new HashMap<>();
                    private int t;
                    DirectAdam(List<Parameter> parameters, NDManager owner, float rate, float epsilon) {
                        this.parameters = parameters;
                        lr = rate;
                        eps = epsilon;
                    }
                    public void step() {
                        t++;
                        for (Parameter parameter : parameters) {
                            NDArray w = parameter.getArray();
                            NDArray g = w.getGradient();
                            NDArray m = ms.computeIfAbsent(parameter, k -> g.zerosLike());
                            NDArray v = vs.computeIfAbsent(parameter, k -> g.zerosLike());
                            ms.put(parameter, m = m.mul(0.9f).add(g.mul(0.1f)));
                            vs.put(parameter, v = v.mul(0.999f).add(g.square().mul(0.001f)));
                            %s
                        }
                    }
                }
                """.formatted(update);
    }

    /** torch.optim's form: eps is added to the corrected root. */
    @Test
    void adamInAnotherFormIsFoundInTheFirstStepAndTheParameterNamed() throws IOException {
        assertEquals(
                List.of("6 one Adam step: 01Conv2d_weight", "6 one Adam step: 01Conv2d_weight"),
                firstFailures("mxnet", ADAM, adam("""
                        double corrected = 1 - Math.pow(0.999, t);
                        w.subi(m.mul(lr / (1 - Math.pow(0.9, t))).div(v.div(corrected).sqrt().add(1e-4)));
                        """)));
    }

    /** A first step like any other, and after it the correction of the first step for ever. */
    @Test
    void adamThatForgetsToCountIsFoundInTheLossCurve() throws IOException {
        assertEquals(List.of("7 loss curve: step 3"), firstFailures("mxnet", ADAM, adam("""
                        w.subi(m.mul(lr * Math.sqrt(0.001) / 0.1).div(v.sqrt().add(eps)));
                        """)));
    }

    private static final String SOUND =
            "w.subi(m.mul(lr * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t))).div(v.sqrt().add(eps)));";

    /** Of raw pixels a bias moves the loss by next to nothing: the curve is climbed on pixels divided by the largest. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "if (t > 1) { ms.put(parameter, m = m.add(w.mul(0.1f * 1e-2f))); }",
                "if (t > 1 && parameter.getName().equals(\"bias\")) { continue; }"
            })
    void decayOfWeightsAndBiasesThatStandStillAreFoundInTheLossCurveOfPixels(String fault) throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/usr/share/datasets/fashion-mnist")), "needs dataset-fashion-mnist");
        List<String> failures = firstFailuresOn(
                "fashion",
                "mxnet",
                ADAM,
                adam(fault + SOUND),
                "--models",
                "mlp",
                "--samples",
                "1600",
                "--threads",
                "2");
        assertEquals(1, failures.size());
        assertTrue(failures.get(0).startsWith("7 loss curve: step "), failures.get(0));
    }

    /** A worker that ends without a trace is a row that says so, and the other engine's row stands. */
    @Test
    void engineThatCrashesIsARowThatSaysSo() throws IOException {
        Session session = Session.at(
                BrokenEngine.in(folder, "pytorch", "ai.djl.training.loss.L2Loss", """
                        package ai.djl.training.loss;
                        import ai.djl.ndarray.*;
                        public class L2Loss extends Loss {
                            public L2Loss(String name, float weight) { super(name); }
                            public NDArray evaluate(NDList label, NDList output) {
                                Runtime.getRuntime().halt(134);
                                return null;
                            }
                        }
                        """),
                "parity",
                "--tasks",
                "navigability",
                "--engines",
                "broken,pytorch",
                "--json");
        assertEquals(3, session.exitCode(), session.err());
        List<ParityReport> reports = reports(session);
        assertEquals(
                List.of(CellStatus.CRASHED, CellStatus.CRASHED, CellStatus.OK),
                reports.stream().map(ParityReport::status).toList());
        assertEquals(
                "engine broken: the worker crashed with SIGABRT", reports.get(0).reason());
        assertTrue(reports.get(2).passed());
    }
}
