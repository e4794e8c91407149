package io.enginebench.campaign.plan;

import io.enginebench.record.run.PluginRecord;
import io.enginebench.record.setting.Placement;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What can be asked for here.
 *
 * @param engines that are built here, or can be added
 * @param plugins the user's code, whose networks are among the tasks' already
 * @param cores of this machine: the most threads, and the most jobs side by side
 * @param ready what of the engines can be worked with here
 * @param costs tells those of the networks that are timed; it takes a second, so everything is checked before
 */
public record Offer(
        TaskCatalog tasks, List<Engine> engines, List<PluginRecord> plugins, int cores, Ready ready, Costs costs) {
    private static final int MOST_CORES = 4096;

    public Offer {
        engines = List.copyOf(engines);
        plugins = List.copyOf(plugins);
    }

    /** Tells what can be worked with here, as far as can be told without starting an engine. */
    @FunctionalInterface
    public interface Ready {
        /**
         * Goes on only if some of the placements can be worked with.
         *
         * @param dispensable the engines' own ids of those that may lack
         * @return of those, the ones that do
         */
        List<String> lacking(List<Placement> placements, List<String> dispensable);
    }

    /**
     * An engine, as far as a plan depends on it.
     *
     * @param variant whether it is another's other way to run a network: it takes part only where it is named or everything is timed,
     *     and not in the plain division
     * @param trains whether it does more than answer
     * @param optIn whether it is not built but added, or to be added: it takes part only where it is named
     * @param servesOnnx whether it answers from a network's file of the user's too
     */
    public record Engine(String id, boolean variant, boolean trains, boolean optIn, boolean servesOnnx) {
        /** One that takes no files. */
        public Engine(String id, boolean variant, boolean trains, boolean optIn) {
            this(id, variant, trains, optIn, false);
        }
    }

    /** The name of the network's file that the user brings; empty for none. */
    Optional<String> network() {
        return plugins.stream()
                .filter(PluginRecord::network)
                .map(PluginRecord::file)
                .findFirst();
    }

    /** The same on machines of which nothing is known here. */
    public Offer elsewhere() {
        return new Offer(tasks, engines, plugins, MOST_CORES, (placements, dispensable) -> List.of(), costs);
    }

    /** The same without leave to lack any engine, so that machines that share a plan have the same. */
    public Offer whole() {
        return new Offer(
                tasks,
                engines,
                plugins,
                cores,
                (placements, dispensable) -> ready.lacking(placements, List.of()),
                costs);
    }

    /** The ids of all. */
    List<String> ids() {
        return ids(engine -> true);
    }

    /** Of those that take part in a comparison that names none: those that train, and those that answer with what they learnt. */
    List<String> usual() {
        return ids(engine -> !engine.variant() && !engine.optIn());
    }

    /** Of those of them that train. */
    public List<String> trainers() {
        return ids(engine -> !engine.variant() && !engine.optIn() && engine.trains());
    }

    /** Of those for which the predicate holds. */
    List<String> ids(Predicate<Engine> wanted) {
        return engines.stream().filter(wanted).map(Engine::id).toList();
    }
}
