package io.enginebench.campaign.run;

import io.enginebench.campaign.plan.Plan;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.OwnFolder;
import io.enginebench.record.Check;
import io.enginebench.record.cell.Attempt;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.job.WorkerFiles;
import io.enginebench.record.json.AtomicFile;
import io.enginebench.record.json.Json;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.ModelRecord;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Suite;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A campaign's folder, which is also its journal: {@code plan.json}, {@code data.json}, {@code jobs/<id>/} with what each process said, {@code
 * begun.json} with what is known before the first of them, {@code cells/<id>/result.json} for each cell that ended, beside it {@code
 * attempt-N.json} of earlier tries, {@code written.sha256} of all these, and {@code result.json} made from them. It carries the mark of an
 * {@link OwnFolder}, and so does {@code scratch} in it, the one folder that is deleted again.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {
    private static final String PLAN = "plan.json";
    private static final String DATA = "data.json";
    private static final String RESULT = "result.json";
    private static final String MODELS = "models.json";
    private static final String PARITY = "parity.json";
    private static final String BEGUN = "begun.json";
    private static final String SCRATCH = "scratch";

    /**
     * Refuses a path that {@link #create} would refuse, without touching anything.
     *
     * @throws Usage if it is a file, or a folder that holds something and is no earlier run's
     * @throws Unfit if it cannot be read or written to
     */
    public static void check(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        if (!Files.isDirectory(path)) {
            throw new Usage("--out", "a folder", "the file " + path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            if (!carriesMark(path) && entries.findAny().isPresent()) {
                throw new Usage(
                        "--out",
                        "a new or empty folder or an earlier run's",
                        path + " with files in it and without " + OwnFolder.MARK);
            }
        } catch (IOException e) {
            throw unwritable(path, e);
        }
        if (!Files.isWritable(path)) {
            throw new Unfit("--out must be a folder that can be written to, got " + path);
        }
    }

    /** The path itself may be a link. */
    private static boolean carriesMark(Path path) throws IOException {
        return OwnFolder.is(path.toRealPath());
    }

    private RunFolder withScratch(String option) throws IOException {
        try {
            OwnFolder.create(path.resolve(SCRATCH));
        } catch (FileAlreadyExistsException e) {
            throw new Usage(
                    SCRATCH + " in " + option,
                    "the run's own or absent",
                    path.resolve(SCRATCH) + " without " + OwnFolder.MARK);
        }
        return this;
    }

    private static Unfit unwritable(Path path, IOException cause) {
        return new Unfit("--out must be a folder that can be written to, got " + path + " ("
                + BenchException.messageOf(cause) + ")");
    }

    /**
     * A new folder for a campaign. One that holds an earlier campaign is renamed first, so that nothing is lost.
     *
     * @throws Usage if the path is a file, or a folder with something else in it
     * @throws Unfit if it cannot be written to
     */
    public static RunFolder create(Path path) {
        check(path);
        try {
            if (Files.exists(path.resolve(PLAN)) || Files.exists(path.resolve(RESULT))) {
                Files.move(path, unusedName(path));
            }
            Files.createDirectories(path);
            if (!carriesMark(path)) {
                OwnFolder.mark(path);
            }
            Files.createDirectories(path.resolve("cells"));
            Files.createDirectories(path.resolve("jobs"));
            return new RunFolder(path).withScratch("--out");
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    /**
     * The folder of a campaign that was stopped.
     *
     * @throws Usage if there is none, or one without the mark
     */
    public static RunFolder resume(Path path) throws IOException {
        for (String needed : List.of(PLAN, OwnFolder.MARK)) {
            if (!Files.isRegularFile(path.resolve(needed))) {
                throw new Usage("--resume", "the folder of an earlier run", path + " without " + needed);
            }
        }
        if (!Files.isWritable(path)) {
            throw new Unfit("--resume must be a folder that can be written to, got " + path);
        }
        // What copied it may have left empty folders out.
        Files.createDirectories(path.resolve("cells"));
        Files.createDirectories(path.resolve("jobs"));
        return new RunFolder(path).withScratch("--resume");
    }

    /**
     * Keeps the plan and which rows it runs on; of a campaign that goes on, checks that the rows are the same.
     *
     * @throws BadInput if they are not
     */
    public void begin(Plan plan, List<DataRecord> data) throws IOException {
        Path file = path.resolve(DATA);
        if (Files.exists(path.resolve(PLAN)) && Files.exists(file)) {
            AtomicFile.sweep(path);
            for (Path parts : List.of(cells(), path.resolve("jobs"))) {
                try (Stream<Path> folders = Files.list(parts)) {
                    for (Path one : folders.filter(Files::isDirectory).toList()) {
                        AtomicFile.sweep(one);
                    }
                }
            }
            for (DataRecord before : Json.read(file, DataRecord[].class)) {
                for (DataRecord now : data) {
                    if (now.task().equals(before.task()) && !now.sha256().equals(before.sha256())) {
                        throw new BadInput(
                                "data of task %s must be what the run began with (%s, SHA-256 %s), got %s, %s; next:"
                                                .formatted(
                                                        now.task(),
                                                        before.source(),
                                                        before.sha256(),
                                                        now.source(),
                                                        now.sha256())
                                        + " pass the --data-dir, or the task file, of the first start");
                    }
                }
            }
            return;
        }
        ledger().write(file, data);
        ledger().writeShared(path.resolve(PLAN), plan);
    }

    private Ledger ledger() {
        return new Ledger(path);
    }

    /**
     * Keeps what the networks compute; of a campaign that goes on, checks that it is the same.
     *
     * @throws BadInput if it is not
     */
    public void begin(List<ModelRecord> models) throws IOException {
        Path file = path.resolve(MODELS);
        if (!Files.exists(file)) {
            ledger().write(file, models);
            return;
        }
        for (ModelRecord before : Json.read(file, ModelRecord[].class)) {
            for (ModelRecord now : models) {
                if (now.isOf(before.task(), before.model()) && now.isOtherThan(before)) {
                    throw new BadInput("network %s on %s must be what the run began with (graph %s), got %s"
                            .formatted(now.model(), now.task(), before.graphSha256(), now.graphSha256()));
                }
            }
        }
    }

    /** Keeps what is known of a campaign before its first job, so that what it leaves means something if it does not come to its end. */
    public void begin(RunResult begun) throws IOException {
        ledger().write(path.resolve(BEGUN), begun);
    }

    /**
     * Checks that a campaign goes on by what it began with: figures of two builds, or of two kinds of processors, would pass for those of
     * one.
     *
     * @throws BadInput if it does not
     */
    void mustGoOnBy(Suite suite, Environment.Host host) throws IOException {
        Optional<RunResult> before = begun();
        if (before.isEmpty()) {
            return;
        }
        Suite first = before.get().suite();
        if (!first.sameBuild(suite)) {
            throw new BadInput("enginebench must be the one that the run began with (%s), got %s"
                    .formatted(first.words(), suite.words()));
        }
        Environment.Host began = before.get().environment().host().processorsAlone();
        if (!began.equals(host.processorsAlone())) {
            throw new BadInput("processors must be of the kind that the run began on (%s, %s, %s), got %s, %s, %s"
                    .formatted(
                            began.hostProcessorModelName(),
                            began.processors(),
                            began.instructionSets(),
                            host.hostProcessorModelName(),
                            host.processors(),
                            host.instructionSets()));
        }
    }

    /** What was known before the first job, with the cells that had ended by then; empty before that, and of an older enginebench. */
    public Optional<RunResult> begun() throws IOException {
        Path file = path.resolve(BEGUN);
        return Files.exists(file) ? Optional.of(ResultFile.read(file)) : Optional.empty();
    }

    /** The file of the result of the whole, which is there once it has ended. */
    public Path resultFile() {
        return path.resolve(RESULT);
    }

    /** Whether a plan was kept. */
    public boolean hasPlan() {
        return Files.isRegularFile(path.resolve(PLAN));
    }

    /** The plan that was kept. */
    public Plan plan() throws IOException {
        return Json.read(path.resolve(PLAN), Plan.class);
    }

    /**
     * Goes on only where everything is as it was written, and what was learnt is what the rows beside it say.
     *
     * @throws BadInput if it is not
     */
    public void mustBeAsWritten() throws IOException {
        if (!ledger().isThere()) {
            throw new BadInput("%s must be in %s, as in every run's folder, got none; next: a run of its own"
                    .formatted(Ledger.NAME, path));
        }
        List<String> changed = new ArrayList<>(ledger().changed());
        weights().changed().forEach(file -> changed.add(path.relativize(file).toString()));
        if (!changed.isEmpty()) {
            throw new BadInput("%s in %s must be as the run wrote %s, got changed content; next: %s"
                    .formatted(
                            String.join(", ", changed),
                            path,
                            changed.size() == 1 ? "it" : "them",
                            changed.contains(PLAN)
                                    ? "a run of its own with other arguments"
                                    : "delete what was changed, and --resume does it again"));
        }
    }

    /** What was learnt. */
    LearntWeights weights() {
        return new LearntWeights(cells());
    }

    /** What the cell ended with, if it ended. */
    public Optional<CellResult> result(CellSpec cell) {
        try {
            CellResult result = Json.read(file(cell.id()), CellResult.class);
            return result.id().equals(cell.id())
                    ? Optional.of(result.with(result.seen().after(attempts(cell.id()))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path file(String cell) {
        return cells().resolve(cell).resolve(WorkerFiles.RESULT);
    }

    private Path attempt(String cell, int number) {
        return cells().resolve(cell).resolve("attempt-" + number + ".json");
    }

    /** How earlier tries of a cell ended. */
    public List<Attempt> attempts(String cell) throws IOException {
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 1; Files.exists(attempt(cell, i)); i++) {
            attempts.add(Attempt.of(Json.read(attempt(cell, i), CellResult.class)));
        }
        return attempts;
    }

    /** Puts aside what earlier tries of a job left, so that it cannot pass for what the next one leaves. */
    public void forget(Job.OfCells job) throws IOException {
        for (CellSpec cell : job.cells()) {
            Path file = file(cell.id());
            if (result(cell).filter(result -> result.status().tried()).isPresent()) {
                ledger().rename(file, attempt(cell.id(), attempts(cell.id()).size() + 1));
            } else if (Files.exists(file)) {
                ledger().forget(file);
                Files.delete(file);
            }
        }
    }

    /** The folder's name if it is safe as an id, else {@code run}. */
    public String campaignId() {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name != null && Check.isId(name.toString()) ? name.toString() : "run";
    }

    /** Keeps a cell's result. */
    public void write(CellResult result) throws IOException {
        Files.createDirectories(cells().resolve(result.id()));
        ledger().write(file(result.id()), result);
    }

    /** What was shown of the engines before the first training, if it was passed. */
    public Optional<List<ParityReport>> parity() throws IOException {
        Path file = path.resolve(PARITY);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<ParityReport> reports = List.of(Json.read(file, ParityReport[].class));
        return reports.stream().allMatch(ParityReport::holds) ? Optional.of(reports) : Optional.empty();
    }

    /** Keeps what was shown of the engines. */
    public void write(List<ParityReport> reports) throws IOException {
        ledger().write(path.resolve(PARITY), reports);
    }

    /** A folder for whoever deletes it again. */
    public Path scratch() {
        return path.resolve(SCRATCH).resolve("once");
    }

    /** Writes the result of the whole and returns its file. */
    public Path write(RunResult result) throws IOException {
        Json.write(resultFile(), result);
        return resultFile();
    }

    /** Where workers leave their results. */
    public Path cells() {
        return path.resolve("cells");
    }

    /** Where a job's process keeps its files. */
    public Path job(Job.OfCells job) {
        return path.resolve("jobs").resolve(job.id());
    }

    /** Where the arrays for workers are, in a folder for each task. */
    public Path data() {
        return path.resolve(SCRATCH).resolve("data");
    }

    /** Deletes what can be made again: the arrays. */
    public void deleteScratch() {
        OwnFolder.delete(path.resolve(SCRATCH));
    }

    private static Path unusedName(Path path) {
        for (int i = 1; ; i++) {
            Path candidate = path.resolveSibling(path.getFileName() + ".old-" + i);
            if (!Files.exists(candidate, LinkOption.NOFOLLOW_LINKS)) {
                return candidate;
            }
        }
    }
}
