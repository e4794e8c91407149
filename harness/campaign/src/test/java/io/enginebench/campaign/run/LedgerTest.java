package io.enginebench.campaign.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    @TempDir
    Path folder;

    private Path write(String name, String value) throws IOException {
        Path file = folder.resolve(name);
        new Ledger(folder).write(file, Map.of("value", value));
        return file;
    }

    private List<String> changed() throws IOException {
        return new Ledger(folder).changed();
    }

    @Test
    void whatWasChangedIsNamedAndWhatAWorkerLeftIsNot() throws IOException {
        assertEquals(List.of(), changed(), "of nothing");
        Path one = write("one.json", "a");
        write("two.json", "a");
        write("two.json", "b");
        Files.writeString(folder.resolve("workers.json"), "{}");
        assertEquals(List.of(), changed());
        Files.writeString(one, "{\"value\": \"b\"}");
        assertEquals(List.of("one.json"), changed());
        Files.delete(one);
        assertEquals(List.of(), changed(), "what is gone is done again");
    }

    /** A campaign may be killed between its line and its file. */
    @Test
    void fileOfBeforeItsLastLineIsAsItWasWritten() throws IOException {
        Path file = folder.resolve("cell.json");
        Files.writeString(file, "{}"); // A worker's.
        String workers = Files.readString(file);
        new Ledger(folder).write(file, Map.of("value", "campaign's"));
        Files.writeString(file, workers);
        assertEquals(List.of(), changed());
    }

    @Test
    void whatIsForgottenMayBecomeAnything() throws IOException {
        Path file = write("cell.json", "a");
        new Ledger(folder).rename(file, folder.resolve("attempt-1.json"));
        Files.writeString(file, "{}");
        assertEquals(List.of(), changed());
        Json.write(folder.resolve("attempt-1.json"), Map.of("value", "b"));
        assertEquals(List.of("attempt-1.json"), changed());
    }
}
