package io.enginebench.cli.result;

import io.enginebench.analysis.pick.Answer;
import io.enginebench.analysis.pick.Candidate;
import io.enginebench.analysis.pick.Choice;
import io.enginebench.analysis.pick.Figure;
import io.enginebench.analysis.pick.Goal;
import io.enginebench.analysis.pick.Pick;
import io.enginebench.analysis.pick.Question;
import io.enginebench.analysis.pick.Requirement;
import io.enginebench.analysis.pick.Standing;
import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.cli.terminal.Offered;
import io.enginebench.cli.terminal.TextTables;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.Mistakes;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.report.text.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Names the engine that keeps some limits and is best in what is wished. */
@Command(
        name = "pick",
        header = {
            "  ./bench pick result.json --recall 'Shirt>=0.6' --max-rss-mb 800 --fastest train",
            "  ./bench pick result.json --task emojis --require 'latency_p99<=5' --fastest infer --batch 1",
            "  ./bench pick result.json --task navigability --require 'mse<=0.4' --most-accurate"
        },
        description = {
            "Names the engine that keeps every limit and is best by the verdicts, or says that none is shown to be.",
            "Figures for --require: accuracy, macro_recall,",
            "macro_f1, weighted_f1, roc_auc (>=), log_loss, mse, rmse, mae, latency_p50, latency_p90, latency_p99, latency_p99.9 in ms (<=).",
            "A limit within the figure's interval, and one seed, cannot tell. Exit code 0 also for no significant difference;",
            "4 if no engine keeps the limits, 2 if the result has not the figure that was asked for, 5 if it cannot tell or",
            "a control failed."
        })
public final class PickCommand extends JsonCommand {
    @Parameters(paramLabel = "FILE", description = "a result file")
    Path file = Path.of("");

    @Option(
            names = "--task",
            completionCandidates = Offered.Tasks.class,
            paramLabel = "TASK",
            description = "needed where the result has several")
    @Nullable
    String task;

    @Option(
            names = "--model",
            completionCandidates = Offered.Networks.class,
            paramLabel = "MODEL",
            description = "needed where the task has several")
    @Nullable
    String model;

    @Option(
            names = "--recall",
            paramLabel = "CLASS>=SHARE",
            description = "least mean recall of a class; may be repeated")
    List<String> recalls = List.of();

    @Option(
            names = "--require",
            paramLabel = "FIGURE>=VALUE",
            description = "a limit, >= where more is better and <= where less is; may be repeated")
    List<String> requirements = List.of();

    @Option(names = "--max-rss-mb", paramLabel = "MB", description = "largest resident set of any process, 10^6 bytes")
    @Nullable
    Double maxRssMb;

    @Option(
            names = "--fastest",
            completionCandidates = Offered.Modes.class,
            paramLabel = "MODE",
            description = "wish: the most rows per second in train, epoch or infer")
    @Nullable
    String fastest;

    @Option(names = "--most-accurate", description = "wish: the best accuracy, or the least mean squared error")
    boolean mostAccurate;

    @Option(names = "--batch", paramLabel = "N", description = "of --fastest, where several were timed")
    @Nullable
    Integer batch;

    @Option(
            names = "--division",
            completionCandidates = Offered.Divisions.class,
            paramLabel = "D",
            description = "how engines were driven, tuned or plain; needed where the result has both")
    @Nullable
    String division;

    @Option(names = "--threads", paramLabel = "N", description = "of timing rounds, where several were timed")
    @Nullable
    Integer threads;

    @Override
    public ExitCode call() throws IOException {
        Mistakes mistakes = new Mistakes();
        Goal goal = goal(mistakes);
        List<Requirement> limits = limits(mistakes);
        Optional<Division> driven = Arrays.stream(Division.values())
                .filter(one -> one.json().equals(division))
                .findFirst();
        mistakes.unless(division == null || driven.isPresent(), "--division", "tuned or plain", "'" + division + "'");
        RunResult result = ResultInput.verified(file);
        Question question = new Question(task, model, driven.orElse(null), threads, goal, limits);
        Pick.mistakes(result, question).forEach(mistakes::add);
        Usage.refuse(mistakes);
        Choice choice = Pick.of(result, question);
        print(choice, out -> print(out, choice));
        Answer answer = choice.answer();
        if (answer instanceof Answer.NotMeasured missing) {
            program.say(missing.reason() + "; next: " + missing.next());
            return ExitCode.USAGE;
        }
        if (answer instanceof Answer.CannotTell few) {
            program.say(few.reason() + "; next: " + few.next());
            return ExitCode.UNFIT;
        }
        return answer instanceof Answer.NobodyMeets
                ? ExitCode.DISPROVED
                : answer instanceof Answer.Unfit ? ExitCode.UNFIT : ExitCode.DONE;
    }

