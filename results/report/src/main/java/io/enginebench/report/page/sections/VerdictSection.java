package io.enginebench.report.page.sections;

import io.enginebench.analysis.timing.BusyMachine;
import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Control;
import io.enginebench.report.answer.Answer;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Block.Statement;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.table.Divisions;
import io.enginebench.report.table.MoreSeeds;
import io.enginebench.report.table.ResultTables;
import io.enginebench.report.table.Target;
import io.enginebench.report.table.Trainings;
import io.enginebench.report.table.VerdictTables;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The first screen: what can be said of each task, on which machine, and whether the measuring itself can be trusted. */
final class VerdictSection {
    private VerdictSection() {}

    static Section of(RunScope run) {
        RunResult result = run.result();
        List<Block> blocks = new ArrayList<>();
        List<Control> rounds =
                result.controls().stream().filter(Control::ofTiming).toList();
        List<Control> nudged = result.controls().stream()
                .filter(control -> !control.ofTiming())
                .toList();
        failed(rounds, "Machine unfit: %s. No figure of time of this run can be relied on.", blocks);
        failed(
                nudged,
                "Seeds unfit: %s. One engine is called different from itself, so no difference of that size between engines on that task can be relied on.",
                blocks);
        BusyMachine.of(result)
                .text()
                .ifPresent(text -> blocks.add(new Block.Warning("Machine busy while it was timed: " + text + ".")));
        undecided(rounds, "", "too few rounds, for the noise they have, to show that this machine could tell", blocks);
        undecided(
                nudged,
                " of trainings",
                "too few seeds, for what becomes of rounding, to show that they could tell",
                blocks);
        if (result.campaign().termination() != Termination.NORMAL) {
            blocks.add(new Block.Warning(
                    "This run was " + result.campaign().termination() + "; cells that were not done have no figures."));
        }
        ParitySection.faults(run)
                .forEach(fault -> blocks.add(new Block.Warning(
                        "Parity: " + fault + ". Speeds of these engines are judged all the same, quality is not.")));
        Divisions.disagreements(result).forEach(sentence -> blocks.add(new Block.Warning("Divisions: " + sentence)));
        List<Statement> statements = new ArrayList<>();
        Trainings.of(result).forEach(trainings -> statements.addAll(ofQuality(trainings)));
        result.comparisons().stream()
                .filter(one -> one.kind() == ComparisonKind.THROUGHPUT)
                .map(one -> new Statement(
                        about(one.task(), one.model(), topic(one), one.engines()),
                        List.of(run.heading(one.division())),
                        Words.readable(one.text()),
                        ""))
                .forEach(statements::add);
        List<Answer> answers = Answer.of(result);
        for (Answer answer : answers) {
            blocks.add(new Block.Heading(answer.title()));
            blocks.add(new Block.Bullets(answer.lines().stream()
                    .map(line -> run.palette().pieces(line.toString()))
                    .toList()));
        }
        blocks.add(
                answers.isEmpty()
                        ? new Block.Statements(statements)
                        : new Block.Folded(
                                "The verdicts in full, with their figures", List.of(new Block.Statements(statements))));
        VerdictTables.opponents(result).ifPresent(text -> blocks.add(new Block.Text(text)));
        MoreSeeds more = MoreSeeds.of(result);
        more.remarks().forEach(remark -> blocks.add(new Block.Text(remark)));
        if (!more.commands().isEmpty()) {
            List<Block> commands =
                    more.commands().stream().<Block>map(Block.Command::new).toList();
            blocks.add(new Block.Folded("More seeds", commands));
        }
        int lost = result.failedCells().size();
        if (lost > 0) {
            blocks.add(new Block.Warning("%d of %s no figures; the table Cells tells why."
                    .formatted(lost, Words.counted(result.cells().size(), "cell has", "cells have"))));
        }
        blocks.add(new Block.Text(ResultTables.provenance(result)));
        blocks.add(new Block.Text(
                rounds.isEmpty()
                        ? "Controls: none were run, so that nothing shows how fit this machine was for measuring time."
                        : "Controls: " + passed(rounds)));
        if (!nudged.isEmpty()) {
            blocks.add(new Block.Text("Controls of trainings: " + passed(nudged)));
        }
        return new Section(run.id("verdict"), "Verdict", blocks);
    }

