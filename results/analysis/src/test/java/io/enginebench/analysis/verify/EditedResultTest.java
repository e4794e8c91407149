package io.enginebench.analysis.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.run.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Edits of real results, each sealed anew: a small one of every kind of cell, and one with folds, targets and the study's tasks. What is
 * not told of them is on docs/results.md, word by word.
 */
class EditedResultTest {
    private static final Path HOME = Path.of(System.getProperty("enginebench.home"));
    private static final Path FIXTURES = HOME.resolve("results/record/src/test/resources/results");
    private static final String SMALL = "v2-small.json";
    private static final Path PAGE = HOME.resolve("docs/results.md");
    private static final String BEGIN = "<!-- edits that are not told, generated: begin -->\n";
    private static final String END = "<!-- generated: end -->\n";

    /** The small one as if it had been judged by today's rules. */
    private static ObjectNode fixture(String name) throws IOException {
        String text = Files.readString(FIXTURES.resolve(name));
        return name.equals(SMALL) ? VerificationTest.judged(text) : (ObjectNode) Json.tree(text, name);
    }

    private static List<String> findings(ObjectNode document) {
        try {
            return Verification.of(document.toString(), "edited").findings();
        } catch (MalformedJsonException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    @Test
    void pageNamesExactlyTheEditsThatAreNotTold() throws IOException {
        Set<String> tried = new HashSet<>();
        List<String> untold = new ArrayList<>();
        for (String name : List.of(SMALL, "v2.json")) {
            ObjectNode document = fixture(name);
            assertEquals(List.of(), findings(document), name);
            for (SingleEdits.Edit edit : SingleEdits.of(document).values()) {
                if (tried.add(edit.what()) && findings(edit.of(document)).isEmpty()) {
                    untold.add(edit.what());
                }
            }
        }
        assertTrue(tried.size() >= 110, "tried " + tried.size());
        String generated = "Of %d kinds of edits %d are told. Not told, each of one member:\n\n%s\n"
                .formatted(
                        tried.size(),
                        tried.size() - untold.size(),
                        untold.stream().sorted().map(what -> "`" + what + "`").collect(Collectors.joining(", ")));
        String text = Files.readString(PAGE);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END, from);
        assertTrue(from >= BEGIN.length() && to >= from, "the page must have the marks");
        if (Boolean.getBoolean("readme.update")) {
            Files.writeString(PAGE, text.substring(0, from) + generated + text.substring(to));
        } else {
            assertEquals(generated, text.substring(from, to), "stale; next: mvn verify -Dreadme.update=true");
        }
    }

    /** What a result says when it lies in several members at once, so that they go together. */
    private static void told(String fixture, String finding, Consumer<ObjectNode> lie) throws IOException {
        ObjectNode document = fixture(fixture);
        lie.accept(document);
        List<String> found = findings(document.put(ContentHash.MEMBER, ContentHash.of(document)));
        assertTrue(found.stream().anyMatch(line -> line.contains(finding)), found::toString);
    }

    private static ObjectNode at(ObjectNode document, String pointer) {
        return (ObjectNode) document.at(pointer);
    }

    @Test
    void toleranceThatLetsAnythingPassIsTold() throws IOException {
        told(
                "v2.json",
                "parity[0].rungs[2].tolerance must be that of rung 3, got ",
                document ->
                        at(document, "/parity/0/rungs/2").put("tolerance", 1e9).put("judged_difference", 5.0));
    }

    @Test
    void parityThatIsLeftOutIsTold() throws IOException {
        told(SMALL, "parity must be shown of each two engines", document -> document.putArray("parity"));
        told(
                SMALL,
                "parity must be shown of each two engines",
                document -> document.withArray("parity").remove(0));
    }

    @Test
    void standInsThatAreCalledRealAreTold() throws IOException {
        told(
                "v2.json",
                "data[0].kind must be ",
                document -> at(document, "/data/0").put("kind", "real"));
        told("v2.json", "data[0].source must be ", document -> {
            at(document, "/data/0").put("kind", "real");
            at(document, "/data/0").remove("note");
        });
    }

    @Test
    void standInsThatAreDressedUpAsTheStudysOwnRowsAreTold() throws IOException {
        told("v2.json", "data[0].kind must be synthetic, for the rows are drawn, got real", document -> {
            ObjectNode data = at(document, "/data/0");
            data.put("kind", "real")
                    .put("source", "download")
                    .put("verified", true)
                    .put("study", true);
            data.remove("note");
        });
    }

    @Test
    void studyThatReportsAnotherFigureIsTold() throws IOException {
        told(
                "v2.json",
                "tasks[0].study.accuracy must be 0.9894736842105264 (as enginebench has it), got 0.5",
                document -> at(document, "/tasks/0/study").put("accuracy", 0.5));
    }

    @Test
    void endThatIsNotThatOfTheCellsIsTold() throws IOException {
        told(
                SMALL,
                "campaign.termination must be normal (from the cells), got interrupted",
                document -> at(document, "/campaign").put("termination", "interrupted"));
    }

    @Test
    void jobsThatCannotHaveTakenSoLittleTimeAreTold() throws IOException {
        told(
                SMALL,
                "campaign.duration_s must be ",
                document -> at(document, "/campaign").put("duration_s", 0.001));
        told(
                "v2.json",
                "campaign.jobs must be 2 (from the command), got 1",
                document -> at(document, "/campaign").put("jobs", 1));
    }

    /** Of another batch, named after what it is. */
    @Test
    void foreignPartOfATimingRoundIsTold() throws IOException {
        told(SMALL, "engines of the round of ", document -> {
            for (int i = 0; i < document.at("/cells").size(); i++) {
                ObjectNode cell = at(document, "/cells/" + i);
                if (cell.path("kind").asText().equals("throughput")) {
                    int batch = cell.path("global_batch_size").asInt();
                    document.withArray("cells")
                            .add(cell.deepCopy()
                                    .put("global_batch_size", batch + 1)
                                    .put("position", 0)
                                    .put(
                                            "id",
                                            cell.path("id")
                                                    .asText()
                                                    .replace("-b" + batch + "-", "-b" + (batch + 1) + "-")));
                    return;
                }
            }
        });
    }

    @Test
    void questionThatIsLeftOutIsTold() throws IOException {
        ObjectNode document = fixture(SMALL);
        for (int i = document.at("/cells").size() - 1; i >= 0; i--) {
            if (document.at("/cells/" + i + "/kind").asText().equals("cross_evaluation")) {
                document.withArray("cells").remove(i);
                break;
            }
        }
        assertFalse(findings(document.put(ContentHash.MEMBER, ContentHash.of(document)))
                .isEmpty());
    }
}
