package io.enginebench.cli.cluster;

import io.enginebench.campaign.merge.ShareFolder;
import io.enginebench.cli.result.MergeCommand;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.Mistakes;
import io.enginebench.record.run.CampaignRecord.Share;
import io.enginebench.report.text.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has a cluster of Spark run a plan, a share on each executor, and puts the shares together. */
@Command(
        name = "spark",
        header = {
            "  ./bench spark compare --tasks fashion --seeds 10 --master spark://host:7077 --shares 4 --cores 8",
            "  ./bench spark throughput --tasks fashion --rounds 20 --master yarn --shares 4 --cores 8 --copy",
            "  ./bench spark --resume runs/mine --master spark://host:7077 --cores 8"
        },
        customSynopsis = {
            "bench spark (compare | run | throughput) ARGUMENTS... --master M --shares N --cores N [--out DIR]",
            "       bench spark --resume DIR --master M --cores N"
        },
        description = {
            "Runs each share of the plan as a task that has an executor to itself, waits, and merges what came of them.",
            "A task is not tried again: a share whose executor is lost is told, and --resume runs it. Spark is that of SPARK_HOME;",
            "this program must be at the same place on every machine, and DIR too, or else --copy."
        })
public final class SparkCommand extends SharesCommand {
    private static final String NAME = "spark";
    private static final String ASKED = "asked.json";

    @Option(names = "--master", paramLabel = "M", description = "the cluster, as spark-submit has it")
    @Nullable
    String master;

    @Option(
            names = {"--shares", "--nodes"},
            paramLabel = "N",
            description = "how many shares")
    @Nullable
    Integer shares;

    @Option(names = "--cores", paramLabel = "N", description = "processors of an executor, all of which a share takes")
    @Nullable
    Integer cores;

    @Option(names = "--conf", paramLabel = "NAME=VALUE", description = "a setting of Spark; may be repeated")
    List<String> settings = List.of();

    @Option(
            names = "--copy",
            description = "send the folders of the shares through Spark and back: executors have not got DIR")
    boolean copy;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "new: gets share-1 and so on, and merged (runs/<time>-spark)")
    @Nullable
    Path out;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "run the shares in DIR that have not ended; what they are stands there")
    @Nullable
    Path resume;

    private int cpus;
    private int count;

    /**
     * What was asked for.
     *
     * @param arguments the command that each share runs
     * @param shares how many
     */
    record Asked(List<String> arguments, int shares) {
        Asked {
            arguments = List.copyOf(arguments);
        }
    }

    @Override
    void check(Mistakes mistakes) {
        mistakes.unless(
                master != null && master.matches("(local-cluster|[a-z0-9]+://|yarn).*"),
                "--master",
                "a cluster of Spark's, as in spark://host:7077",
                master);
        cpus = given(mistakes, "--cores", cores, 1024);
        mistakes.unless(
                settings.stream().allMatch(setting -> setting.matches("spark\\.[^=\\s]+=.*")),
                "--conf",
                "spark.NAME=VALUE",
                settings);
        if (resume == null) {
            count = given(mistakes, "--shares", shares, Share.MOST);
        } else {
            mistakes.unless(arguments.isEmpty(), "what a resumed plan runs", "left out", arguments);
            mistakes.unless(shares == null, "--shares with --resume", "left out", shares);
            mistakes.unless(out == null, "--out with --resume", "left out", out);
        }
    }

    @Override
    ExitCode hand() throws IOException, InterruptedException {
        SharesFolder folder = SharesFolder.of(resume == null ? out : resume, NAME);
        Asked asked = resume == null ? asked(folder) : folder.kept(ASKED, Asked.class);
        mustMakeShares(asked.arguments(), asked.shares());
        List<Integer> left = left(folder, asked.shares());
        Spark spark = new Spark(program.environment());
        List<String> command = command(spark, folder, asked, left);
        if (dryRun) {
            program.out().println(Words.shell(command));
            return ExitCode.DONE;
        }
        if (resume == null) {
            folder.keep(ASKED, asked);
        }
        if (!left.isEmpty()) {
            run(spark, command, folder);
        }
        Optional<ExitCode> stopped = program.interrupts().exitCode();
        if (stopped.isPresent()) {
            return stopped.get();
        }
        List<Path> begun = IntStream.rangeClosed(1, asked.shares())
                .mapToObj(folder::share)
                .filter(Files::exists)
                .toList();
        if (begun.isEmpty()) {
            throw new Unfit("a share must have begun, got none of %d; what Spark said is in %s"
                    .formatted(asked.shares(), folder.file("driver.log")));
        }
        return MergeCommand.merge(program, begun, folder.merged(), false);
    }

    private Asked asked(SharesFolder folder) throws IOException {
        folder.refuseUnlessNew();
        return new Asked(arguments, count);
    }

    /** The shares that have not ended. */
    private static List<Integer> left(SharesFolder folder, int shares) throws IOException {
        List<Integer> left = new ArrayList<>();
        for (int i = 1; i <= shares; i++) {
            Path path = folder.share(i);
            if (!Files.exists(path)
                    || ShareFolder.read(path).filter(ShareFolder::ended).isEmpty()) {
                left.add(i);
            }
        }
        return left;
    }

    private List<String> command(Spark spark, SharesFolder folder, Asked asked, List<Integer> left) {
        List<String> words = new ArrayList<>(List.of(
                folder.path().toString(),
                copy ? "copied" : "shared",
                Integer.toString(asked.shares()),
                left.stream().map(String::valueOf).collect(Collectors.joining(","))));
        words.addAll(program.launcher());
        words.addAll(asked.arguments());
        return spark.command(
                String.valueOf(master), cpus, settings, program.home().sparkJar(), words);
    }

    private void run(Spark spark, List<String> command, SharesFolder folder) throws IOException, InterruptedException {
        Path log = folder.file("driver.log");
        int exit = spark.run(
                command,
                log,
                program::say,
                process -> program.interrupts().onFirst(() -> {
                    program.say("stopping; next: ./bench spark --resume %s".formatted(folder.path()));
                    process.toHandle().destroy(); // Its output is still to be read.
                }));
        if (exit != 0 && program.interrupts().exitCode().isEmpty()) {
            throw new Unfit(
                    "spark-submit must end with 0, got %d; what it said is in %s; next: ./bench spark --resume %s"
                            .formatted(exit, log, folder.path()));
        }
    }
}
