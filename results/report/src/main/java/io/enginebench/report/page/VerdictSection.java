package io.enginebench.report.page;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.Protocol;
import io.enginebench.record.run.Control;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import io.enginebench.report.table.ResultTables;
import io.enginebench.report.table.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The first screen: what can be said of each task, on which machine, and whether the measuring itself can be trusted. */
final class VerdictSection {
    private VerdictSection() {}

    static Section of(RunScope run) {
        RunResult result = run.result();
        List<Block> blocks = new ArrayList<>();
        List<Control> failed =
                result.controls().stream().filter(control -> !control.passed()).toList();
        if (!failed.isEmpty()) {
            blocks.add(Block.Text.warning("Machine unfit: "
                    + String.join(
                            "; ",
                            failed.stream()
                                    .map(control -> control.name() + ", " + control.detail())
                                    .toList())
                    + ". No figure of time of this run can be relied on."));
        }
        if (result.campaign().termination() != Termination.NORMAL) {
            blocks.add(Block.Text.warning("This run was "
                    + result.campaign().termination().json() + "; cells that were not done have no figures."));
        }
        ParitySection.faults(run).forEach(fault -> blocks.add(Block.Text.warning("Parity: " + fault + ".")));
        List<Block.Verdict> verdicts = new ArrayList<>();
        Subject.of(run).forEach(subject -> verdicts.add(verdict(subject)));
        verdicts.addAll(Verdicts.ofSpeed(result));
        blocks.add(new Block.Verdicts(verdicts));
        failures(result, blocks);
        blocks.add(Block.Text.plain(ResultTables.provenance(result)));
        blocks.add(Block.Text.plain(controls(result)));
        return new Section(run.id("verdict"), "Verdict", blocks);
    }

    private static Block.Verdict verdict(Subject subject) {
        String figures = String.join(
                ", ",
                subject.engines().stream()
                        .map(engine -> engine + " "
                                + Numbers.fixed(subject.score(engine).orElse(null), 4))
                        .toList());
        List<String> tags = new ArrayList<>();
        if (subject.synthetic()) {
            tags.add("synthetic data");
        }
        if (subject.protocol() == Protocol.NOTEBOOK) {
            tags.add("notebook protocol");
        }
        String said = String.join(" ", Verdicts.of(subject));
        return new Block.Verdict(
                subject.task().id() + ", " + subject.model(),
                tags,
                said.isEmpty() ? nothingToInfer(subject) : said,
                "%s: %s (%s; %s)%s"
                        .formatted(
                                subject.folds() * subject.seeds() > 1
                                        ? "Mean " + subject.scoreName()
                                        : subject.classification() ? "Accuracy" : subject.scoreName(),
                                figures,
                                Numbers.words(
                                        Numbers.counted(subject.seeds(), "seed", "seeds"),
                                        subject.folds() > 1 ? Numbers.counted(subject.folds(), "fold", "folds") : ""),
                                subject.classification() ? "higher is better" : "lower is better",
                                Target.of(subject.cells())
                                        .map(target -> reached(subject, target))
                                        .orElse("")));
    }

    private static String reached(Subject subject, Target target) {
        boolean timesCount = subject.result().campaign().jobs() == 1;
        return subject.engines().stream()
                .map(engine -> engine + " " + (timesCount ? target.seconds(engine) : target.epochs(engine)))
                .collect(Collectors.joining(
                        ", ",
                        ". %s to %s: ".formatted(timesCount ? "Seconds of training" : "Epochs", target.name()),
                        ""));
    }

    private static String nothingToInfer(Subject subject) {
        if (subject.engines().size() < 2) {
            return "One engine: nothing to compare.";
        }
        return subject.seeds() == 1
                ? "One seed: no inference. The same engine with another seed differs too."
                : "No verdict was made.";
    }

    private static void failures(RunResult result, List<Block> blocks) {
        List<CellResult> failed = result.failedCells();
        if (!failed.isEmpty()) {
            blocks.add(Block.Text.warning(String.format(
                    Locale.ROOT,
                    "%d of %s no figures; the table Cells tells why.",
                    failed.size(),
                    Numbers.counted(result.cells().size(), "cell has", "cells have"))));
        }
    }

    private static String controls(RunResult result) {
        if (result.controls().isEmpty()) {
            return "Controls: none were run, so that nothing shows how fit this machine was for measuring time.";
        }
        long passed = result.controls().stream().filter(Control::passed).count();
        return "Controls: " + passed + " of " + result.controls().size() + " passed.";
    }
}