    private Goal goal(Mistakes mistakes) {
        mistakes.unless(
                (fastest == null) == mostAccurate,
                "wish",
                "one of --fastest train, --fastest infer and --most-accurate",
                mostAccurate ? "two" : "none");
        mistakes.unless(batch == null || fastest != null, "--batch", "given with --fastest", "it without");
        if (fastest == null) {
            return new Goal.MostAccurate();
        }
        Optional<Mode> mode = Mode.named(fastest);
        mistakes.unless(mode.isPresent(), "--fastest", "train, epoch or infer", "'" + fastest + "'");
        return mode.isEmpty() ? new Goal.MostAccurate() : new Goal.Fastest(mode.get(), batch);
    }

    private List<Requirement> limits(Mistakes mistakes) {
        List<Requirement> limits = new ArrayList<>();
        for (String text : recalls) {
            limit("--recall", "CLASS>=SHARE", text, ">=", mistakes)
                    .ifPresent(limit -> limits.add(new Requirement(Figure.recall(limit.name()), limit.value())));
        }
        for (String text : requirements) {
            String sign = text.contains(">=") ? ">=" : "<=";
            limit("--require", "FIGURE>=VALUE or FIGURE<=VALUE", text, sign, mistakes)
                    .ifPresent(limit -> required(limit, sign, mistakes).ifPresent(limits::add));
        }
        if (maxRssMb != null
                && mistakes.unless(Double.isFinite(maxRssMb), "--max-rss-mb", "a finite number", maxRssMb)) {
            limits.add(new Requirement(Figure.PEAK_RSS, maxRssMb));
        }
        return limits;
    }

    private static Optional<Requirement> required(Limit limit, String sign, Mistakes mistakes) {
        Optional<Figure> figure = Figure.named(limit.name());
        if (!mistakes.oneOf("figure of --require", Figure.names(), limit.name()) || figure.isEmpty()) {
            return Optional.empty();
        }
        String right = figure.get().metric().higherIsBetter() ? ">=" : "<=";
        mistakes.unless(sign.equals(right), "limit of " + limit.name(), "given with " + right, "'" + sign + "'");
        return figure.map(one -> new Requirement(one, limit.value()));
    }

    /** A limit as it was typed. */
    private record Limit(String name, double value) {}

    private static Optional<Limit> limit(String option, String form, String text, String sign, Mistakes mistakes) {
        int at = text.lastIndexOf(sign);
        try {
            double value = at < 1 ? Double.NaN : Double.parseDouble(text.substring(at + sign.length()));
            if (Double.isFinite(value)) {
                return Optional.of(new Limit(text.substring(0, at).strip(), value));
            }
        } catch (NumberFormatException e) {
            // Told below, like a text without a number.
        }
        mistakes.unless(false, option, form, "'" + text + "'");
        return Optional.empty();
    }

    private static void print(PrintWriter out, Choice choice) {
        out.println(Words.readable(conclusion(choice.answer())));
        choice.conditions().forEach(out::println);
        out.println();
        out.println("%s %s, %s".formatted(choice.task(), choice.model(), choice.goal()));
        List<String> header = new ArrayList<>(List.of("engine", "keeps the limits"));
        choice.candidates().get(0).standings().forEach(standing -> header.add(standing.requirement()));
        TextTables.list(out, header, choice.candidates(), PickCommand::row);
        choice.remarks().forEach(out::println);
    }

    private static List<String> row(Candidate candidate) {
        List<String> row = new ArrayList<>(List.of(
                candidate.engine(),
                candidate.keeps().json() + (candidate.remark().isEmpty() ? "" : ", " + candidate.remark())));
        for (Standing standing : candidate.standings()) {
            row.add(standing.kept().json() + ": " + standing.text());
        }
        return row;
    }

    private static String conclusion(Answer answer) {
        if (answer instanceof Answer.Picked picked) {
            return "PICK %s: %s".formatted(picked.engine(), picked.reason());
        }
        if (answer instanceof Answer.Equivalent none) {
            return "NO SIGNIFICANT DIFFERENCE between %s, any of them will do: %s"
                    .formatted(String.join(" and ", none.engines()), none.reason());
        }
        if (answer instanceof Answer.Inconclusive none) {
            return "NO SIGNIFICANT DIFFERENCE between %s was found, and none ruled out: %s"
                    .formatted(String.join(" and ", none.engines()), none.reason());
        }
        if (answer instanceof Answer.NobodyMeets nobody) {
            return "NOBODY: " + nobody.reason();
        }
        return (answer instanceof Answer.Unfit ? "UNFIT: " : "CANNOT TELL: ") + answer.reason();
    }
}
