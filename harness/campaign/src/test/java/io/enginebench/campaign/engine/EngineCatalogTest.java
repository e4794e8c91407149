package io.enginebench.campaign.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.enginebench.ground.Home;
import io.enginebench.record.setting.Dtype;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCatalogTest {
    @TempDir
    Path root;

    private EngineCatalog catalog;

    @BeforeEach
    void writeEngines() throws IOException {
        write("a", 2);
        write("z", 1);
        write("z-1.5", 1);
        write("z-1.5.2", 1);
        catalog = EngineCatalog.read(new Home(root, root));
    }

    private void write(String id, int order) throws IOException {
        Path app = Files.createDirectories(root.resolve("engines/" + id + "/target/app"));
        Files.writeString(app.resolve("engine.json"), """
                {"id": "%s", "order": %d, "name": "X", "trains": true, "djl_version": "1", "version": "1", "platforms": [],
                 "devices": ["cpu"], "environment": {}, "jvm_options": [], "licences": []}
                """.formatted(id, order));
    }

    @Test
    void enginesAreListedByTheirOrderAndThenById() {
        assertEquals(List.of("z", "z-1.5", "z-1.5.2", "a"), catalog.ids());
    }

    @Test
    void appearancesOfAnEngineAreThatEngine() {
        List<String> ids = Appearance.of(List.of("z", "a", "z", "z"), List.of("cpu"), List.of(Dtype.FLOAT32)).stream()
                .map(Appearance::id)
                .toList();
        assertEquals(List.of("z", "a", "z.2", "z.3"), ids);
        assertEquals(
                List.of("z", "a", "z", "z"),
                ids.stream().map(id -> catalog.byId(id).descriptor().id()).toList());
        assertFalse(catalog.knows("z.two"));
    }

    @Test
    void anEngineOnSeveralDevicesAndInSeveralKindsOfNumbersHasANameForEach() {
        List<Appearance> all =
                Appearance.of(List.of("z", "z"), List.of("cpu", "gpu:1"), List.of(Dtype.FLOAT32, Dtype.FLOAT16));
        assertEquals(
                List.of(
                        "z",
                        "z.float16",
                        "z.gpu1",
                        "z.gpu1.float16",
                        "z.2",
                        "z.float16.2",
                        "z.gpu1.2",
                        "z.gpu1.float16.2"),
                all.stream().map(Appearance::id).toList());
        all.forEach(one -> assertEquals("z", catalog.byId(one.id()).descriptor().id()));
        assertEquals(new Appearance("z", "gpu:1", Dtype.FLOAT16, "z.gpu1.float16"), all.get(3));
        assertFalse(catalog.knows("z.float64"));
    }

    /** 1.5.2 is a version and not the second appearance of 1.5, which there is no other way to name. */
    @Test
    void ownIdComesBeforeAnAppearance() {
        assertEquals("z-1.5.2", catalog.byId("z-1.5.2").descriptor().id());
        assertEquals("z-1.5", catalog.byId("z-1.5.3").descriptor().id());
    }
}
