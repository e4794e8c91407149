package io.enginebench.analysis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.run.ContentHash;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.schema.ResultSchema;
import io.enginebench.record.verdict.Control;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A result file held against its schema, its content hash and its own raw values.
 *
 * @param name the file's name
 * @param result with the verdicts of today's rules, whatever those of the file; null if the document does not have the shape of
 *     a result
 * @param findings everything that does not follow, one a line; empty if the file is in order
 * @param judgedAgain whether the file's verdicts are of earlier rules, so that those of {@code result} are others
 */
public record Verification(String name, @Nullable RunResult result, List<String> findings, boolean judgedAgain) {
    /** What no check of a file can know, in a line. */
    public static final String UNKNOWABLE =
            "not proven by any file: that its times, losses, memory, versions, machine and dates are those of a"
                    + " run, and who made it (docs/results.md lists what only the checksum holds)";

    public Verification {
        findings = List.copyOf(findings);
    }

    /**
     * What the file itself tells that takes its comparisons' ground away, one a line: a control that failed, engines that do
     * not train the same thing. Such a file may be true in every figure.
     */
    public List<String> unsound() {
        if (result == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        Control.of(Control.State.FAILED, result.controls())
                .forEach(control -> lines.add("control %s must have passed, got: %s (%s)"
                        .formatted(
                                control.name(),
                                control.detail(),
                                control.ofTiming() ? "machine unfit" : "two runs of one engine are called different")));
        result.parity().stream().forEach(report -> report.faults().forEach(fault -> lines.add("parity of " + fault)));
        return lines;
    }

    /** Controls that say neither that this machine could tell nor that it could not, one a line. */
    public List<String> undecided() {
        return result == null
                ? List.of()
                : Control.of(Control.State.UNDECIDED, result.controls()).stream()
                        .map(control -> "control %s is undecided, so it is not shown that the %s could tell: %s"
                                .formatted(control.name(), control.ofTiming() ? "rounds" : "seeds", control.detail()))
                        .toList();
    }

    /** Whether nothing was found. */
    public boolean passed() {
        return findings.isEmpty();
    }

    /**
     * Verifies a file.
     *
     * @throws MalformedJsonException if it is not JSON, or no result of enginebench at all
     * @throws IOException if it cannot be read
     */
    public static Verification of(Path file) throws IOException {
        String name = file.getFileName().toString();
        return read(Json.tree(file), name).verified(name);
    }

    /**
     * Verifies a text.
     *
     * @throws MalformedJsonException if it is not JSON, or no result of enginebench at all
     */
    public static Verification of(String text, String name) throws MalformedJsonException {
        return read(Json.tree(text, name), name).verified(name);
    }

    /**
     * What is kept of a document, which is larger than its result.
     *
     * @param result null if the document does not have the shape of one
     * @param shape what is wrong with it then
     * @param sha256 of its content
     */
    private record Read(@Nullable RunResult result, List<String> shape, String sha256) {
        private static Read not(List<String> shape) {
            return new Read(null, shape, "");
        }

        Verification verified(String name) {
            if (result == null) {
                return new Verification(name, null, shape, false);
            }
            Findings findings = new Findings();
            findings.same(ContentHash.MEMBER, sha256, "from the rest of the file", result.contentSha256());
            RunResult judged = recomputed(result, findings);
            return new Verification(name, judged, findings.lines(), !result.judgedByTodaysRules());
        }
    }

    private static Read read(JsonNode document, String name) throws MalformedJsonException {
        if (!document.path(ResultFile.VERSION).isIntegralNumber()) {
            throw new MalformedJsonException(
                    name + " must be a result of enginebench, got JSON without a format_version",
                    new IllegalArgumentException());
        }
        ResultFile.mustBeKnown(document, name);
        List<String> shape =
                ResultSchema.of(document.path(ResultFile.VERSION).asInt()).findings(document);
        if (!shape.isEmpty()) {
            return Read.not(shape);
        }
        try {
            return new Read(ResultFile.of(document, name), List.of(), ContentHash.of(document));
        } catch (MalformedJsonException e) {
            return Read.not(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Looks for what does not follow from the raw values, the hash left out, and judges them again. */
    private static RunResult recomputed(RunResult result, Findings findings) {
        CampaignChecks.of(result, findings);
        TaskChecks.of(result, findings);
        PlanChecks.of(result, findings);
        ParityChecks.of(result, findings);
        QualityChecks.of(result, findings);
        AgreementChecks.of(result, findings);
        ThroughputChecks.of(result, findings);
        try {
            RunResult judged = CellComparisons.judged(result);
            ComparisonChecks.of(result, judged, findings);
            return judged;
        } catch (IllegalArgumentException | NullPointerException e) {
            findings.unless(false, "cells", "ones that can be compared", e.getMessage());
            return result;
        }
    }
}
