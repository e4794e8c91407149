package io.enginebench.report.publish;

import io.enginebench.analysis.timing.BusyMachine;
import io.enginebench.analysis.verify.Verification;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import io.enginebench.record.verdict.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a result may be published.
 *
 * <p>Refused is what nobody could rely on or trace: figures that do not follow, engines shown to train differently, a machine
 * that could not tell or was busy, a program that is in no commit, a campaign that was stopped, names and folders of a person. Told, and
 * published, is what a reader can see and judge: cells that failed, for a failure is a result; data that nobody verified or that
 * was drawn; trainings whose parity nobody looked at; controls that too few rounds left undecided.
 *
 * @param refusals why not, each as {@code <what> must be <rule>, got <value>}; empty if it may
 * @param warnings what a reader will see and should
 */
record Admission(List<String> refusals, List<String> warnings) {
    Admission {
        refusals = List.copyOf(refusals);
        warnings = List.copyOf(warnings);
    }

    static Admission of(String text, Verification verification, Owner owner) throws MalformedJsonException {
        RunResult result = verification.result();
        List<String> refusals = new ArrayList<>(verification.findings());
        if (result == null) {
            return new Admission(refusals, List.of());
        }
        if (result.campaign().termination() != Termination.NORMAL) {
            refusals.add("termination must be normal, got "
                    + result.campaign().termination().json()
                    + "; next: ./bench compare --resume DIR");
        }
        if (result.suite().git() == null) {
            refusals.add("commit must be known, got none");
        } else if (result.suite().git().dirty()) {
            refusals.add("commit must be without local changes, got "
                    + result.suite().git().commitHash() + " with some");
        }
        refusals.addAll(verification.unsound());
        BusyMachine machine = BusyMachine.of(result);
        if (machine.spoilsAGroup()) {
            refusals.add("timings must be of a machine that was not busy, got a busy one in "
                    + machine.text().orElseThrow() + "; next: measure again with nothing else running");
        }
        refusals.addAll(PrivateTexts.of(Json.tree(text, verification.name()), owner));
        return new Admission(refusals, warnings(result));
    }

    private static List<String> warnings(RunResult result) {
        List<String> warnings = new ArrayList<>();
        BusyMachine.of(result).text().ifPresent(text -> warnings.add("machine busy in " + text + "; the page says so"));
        if (!result.failedCells().isEmpty()) {
            warnings.add("cells that failed, published as such: "
                    + result.failedCells().stream().map(CellResult::id).collect(Collectors.joining(", ")));
        }
        long engines = result.qualityCells().stream()
                .map(CellResult::engine)
                .distinct()
                .count();
        if (engines > 1 && result.parity().isEmpty()) {
            warnings.add("parity of the engines was not looked at; the list says so");
        }
        List<Control> undecided = Control.of(Control.State.UNDECIDED, result.controls());
        if (!undecided.isEmpty()) {
            warnings.add("%d of %d controls are undecided; the first screen says so"
                    .formatted(undecided.size(), result.controls().size()));
        }
        for (DataRecord data : result.data()) {
            if (data.kind() == DataKind.SYNTHETIC) {
                warnings.add("data of " + data.task() + " is synthetic; the list says so");
            } else if (!data.verified()) {
                warnings.add("data of " + data.task() + " is unverified; the list says so");
            }
        }
        return warnings;
    }
}
