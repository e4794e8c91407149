package io.enginebench.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.engine.OptInEngine;
import io.enginebench.campaign.engine.Platform;
import io.enginebench.campaign.process.Folders;
import io.enginebench.campaign.process.Limits;
import io.enginebench.campaign.process.ModelsProcess;
import io.enginebench.campaign.process.Tuning;
import io.enginebench.campaign.process.WorkerLauncher;
import io.enginebench.cli.Session;
import io.enginebench.ground.Home;
import io.enginebench.record.array.Digest;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.engine.Artifact;
import io.enginebench.record.engine.EngineRecipe;
import io.enginebench.record.job.Job;
import io.enginebench.record.json.Json;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines that are added by name, as whole commands; that they are fetched is tested beside it. */
class EnginesCommandTest {
    @TempDir
    Path folder;

    @Test
    void recipesOfThisCheckoutPinEveryArtifactOfEachVersion() {
        List<OptInEngine> engines = EngineCatalog.read(new Home(Session.HOME, folder)).optIn().stream()
                .filter(engine -> engine.recipe().adapter().equals("pytorch"))
                .toList();
        assertFalse(engines.isEmpty());
        for (OptInEngine engine : engines) {
            for (String platform : engine.descriptor().platforms()) {
                assertEquals(
                        List.of("api", "model-zoo", "pytorch-engine", "pytorch-jni", "pytorch-native-cpu"),
                        engine.recipe().artifacts(platform, List.of(Artifact.CPU)).stream()
                                .map(Artifact::name)
                                .toList());
            }
        }
    }

    @Test
    void deviceThatThereIsNotIsRefused() {
        Session session = Session.withCache(folder, "engines", "--device", "tpu");
        assertEquals(2, session.exitCode());
        assertEquals(
                "bench: --device must be cpu, gpu or gpu:N, got 'tpu'",
                session.errLines().get(0));
    }

    /** What is built has natives for the CPU alone, and nothing is added; so none of them is started either. */
    @Test
    void machineOnWhichNoEngineIsReadyIsUnfit() {
        Session session = Session.withCache(folder, "engines", "--device", "gpu");
        assertEquals(5, session.exitCode(), session.err());
        assertTrue(session.out().contains("unsupported: device must be cpu, for which there are natives, got gpu"));
        assertEquals(
                List.of("bench: one engine at least must be ready, got none: their states say why"),
                session.errLines());
    }

    @Test
    @Tag("engine")
    void jsonTellsSizesOfWhatIsHereAndOfWhatCanBeAdded() throws IOException {
        Session session = Session.run("engines", "--json");
        assertEquals(0, session.exitCode(), session.err());
        JsonNode all = Json.tree(session.out(), "engines");
        List<String> known = new ArrayList<>();
        for (JsonNode here : all.get("engines")) {
            known.add(here.get("engine").get("id").asText());
            assertTrue(here.get("bytes_on_disk").isIntegralNumber(), here.toString());
        }
        assertTrue(known.containsAll(List.of("pytorch", "mxnet", "onnxruntime")), known.toString());
        for (JsonNode absent : all.get("can_be_added")) {
            known.add(absent.get("id").asText());
            for (JsonNode bytes : absent.get("bytes_to_fetch")) {
                assertTrue(bytes.asLong() > 0, absent.toString());
            }
        }
        assertTrue(known.containsAll(List.of("pytorch-1.13.1", "tensorflow")), known.toString());
        assertEquals(known.size(), known.stream().distinct().count(), known.toString());
    }

    @Test
    void unknownAndBuiltInEnginesCannotBeAdded() {
        Session session = Session.withCache(folder, "engines", "add", "pytorch-0.1", "pytorch");
        assertEquals(2, session.exitCode());
        List<String> mistakes = session.errLines();
        assertTrue(
                mistakes.get(0)
                        .matches("bench: engine must be one of .*pytorch-1.13.1, pytorch-2.3.1, .*, got 'pytorch-0.1'"),
                mistakes.get(0));
        assertTrue(mistakes.get(1).endsWith(", got 'pytorch', which is built in"), mistakes.get(1));
    }

    /** Else a release would fetch other natives than were tried, or refuse the right ones. */
    @Test
    void nativesThatAReleaseFetchesAreThoseOfThisBuild() throws IOException {
        Home home = new Home(Session.HOME, folder);
        EngineCatalog built = EngineCatalog.read(home);
        assertEquals(List.of(), built.onDemand());
        Map<String, Path> adapters = new TreeMap<>();
        home.engineFolders().forEach(app -> adapters.put(idOf(app), app.resolve("engine.json")));
        List<String> pinned = new ArrayList<>();
        for (Path file : home.nativesFiles()) {
            EngineRecipe natives = EngineRecipe.read(file, adapters);
            pinned.add(natives.descriptor().id());
            for (Artifact one : natives.artifacts(Platform.current(), List.of(Artifact.CPU))) {
                Path jar = built.byId(natives.adapter()).jars().stream()
                        .filter(path -> path.endsWith(one.file()))
                        .findFirst()
                        .orElseThrow();
                assertEquals(one.bytes(), Files.size(jar));
                assertEquals(one.sha256(), Digest.ofFile(jar));
            }
            for (Artifact one : natives.artifacts()) {
                assertTrue(one.version().startsWith(natives.descriptor().version()), one.coordinates());
            }
        }
        assertEquals(List.of("mxnet", "onnxruntime", "pytorch"), pinned);
    }

