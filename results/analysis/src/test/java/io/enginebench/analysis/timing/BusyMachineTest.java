package io.enginebench.analysis.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twenty cells of one group, of which some are given a load; windows of ten steps in 10 ms, so 1 ms a step. */
class BusyMachineTest {
    private static final Path FIXTURE = Path.of(
            System.getProperty("enginebench.home"), "results/record/src/test/resources/results/v1-throughput.json");

    private static BusyMachine machine(int cells, String member, double value) throws IOException {
        return machine(cells, Map.of(member, value));
    }

    private static BusyMachine machine(int cells, Map<String, Number> members) throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(Files.readString(FIXTURE), "fixture");
        ((ObjectNode) document.at("/environment/host")).put("host_processor_core_count", 4);
        int given = 0;
        for (JsonNode cell : document.get("cells")) {
            ObjectNode load = JsonNodeFactory.instance.objectNode();
            if (given++ < cells) {
                members.forEach((member, value) -> load.set(member, Json.tree(value)));
            }
            ((ObjectNode) cell).set("load", load);
            ((ObjectNode) cell.get("raw"))
                    .put("steps_per_window", 10)
                    .putArray("window_durations_ns")
                    .add(10_000_000L);
        }
        return BusyMachine.of(ResultFile.of(document, "fixture"));
    }

    /** Four cores bear a load average of 5. */
    @ParameterizedTest
    @CsvSource({
        "load_average, 5.0,",
        "load_average, 5.01, load average above 1.25 a core in 1",
        "steal_fraction, 0.02,",
        "steal_fraction, 0.021, more than 2 % of the CPU time given to others in 1",
        "cpu_ms_per_step, 0.9,",
        "cpu_ms_per_step, 0.89, less CPU than 90 % of the time on the clock in 1",
        "cpu_ms_per_step, 4,"
    })
    void cellTellsOfABusyMachineByEachReading(String member, double value, String said) throws IOException {
        assertEquals(
                Optional.ofNullable(said).map(reason -> "1 of 20 timed cells (" + reason + ")"),
                machine(1, member, value).text());
    }

    /** Of 10 ms on the clock 8.5 are of CPU: forty waits for another thread of its own account for the rest, ten do not. */
    @ParameterizedTest
    @CsvSource({"40, false", "20, false", "19, true", "0, true"})
    void engineThatHandsOverToItsOwnThreadsIsNoBusyMachine(long handOvers, boolean busy) throws IOException {
        assertEquals(
                busy,
                machine(1, Map.of("cpu_ms_per_step", 0.85, "voluntary_context_switches", handOvers))
                        .text()
                        .isPresent());
    }

    @Test
    void moreThanATenthOfAGroupSpoilsIt() throws IOException {
        assertFalse(machine(2, "steal_fraction", 0.5).spoilsAGroup());
        assertTrue(machine(3, "steal_fraction", 0.5).spoilsAGroup());
    }
}
