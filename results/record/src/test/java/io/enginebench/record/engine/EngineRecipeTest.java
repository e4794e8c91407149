package io.enginebench.record.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineRecipeTest {
    private static final String SHA = "ab".repeat(32);

    @TempDir
    Path folder;

    private Map<String, Path> adapters = Map.of();

    @BeforeEach
    void writeAdapters() throws IOException {
        adapters = Map.of(
                "torch", adapter("torch", ""),
                "torch-twice", adapter("torch-twice", ", \"variant\": {\"of\": \"torch\", \"how\": \"twice\"}"));
    }

    private Path adapter(String id, String more) throws IOException {
        return Files.writeString(folder.resolve(id + ".engine"), """
                {"id": "%s", "order": 4, "name": "Torch", "trains": true, "djl_version": "9", "version": "2.7", "platforms": ["linux-x86_64"],
                 "devices": ["cpu"], "environment": {"A": "1"}, "jvm_options": ["-Dx=1"], "licences": ["MIT"]%s}
                """.formatted(id, more));
    }

    private EngineRecipe read(String text) throws IOException {
        return EngineRecipe.read(Files.writeString(folder.resolve("torch-1.json"), text), adapters);
    }

    private static String artifact(String coordinates, String more) {
        return "{\"coordinates\": \"%s\", \"bytes\": 7, \"sha256\": \"%s\"%s}".formatted(coordinates, SHA, more);
    }

    private static String recipe(String members, String... artifacts) {
        return "{\"id\": \"torch-1\", \"adapter\": \"torch\", %s\"artifacts\": [%s]}"
                .formatted(members, String.join(", ", artifacts));
    }

    @Test
    void whatTheFileDoesNotSayIsTheAdapters() throws IOException {
        EngineRecipe recipe = read(recipe(
                "\"version\": \"1.13\", \"licences\": [\"BSD\"], ",
                artifact("a.b:api:jar:0.22.0", ""),
                artifact("a.b:native:jar:linux:1.13", ", \"platform\": \"linux-x86_64\""),
                artifact("a.b:native:jar:mac:1.13", ", \"platform\": \"osx-aarch64\"")));
        assertEquals("torch", recipe.adapter());
        EngineDescriptor descriptor = recipe.descriptor();
        assertEquals("torch-1", descriptor.id());
        assertEquals(4, descriptor.order());
        assertEquals("1.13", descriptor.version());
        assertEquals("9", descriptor.djlVersion());
        assertEquals(List.of("-Dx=1"), descriptor.jvmOptions());
        assertEquals(List.of("BSD"), descriptor.licences());
        assertEquals(List.of("linux-x86_64", "osx-aarch64"), descriptor.platforms());
        assertEquals(
                List.of("api-0.22.0.jar", "native-1.13-mac.jar"),
                recipe.artifacts("osx-aarch64", List.of(Artifact.CPU)).stream()
                        .map(Artifact::file)
                        .toList());
    }

    @Test
    void recipeWithoutNativesIsForTheAdaptersPlatforms() throws IOException {
        assertEquals(
                List.of("linux-x86_64"),
                read(recipe("", artifact("a:b:jar:1", ""))).descriptor().platforms());
    }

    @Test
    void everyMistakeIsOneLineThatNamesTheFileOrTheRule() {
        mistake("artifacts of engine torch-1 must be 1 or more, got none", recipe(""));
        mistake(
                "adapter of torch-1.json must be one of torch, torch-twice, got 'jax'",
                recipe("", artifact("a:b:jar:1", "")).replace("\"torch\"", "\"jax\""));
        mistake(
                "adapter of engine torch-1 must be an engine's and no variant's, got torch-twice",
                recipe("", artifact("a:b:jar:1", "")).replace("\"torch\"", "\"torch-twice\""));
        mistake(
                "torch-1.json must be named after its engine, got torch-2",
                recipe("", artifact("a:b:jar:1", "")).replace("torch-1", "torch-2"));
        mistake(
                "artifacts of engine torch-1 for linux-x86_64 must be files of different names, got b-1.jar, b-1.jar",
                recipe("", artifact("a:b:jar:1", ""), artifact("c:b:jar:1", "")));
        contains("Unrecognized field \"colour\"", recipe("\"colour\": \"red\", ", artifact("a:b:jar:1", "")));
        contains(
                "coordinates of an artifact must be group:artifact:type[:classifier]:version, got 'a:b:1'",
                recipe("", artifact("a:b:1", "")));
        contains("got 'a:../b:jar:1'", recipe("", artifact("a:../b:jar:1", "")));
        contains(
                "bytes of a:b:jar:1 must be 1 or more, got 0",
                recipe("", artifact("a:b:jar:1", "").replace("7", "0")));
        contains(
                "sha256 of a:b:jar:1 must be 64 hex digits, got 'abc'",
                recipe("", artifact("a:b:jar:1", "").replace(SHA, "abc")));
        contains("torch-1.json must be", recipe("", artifact("a:b:jar:1", "")).replace("}", ""));
    }

    private void mistake(String message, String text) {
        assertEquals(message, failure(text));
    }

    private void contains(String part, String text) {
        assertTrue(failure(text).contains(part), failure(text));
    }

    private String failure(String text) {
        String message =
                assertThrows(MalformedJsonException.class, () -> read(text)).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    @Test
    void artifactIsKnownByItsCoordinates() {
        Artifact artifact = new Artifact("ai.djl.pytorch:pytorch-jni:jar:2.5.1-0.32.0", null, null, 1, SHA);
        assertEquals("pytorch-jni-2.5.1-0.32.0.jar", artifact.file());
        assertEquals("", artifact.classifier());
        assertNull(artifact.platform());
        assertTrue(artifact.isVersion("pytorch-jni-2.7.1-0.35.1.jar"));
        assertTrue(!artifact.isVersion("pytorch-jni-extras-1.jar"));
    }
}