    private static String idOf(Path app) {
        return app.getParent().getParent().getFileName().toString();
    }

    @Test
    void removingWhatIsNotThereIsDone() {
        Session session = Session.withCache(folder, "engines", "remove", "pytorch-2.5.1");
        assertEquals(0, session.exitCode(), session.err());
        assertEquals("pytorch-2.5.1: not there, " + folder.resolve("engines/pytorch-2.5.1") + "\n", session.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"compare", "throughput", "parity"})
    void engineThatIsNotAddedIsNamedWithTheNextStep(String command) {
        Session session = Session.withCache(
                folder, command, "--engines", "pytorch,pytorch-2.5.1,pytorch-1.13.1", "--tasks", "navigability");
        assertEquals(5, session.exitCode(), session.err());
        assertEquals(
                List.of("bench: engines must be built in or added, got pytorch-2.5.1, pytorch-1.13.1, which are not;"
                        + " next: ./bench engines add pytorch-2.5.1 pytorch-1.13.1"),
                session.errLines());
    }

    @Test
    void referenceIsOneOfTheEnginesOrNone() {
        Session session = Session.run(
                "compare", "--engines", "pytorch,mxnet", "--reference", "onnxruntime", "--tasks", "navigability");
        assertEquals(2, session.exitCode());
        assertEquals(
                "bench: reference must be one of the engines (pytorch, mxnet) or none, got 'onnxruntime'",
                session.errLines().get(0));
    }

    /** In the plain division a worker gets nothing but its number of threads. */
    @Test
    @Tag("engine")
    void workersOfAnEngineThatWasAskedTakeTheirClassesAsJavaMapsThem() throws Exception {
        assertEquals(0, Session.run("engines").exitCode());
        Home home = new Home(Session.HOME, Session.CACHE);
        WorkerLauncher launcher = new WorkerLauncher(
                new ModelsProcess(home),
                EngineCatalog.read(home),
                new Limits(Duration.ofMinutes(3), null),
                Tuning.named("tuned"),
                Map.of());
        for (Division division : Division.values()) {
            Path loaded = folder.resolve(division.json());
            Folders folders = new Folders(folder, folder, folder);
            launcher.run(
                    new Job.Describe(new Placement("pytorch", division, "cpu", Dtype.FLOAT32, 1)),
                    folders,
                    List.of("-Xlog:class+load:file=" + loaded),
                    (event, seen) -> {});
            assertEquals(
                    division == Division.TUNED,
                    Files.readString(loaded)
                            .contains("io.enginebench.worker.WorkerMain source: shared objects file (top)"));
            assertEquals("", Files.readString(folder.resolve("worker.log")));
        }
    }

    /** Left out where it is not added: no test downloads a hundred megabytes. */
    @Test
    @Tag("engine")
    void olderVersionTrainsFromTheSameWeightsAndSaysWhatItIs() throws IOException {
        EngineCatalog catalog = EngineCatalog.read(new Home(Session.HOME, Session.CACHE));
        assumeTrue(catalog.ids().contains("pytorch-2.5.1"), "pytorch-2.5.1 is not added");
        Path out = folder.resolve("out");
        Session session = Session.run(
                "compare",
                "--engines",
                "pytorch,pytorch-2.5.1",
                "--tasks",
                "navigability",
                "--epochs",
                "2",
                "--out",
                out.toString());
        assertEquals(0, session.exitCode(), session.err());
        RunResult result = Session.result(out);
        assertTrue(result.parity().stream().allMatch(ParityReport::holds));
        List<QualityCell> cells = result.qualityCells();
        assertTrue(cells.stream().allMatch(cell -> cell.status() == CellStatus.OK));
        assertEquals(
                5, // Folds, each with weights of its own.
                cells.stream()
                        .map(cell -> cell.evidence().startingWeightsSha256())
                        .distinct()
                        .count());
        EngineRecord built = result.engines().get(0);
        EngineRecord added = result.engines().get(1);
        assertEquals("2.5.1", added.version());
        assertEquals("0.32.0", added.djlVersion());
        assertTrue(added.reportedVersion().startsWith("2.5.1"), added.reportedVersion());
        assertTrue(added.capabilities().contains("tuned Adam: fused, one call for all parameters"));
        assertEquals(
                Map.of("ai.djl:api:jar:0.32.0", "03d6af0365b0506e2477e514b8c1e02a50ccd25fd0efec52295d7c41caf6e4b8"),
                Map.of(
                        added.artifacts().get(0).coordinates(),
                        added.artifacts().get(0).sha256()));
        assertEquals(null, built.artifacts());
        assertFalse(built.librarySha256().equals(added.librarySha256()));
        Session verified = Session.run("verify", out.resolve("result.json").toString());
        assertEquals(0, verified.exitCode(), verified.err());
    }
}
