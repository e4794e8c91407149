package io.enginebench.record.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.enginebench.record.Check;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.setting.Division;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Control;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code result.json}.
 *
 * @param formatVersion of this layout; readers refuse a newer one
 * @param engines one for each engine of the plan, division and number of threads, described by the engine itself where it could be started
 * @param tasks as they were when they were run, with the study's figures
 * @param data one for each task
 * @param cells one for each planned cell, in the plan's order, whatever became of it
 * @param comparisons verdicts, each two engines, or each and the reference, in every figure they have in common
 * @param controls measurements of the measuring
 * @param parity what was shown of each two engines before the first training or timing
 * @param models one for each task and network, in the order in which they were run; none in older files
 * @param verdictRules the {@link #VERDICT_RULES} that comparisons and controls were made by; absent: the first
 * @param pooled the campaigns that the cells are of, where they are of several; absent: of {@code campaign} alone
 * @param contentSha256 {@link ContentHash} of everything else; null until the result is sealed
 */
public record RunResult(
        int formatVersion,
        Suite suite,
        CampaignRecord campaign,
        Environment environment,
        List<EngineRecord> engines,
        List<TaskDescriptor> tasks,
        List<DataRecord> data,
        List<CellResult> cells,
        List<Comparison> comparisons,
        List<Control> controls,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<ParityReport> parity,
        @Nullable List<ModelRecord> models,
        @Nullable Integer verdictRules,
        @Nullable List<PooledRun> pooled,
        @Nullable String contentSha256) {
    /** The layout this program writes. */
    public static final int FORMAT_VERSION = 2;

    /**
     * The rules that make comparisons and controls of cells. One more whenever the same cells come to other ones, in a figure or
     * in a sentence: those of an older file are then made again instead of being held against today's.
     */
    public static final int VERDICT_RULES = 4;

    public RunResult {
        Check.that(formatVersion == FORMAT_VERSION, "format_version", "" + FORMAT_VERSION, formatVersion);
        engines = List.copyOf(engines);
        String reference = campaign.reference();
        Check.that(
                reference == null || engines.stream().anyMatch(one -> one.id().equals(reference)),
                "reference",
                "one of the engines",
                "'" + reference + "'");
        tasks = List.copyOf(tasks);
        data = List.copyOf(data);
        cells = List.copyOf(cells);
        comparisons = List.copyOf(comparisons);
        controls = List.copyOf(controls);
        parity = List.copyOf(parity);
        models = models == null || models.isEmpty() ? null : List.copyOf(models);
        pooled = pooled == null ? null : List.copyOf(pooled);
    }

    /** What one campaign left, judged by today's rules; nothing is known of its networks. */
    public RunResult(
            int formatVersion,
            Suite suite,
            CampaignRecord campaign,
            Environment environment,
            List<EngineRecord> engines,
            List<TaskDescriptor> tasks,
            List<DataRecord> data,
            List<CellResult> cells,
            List<Comparison> comparisons,
            List<Control> controls,
            List<ParityReport> parity,
            @Nullable String contentSha256) {
        this(
                formatVersion,
                suite,
                campaign,
                environment,
                engines,
                tasks,
                data,
                cells,
                comparisons,
                controls,
                parity,
                null,
                VERDICT_RULES,
                null,
                contentSha256);
    }

    /** The networks; none where a file tells of none. */
    @Override
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public List<ModelRecord> models() {
        return models == null ? List.of() : models;
    }

    /** Whether comparisons and controls are those of {@link #VERDICT_RULES}. */
    public boolean judgedByTodaysRules() {
        return verdictRules != null && verdictRules == VERDICT_RULES;
    }

    /** The same cells judged by today's rules; the hash stays that of the document it was read from. */
    public RunResult judged(List<Comparison> made, List<Control> controlled) {
        return changed(campaign, environment, cells, made, controlled, VERDICT_RULES, contentSha256);
    }

    /** The same with what became of its campaign. */
    public RunResult with(CampaignRecord record) {
        return changed(record, environment, cells, comparisons, controls, verdictRules, null);
    }

    /** The same campaign as far as it came; judged by nobody yet. */
    public RunResult ended(Environment machine, List<CellResult> all) {
        return changed(campaign, machine, all, List.of(), List.of(), VERDICT_RULES, null);
    }

    /** The same without some of its cells; the hash stays that of the document it was read from. */
    public RunResult only(Predicate<CellResult> wanted) {
        return changed(
                campaign,
                environment,
                cells.stream().filter(wanted).toList(),
                comparisons,
                controls,
                verdictRules,
                contentSha256);
    }

    /** The same with the hash of its content, the form that is written. */
    public RunResult sealed() {
        return changed(campaign, environment, cells, comparisons, controls, verdictRules, ContentHash.of(this));
    }

    private RunResult changed(
            CampaignRecord record,
            Environment machine,
            List<CellResult> all,
            List<Comparison> made,
            List<Control> controlled,
            @Nullable Integer rules,
            @Nullable String hash) {
        return new RunResult(
                formatVersion,
                suite,
                record,
                machine,
                engines,
                tasks,
                data,
                all,
                made,
                controlled,
                parity,
                models,
                rules,
                pooled,
                hash);
    }

    /** The engines' ids, in the order in which they were asked for. */
    public List<String> engineIds() {
        return engines.stream().map(EngineRecord::id).distinct().toList();
    }

    /** Those that were driven in a division. */
    public List<String> engineIds(Division division) {
        return engines.stream()
                .filter(engine -> engine.division() == division)
                .map(EngineRecord::id)
                .distinct()
                .toList();
    }

    /** The task of that id, if it was run. */
    public Optional<TaskDescriptor> task(String id) {
        return tasks.stream().filter(task -> task.id().equals(id)).findFirst();
    }

    /** What is known of a network on a task. */
    public Optional<ModelRecord> model(String task, String model) {
        return models().stream().filter(record -> record.isOf(task, model)).findFirst();
    }

    /** The rows of a task. */
    public Optional<DataRecord> data(String task) {
        return data.stream().filter(record -> record.task().equals(task)).findFirst();
    }

    /** The trainings, without those that are controls. */
    public List<QualityCell> qualityCells() {
        return QualityCell.trainings(cells);
    }

    /** The trainings that are controls of others. */
    public List<QualityCell> qualityControls() {
        return QualityCell.controls(cells);
    }

    /** The parts of timing rounds. */
    public List<ThroughputCell> throughputCells() {
        return CellResult.ofKind(ThroughputCell.class, cells);
    }

    /** The cross-evaluations. */
    public List<CrossCell> crossCells() {
        return CellResult.ofKind(CrossCell.class, cells);
    }

    /** Cells that were asked for, could have run, and have no figures. */
    public List<CellResult> failedCells() {
        return cells.stream()
                .filter(cell -> cell.status() != CellStatus.OK && cell.status() != CellStatus.UNSUPPORTED)
                .toList();
    }
}
