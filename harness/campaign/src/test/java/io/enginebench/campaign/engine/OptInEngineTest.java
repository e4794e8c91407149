package io.enginebench.campaign.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.Home;
import io.enginebench.ground.OwnFolder;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Placement;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptInEngineTest {
    /** Of the text "sound". */
    private static final String SHA = "dd29442deca69f52c50006b831cb216edf78a7da33748f0a80ff19f2ebe57ecd";

    @TempDir
    Path root;

    private Home home;
    private Path added;

    @BeforeEach
    void writeEngines() throws IOException {
        home = new Home(root, root.resolve("cache"));
        added = home.addedEngines().resolve("torch-1");
        Path app = Files.createDirectories(root.resolve("engines/torch/target/app"));
        write(app.resolve("engine.json"), """
                {"id": "torch", "order": 1, "name": "Torch", "trains": true, "djl_version": "2", "version": "2",
                 "platforms": ["%s"], "devices": ["cpu"], "environment": {}, "jvm_options": [], "licences": []}
                """.formatted(Platform.current()));
        for (String jar : List.of("adapter-1.jar", "api-2.jar", "api-more-2.jar", "gson-3.jar")) {
            write(app.resolve("lib").resolve(jar), jar);
        }
        recipe("torch-1", "torch");
    }

    private void recipe(String id, String adapter) throws IOException {
        write(root.resolve("engines/recipes/" + id + ".json"), """
                {"id": "%s", "adapter": "%s", "version": "1", "artifacts":
                 [{"coordinates": "ai:api:jar:1", "bytes": 5, "sha256": "%s"}]}
                """.formatted(id, adapter, SHA));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private EngineCatalog catalog() {
        return EngineCatalog.read(home);
    }

    private void add(String content) throws IOException {
        write(added.resolve("lib/api-1.jar"), content);
        OwnFolder.mark(added);
    }

    @Test
    void whatIsNotAddedCanBeNamedAndIsRefusedWithTheNextStep() {
        EngineCatalog catalog = catalog();
        assertEquals(List.of("torch"), catalog.ids());
        assertTrue(catalog.knows("torch-1"));
        Unfit unfit = assertThrows(Unfit.class, () -> catalog.byId("torch-1"));
        assertEquals(
                "engines must be built in or added, got torch-1, which is not; next: ./bench engines add torch-1",
                unfit.getMessage());
        assertThrows(Unfit.class, () -> catalog.refuseUnlessHere(List.of("torch", "torch-1.2")));
        catalog.refuseUnlessHere(List.of("torch", "torch.2"));
    }

    /** As a release is: adapters alone, a variant with jars of its own. */
    @Test
    void engineWithoutItsNativesIsFetchedAtItsFirstUseAndNeedsNoName() throws IOException {
        write(root.resolve("engines/natives/torch.json"), """
                {"id": "torch", "adapter": "torch", "artifacts":
                 [{"coordinates": "ai:natives:jar:2", "platform": "%s", "bytes": 5, "sha256": "%s"}]}
                """.formatted(Platform.current(), SHA));
        Path variant = Files.createDirectories(root.resolve("engines/torch-script/target/app"));
        write(
                variant.resolve("engine.json"),
                Files.readString(root.resolve("engines/torch/target/app/engine.json"))
                        .replace(
                                "{\"id\": \"torch\"",
                                "{\"id\": \"torch-script\", \"variant\": {\"of\": \"torch\", \"how\": \"x\"}"));
        write(variant.resolve("lib/script-1.jar"), "script");
        EngineCatalog before = catalog();
        assertEquals(List.of(), before.ids());
        assertEquals(
                List.of("torch", "torch-script"),
                before.usable().stream().map(EngineDescriptor::id).toList());
        assertFalse(before.isOptIn("torch"));
        assertTrue(before.isOptIn("torch-1"));
        assertEquals(
                List.of("torch-script"),
                before.toFetch(List.of("torch-script.2", "torch-1")).stream()
                        .map(one -> one.descriptor().id())
                        .toList());

        Path fetched = home.addedEngines().resolve("torch");
        write(fetched.resolve("lib/natives-2.jar"), "sound");
        OwnFolder.mark(fetched);
        EngineCatalog after = catalog();
        assertEquals(List.of("torch", "torch-script"), after.ids());
        assertEquals(List.of(), after.toFetch(List.of("torch", "torch-script")));
        assertEquals(
                List.of(fetched.resolve("lib/natives-2.jar"), variant.resolve("lib/script-1.jar")),
                after.byId("torch-script").jars());
        after.byId("torch-script").check(Contents.of(home));

        write(root.resolve("engines/torch/target/app/lib/natives-2.jar"), "built");
        write(variant.resolve("lib/natives-2.jar"), "built");
        assertEquals(List.of(), catalog().onDemand());
        assertFalse(catalog().byId("torch").added());
    }

    @Test
    void whatIsAddedRunsWithItsOwnArtifactsAndWhatElseTheAdapterHas() throws IOException {
        add("sound");
        EngineCatalog catalog = catalog();
        assertEquals(List.of("torch", "torch-1"), catalog.ids());
        InstalledEngine engine = catalog.byId("torch-1");
        assertTrue(engine.added());
        assertEquals("1", engine.descriptor().version());
        assertEquals(
                List.of("api-1.jar", "adapter-1.jar", "api-more-2.jar", "gson-3.jar"),
                engine.jars().stream().map(jar -> jar.getFileName().toString()).toList());
        engine.check(Contents.of(home));
        assertFalse(catalog.byId("torch").added());
    }

    @Test
    void whatWasChangedSinceIsNotStarted() throws IOException {
        add("SOUND");
        Unfit unfit = assertThrows(Unfit.class, () -> catalog().byId("torch-1").check(Contents.of(home)));
        assertTrue(
                unfit.getMessage().startsWith("api-1.jar of engine torch-1 must have the SHA-256 " + SHA + ", got "),
                unfit.getMessage());
        assertTrue(unfit.getMessage().endsWith("; next: ./bench engines add torch-1"), unfit.getMessage());
    }

    @Test
    void halfAnEngineAndOneWithoutOurMarkAreNotAdded() throws IOException {
        add("too long");
        assertEquals(List.of("torch"), catalog().ids());
        write(added.resolve("lib/api-1.jar"), "sound");
        assertEquals(List.of("torch", "torch-1"), catalog().ids());
        Files.delete(added.resolve(OwnFolder.MARK));
        assertEquals(List.of("torch"), catalog().ids());
    }

    /** Natives with CUDA are large: they are fetched only for who asks for them, and never on a CPU's class path. */
    @Test
    void whatIsForAGpuIsAddedByItself() throws IOException {
        write(root.resolve("engines/recipes/torch-1.json"), """
                {"id": "torch-1", "adapter": "torch", "version": "1", "artifacts":
                 [{"coordinates": "ai:api:jar:1", "bytes": 5, "sha256": "%1$s"},
                  {"coordinates": "ai:native-cpu:jar:1", "platform": "%2$s", "device": "cpu", "bytes": 5, "sha256": "%1$s"},
                  {"coordinates": "ai:native-cuda:jar:1", "platform": "%2$s", "device": "gpu", "bytes": 5, "sha256": "%1$s"},
                  {"coordinates": "ai:native-cpu:jar:1", "platform": "other", "device": "cpu", "bytes": 5, "sha256": "%1$s"}]}
                """.formatted(SHA, Platform.current()));
        recipe("torch-0", "torch");
        assertEquals(
                "engines must be built in or added, got torch-1, torch-0, which are not;"
                        + " next: ./bench engines add torch-0 && ./bench engines add torch-1 --device gpu",
                assertThrows(
                                Unfit.class,
                                () -> catalog()
                                        .refuseUnlessHere(List.of(
                                                placement("torch-1", "cpu"),
                                                placement("torch-1.gpu", "gpu"),
                                                placement("torch-0", "gpu"),
                                                placement("torch", "gpu"))))
                        .getMessage());
        Files.delete(root.resolve("engines/recipes/torch-0.json"));
        OptInEngine optIn = catalog().optIn().get(0);
        assertEquals(List.of("cpu", "gpu"), optIn.devices());
        assertEquals(List.of("cpu"), optIn.recipe().devices("other"));
        add("sound");
        assertEquals(List.of("torch"), catalog().ids(), "without its natives");
        write(added.resolve("lib/native-cpu-1.jar"), "sound");
        InstalledEngine onCpu = catalog().byId("torch-1");
        assertEquals(List.of("cpu"), onCpu.devices());
        assertEquals(
                Optional.of("device must be cpu, for which there are natives, got gpu;"
                        + " next: ./bench engines add torch-1 --device gpu"),
                catalog().obstacle(placement("torch-1", "gpu"), Map.of()));
        assertEquals(
                Optional.of("device must be cpu, for which there are natives, got gpu:1;"
                        + " next: ./bench engines add torch-1 --device gpu and name torch-1 in place of torch"),
                catalog().obstacle(placement("torch", "gpu:1"), Map.of()));
        write(added.resolve("lib/native-cuda-1.jar"), "sound");
        InstalledEngine onBoth = catalog().byId("torch-1");
        assertEquals(List.of("cpu", "gpu"), onBoth.devices());
        assertEquals(Optional.empty(), catalog().obstacle(placement("torch-1", "gpu:3"), Map.of()));
        assertEquals(
                Optional.of("device must be cpu, for which there are natives, got gpu;"
                        + " next: name torch-1 in place of torch"),
                catalog().obstacle(placement("torch", "gpu"), Map.of()));
        assertEquals("api-1.jar native-cpu-1.jar", own(onBoth.classPath("cpu")));
        assertEquals("api-1.jar native-cuda-1.jar", own(onBoth.classPath("gpu")));
    }

    private static Placement placement(String engine, String device) {
        return new Placement(engine, Division.TUNED, device, Dtype.FLOAT32, 1);
    }

    private static String own(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .map(jar -> Path.of(jar).getFileName().toString())
                .filter(jar -> jar.endsWith("-1.jar") && !jar.startsWith("adapter"))
                .collect(Collectors.joining(" "));
    }

    /** As of an engine whose natives are too large for everybody: its module builds the adapter, its recipe has the rest. */
    @Test
    void builtEngineWithARecipeOfItsOwnIsOnlyThereOnceItIsAdded() throws IOException {
        Files.delete(root.resolve("engines/recipes/torch-1.json"));
        recipe("torch", "torch");
        assertEquals(List.of(), catalog().ids());
        assertEquals(
                List.of("torch"),
                catalog().optIn().stream().map(one -> one.descriptor().id()).toList());
        added = home.addedEngines().resolve("torch");
        add("sound");
        assertEquals(
                List.of("api-1.jar", "adapter-1.jar", "api-more-2.jar", "gson-3.jar"),
                catalog().byId("torch").jars().stream()
                        .map(jar -> jar.getFileName().toString())
                        .toList());
    }

    @Test
    void badRecipeIsOneLine() throws IOException {
        recipe("torch-1", "jax");
        assertEquals(
                "recipe of an engine: adapter of torch-1.json must be one of torch, got 'jax'",
                assertThrows(BadInput.class, this::catalog).getMessage());
    }
}
