package io.enginebench.campaign.prepare;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.job.Job;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Placement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The engines of a plan, each asked what it is wherever the plan uses it. */
public final class Engines {
    private static final String NEXT = "next: ";

    private final EngineCheck check;
    private final Map<Placement, EngineCheck.Checked> checked;
    /** By the id of the engine whose natives they are; only of those of which it was measured. */
    private final Map<String, Double> unpackMillis = new HashMap<>();

    private Engines(EngineCheck check, Map<Placement, EngineCheck.Checked> checked) {
        this.check = check;
        this.checked = checked;
    }

    /**
     * Refuses placements on engines that have to be added first, and those none of whose engines has natives for this platform and
     * device, without starting one.
     *
     * @param caller the campaign's own environment
     * @throws Unfit naming each engine's obstacle
     */
    public static void refuseUnlessAnyMayRun(
            List<Placement> placements, EngineCatalog catalog, Map<String, String> caller) {
        catalog.refuseUnlessHere(placements);
        refuseIfAll(placements, placement -> catalog.obstacle(placement, caller));
    }

    /**
     * Starts each engine on its device and with its number of threads, one after the other.
     *
     * @throws Unfit if none of those is ready that a plan begins with, or if a library in the cache is not the engine's
     */
    public static Engines checked(EngineCheck check, Plan plan) throws IOException, InterruptedException {
        Map<Placement, EngineCheck.Checked> checked = new LinkedHashMap<>();
        for (Placement placement : plan.placements()) {
            checked.put(placement, check.of(placement));
        }
        Engines engines = new Engines(check, checked);
        refuseIfAll(
                plan.firstPlacements(), placement -> engines.whyNot(placement).map(Outcome.Ended::reason));
        return engines;
    }

    private static void refuseIfAll(List<Placement> placements, Function<Placement, Optional<String>> obstacle) {
        List<Optional<String>> obstacles = placements.stream()
                .map(placement -> obstacle.apply(placement).map(why -> "engine " + placement.engine() + ": " + why))
                .distinct()
                .toList();
        if (obstacles.stream().allMatch(Optional::isPresent)) {
            String all = obstacles.stream().flatMap(Optional::stream).collect(Collectors.joining("\n"));
            throw new Unfit(
                    all.contains(NEXT) ? all : all + "\n" + NEXT + "./bench engines shows what this machine has");
        }
    }

    /** How every cell of an engine ends that is not ready; empty if it is. */
    public Optional<Outcome.Ended> whyNot(Placement placement) {
        return Objects.requireNonNull(checked.get(placement)).whyNot();
    }

    /** How every cell of a job ends whose engine is not ready, or does not train as the job asks for; empty if it may run. */
    public Optional<Outcome.Ended> whyNot(Job.OfCells job) {
        return whyNot(job.placement()).or(() -> job.trains() ? whyNotTrain(job.placement()) : Optional.empty());
    }

    private Optional<Outcome.Ended> whyNotTrain(Placement placement) {
        return trains(placement)
                ? whyNotJudged(placement)
                : Optional.of(new Outcome.Ended(CellStatus.UNSUPPORTED, EngineDescriptor.ANSWERS_ONLY));
    }

    /** How every training and every look at its steps ends on an engine that is to answer in other numbers than 32-bit floats. */
    public Optional<Outcome.Ended> whyNotJudged(Placement placement) {
        return placement.dtype() == Dtype.FLOAT32
                ? Optional.empty()
                : Optional.of(new Outcome.Ended(
                        CellStatus.UNSUPPORTED,
                        "%s: %s".formatted(placement.dtype().json(), EngineDescriptor.ANSWERS_ONLY)));
    }

    /** Whether the engine does more than answer. */
    public boolean trains(Placement placement) {
        return check.launcher().engine(placement.engine()).descriptor().trains();
    }

    private Stream<Placement> ready() {
        return checked.keySet().stream().filter(placement -> whyNot(placement).isEmpty());
    }

    /** Whether two engines or more are ready, so that there is something to compare. */
    public boolean compare() {
        return ready().map(Placement::engine).distinct().count() > 1;
    }

    /**
     * Measures what unpacking the natives of each engine takes that is ready.
     *
     * @param natives a folder for nothing else; deleted before and after
     */
    public void measureUnpacking(Path natives) throws IOException, InterruptedException {
        for (Placement placement : ready().toList()) {
            if (!unpackMillis.containsKey(nativesOf(placement))) {
                check.unpackMillis(placement, natives)
                        .ifPresent(value -> unpackMillis.put(nativesOf(placement), value));
            }
        }
    }

    /** A variant has those of its engine, whatever either is called in the campaign. */
    private String nativesOf(Placement placement) {
        return check.launcher().engine(placement.engine()).descriptor().nativesOf();
    }

    /** What is known of each, in the order of the placements. */
    public List<EngineRecord> records() {
        return checked.entrySet().stream()
                .map(entry -> entry.getValue().record(unpackMillis.get(nativesOf(entry.getKey()))))
                .toList();
    }
}
