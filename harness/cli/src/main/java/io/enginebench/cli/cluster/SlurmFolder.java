package io.enginebench.cli.cluster;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.report.text.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder with what Slurm is given: two scripts, and {@code jobs.json} once they are submitted. */
record SlurmFolder(SharesFolder folder) {
    private static final String NAME = "slurm";
    private static final String JOBS = "jobs.json";

    /** The folder of a path, or a usual one. */
    static SlurmFolder of(@Nullable Path asked) {
        return new SlurmFolder(SharesFolder.of(asked, NAME));
    }

    /**
     * What was submitted.
     *
     * @param array number of the job whose tasks are the shares
     * @param merge number of the job that puts them together
     * @param shares how many
     */
    record Submitted(String array, String merge, int shares) {}

    /**
     * Refuses a path that Slurm would read otherwise, or where something is already.
     *
     * @throws Usage if it is one
     */
    void refuseUnlessNew() throws IOException {
        if (!folder.path().toString().matches("[^%\"\\\\\\p{Cntrl}]+")) {
            throw new Usage(
                    "--out", "a folder without %, quotes and backslashes in its name, for Slurm", folder.path());
        }
        folder.refuseUnlessNew();
    }

    /** How the process of a share ended, in words; empty while it runs, and where it was lost. */
    Optional<String> ending(int share) throws IOException {
        Path exit = folder.file("share-%d.exit".formatted(share));
        return Files.isRegularFile(exit)
                ? Optional.of("ended with " + Files.readString(exit).strip())
                : Optional.empty();
    }

    void keep(Submitted jobs) throws IOException {
        folder.keep(JOBS, jobs);
    }

    /**
     * What was submitted.
     *
     * @throws BadInput if nothing was
     */
    Submitted submitted() throws IOException {
        return folder.kept(JOBS, Submitted.class);
    }

    /**
     * The script of the job whose tasks are the shares. A share has its node to itself and is not begun again by Slurm, which would time its
     * rounds on two days; natives are unpacked on the node by the campaign, before anything is timed.
     *
     * @param launcher start of the command line
     * @param arguments of the command
     * @param options further lines of sbatch
     */
    String shares(List<String> launcher, List<String> arguments, int shares, List<String> options) {
        return script(Stream.concat(
                                Stream.of("--job-name=enginebench", "--array=1-" + shares),
                                Stream.concat(
                                        options.stream(),
                                        Stream.of(
                                                "--nodes=1",
                                                "--exclusive",
                                                "--no-requeue",
                                                "--output=\"%s\"".formatted(folder.file("share-%a.log")))))
                        .toList())
                + """
                        %s %s --shard "$SLURM_ARRAY_TASK_ID/%d" --out %s"$SLURM_ARRAY_TASK_ID"
                        code=$?
                        echo $code > %s"$SLURM_ARRAY_TASK_ID.exit"
                        exit $code
                        """.formatted(
                                Words.shell(launcher),
                                Words.shell(arguments),
                                shares,
                                everyShare(),
                                Words.shell(List.of(folder.file("share-").toString())));
    }

    /** The script of the job that puts the shares together, whatever became of them. */
    String merge(List<String> launcher, List<String> options) {
        return script(Stream.concat(
                                Stream.of("--job-name=enginebench-merge"),
                                Stream.concat(
                                        options.stream(),
                                        Stream.of(
                                                "--nodes=1",
                                                "--ntasks=1",
                                                "--output=\"%s\"".formatted(folder.file("merge.log")))))
                        .toList())
                + """
                        set -- %s*
                        [ -e "$1" ] || { echo 'bench: a share must have begun, got none' >&2; exit %d; }
                        exec %s merge "$@" --out %s
                        """.formatted(
                                everyShare(),
                                ExitCode.UNFIT.number(),
                                Words.shell(launcher),
                                Words.shell(List.of(folder.merged().toString())));
    }

    /** What the folders of all shares begin with, for a shell. */
    private String everyShare() {
        return Words.shell(List.of(folder.path().resolve("share-").toString()));
    }

    private static String script(List<String> options) {
        StringBuilder script = new StringBuilder("#!/bin/sh\n");
        options.forEach(option -> script.append("#SBATCH ").append(option).append('\n'));
        return script.toString();
    }
}