    private static void failed(List<Control> controls, String warning, List<Block> blocks) {
        List<Control> failed = Control.of(Control.State.FAILED, controls);
        if (!failed.isEmpty()) {
            blocks.add(new Block.Warning(warning.formatted(failed.stream()
                    .map(control -> Words.readable(control.name() + ", " + control.detail()))
                    .collect(Collectors.joining("; ")))));
        }
    }

    private static void undecided(List<Control> controls, String ofWhat, String why, List<Block> blocks) {
        List<Control> undecided = Control.of(Control.State.UNDECIDED, controls);
        if (!undecided.isEmpty()) {
            blocks.add(new Block.Warning("%d of %s undecided: %s. Undecided: %s."
                    .formatted(
                            undecided.size(),
                            Words.counted(controls.size(), "control" + ofWhat + " is", "controls" + ofWhat + " are"),
                            why,
                            undecided.stream()
                                    .map(control -> Words.readable(control.name()))
                                    .collect(Collectors.joining("; ")))));
        }
    }

    private static String passed(List<Control> controls) {
        return "%d of %d passed."
                .formatted(Control.of(Control.State.PASSED, controls).size(), controls.size());
    }

    /** A statement for each pair of engines; the figures of all of them stand below the first. */
    private static List<Statement> ofQuality(Trainings trainings) {
        List<String> tags = new ArrayList<>();
        if (trainings.synthetic()) {
            tags.add("synthetic data");
        }
        if (trainings.division() != Division.TUNED) {
            tags.add(trainings.division().words());
        }
        if (trainings.protocol() == Protocol.NOTEBOOK) {
            tags.add("notebook protocol");
        }
        List<Comparison> judged = trainings.result().comparisons().stream()
                .filter(one -> one.task().equals(trainings.task().id())
                        && one.model().equals(trainings.model())
                        && one.division() == trainings.division()
                        && one.protocol() == trainings.protocol()
                        && one.metric() == trainings.task().kind().judgedBy())
                .toList();
        String topic = trainings.hasClasses() ? "Accuracy" : "MSE";
        Function<List<String>, String> about =
                engines -> about(trainings.task().id(), trainings.model(), topic, engines);
        List<Statement> statements = new ArrayList<>(List.of(new Statement(
                about.apply(
                        judged.isEmpty() ? trainings.engines() : judged.get(0).engines()),
                tags,
                judged.isEmpty()
                        ? nothingToInfer(trainings)
                        : Words.readable(judged.get(0).text()),
                "%s: %s (%s; %s is better)%s"
                        .formatted(
                                trainings.folds() * trainings.seeds() > 1 ? "Mean " + trainings.scoreName() : topic,
                                ofEach(trainings, engine -> Numbers.fixed(trainings.score(engine), 4)),
                                Words.list(
                                        Words.counted(trainings.seeds(), "seed"),
                                        trainings.folds() > 1 ? Words.counted(trainings.folds(), "fold") : ""),
                                trainings.hasClasses() ? "higher" : "lower",
                                Target.of(trainings)
                                        .map(target -> reached(trainings, target))
                                        .orElse("")))));
        judged.stream()
                .skip(1)
                .forEach(one -> statements.add(
                        new Statement(about.apply(one.engines()), tags, Words.readable(one.text()), "")));
        return statements;
    }

    /** What heads a statement: no two of one run have the same heading and tags. */
    private static String about(String task, String model, String topic, List<String> engines) {
        return "%s, %s: %s, %s".formatted(task, model, topic, String.join(" and ", engines));
    }

    /** Of a speed: a training's time to its target has no scope. */
    private static String topic(Comparison speed) {
        return speed.scope() == null ? speed.metric().label() : Answer.topic(speed);
    }

    private static String ofEach(Trainings trainings, UnaryOperator<String> figure) {
        return trainings.engines().stream()
                .map(engine -> engine + " " + figure.apply(engine))
                .collect(Collectors.joining(", "));
    }

    private static String reached(Trainings trainings, Target target) {
        return trainings.timesCount()
                ? ". Seconds of training to %s: %s".formatted(target.name(), ofEach(trainings, target::seconds))
                : ". Epochs to %s: %s".formatted(target.name(), ofEach(trainings, target::epochs));
    }

    private static String nothingToInfer(Trainings trainings) {
        if (trainings.engines().size() < 2) {
            return "One engine: nothing to compare.";
        }
        return trainings.seeds() == 1
                ? "One seed: no inference. The same engine with another seed differs too."
                : "No verdict was made.";
    }
}
