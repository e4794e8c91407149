package io.enginebench.cli.terminal;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.engine.OptInEngine;
import io.enginebench.campaign.plan.Preset;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.report.export.Format;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values that a shell offers for an option: those there were when the completion script was made. */
public abstract class Offered implements Iterable<String> {
    /** Set by {@link Commands}; looked into only when a script is made. */
    private @Nullable Program program;

    final void of(Program own) {
        program = own;
    }

    /** The values, with what knows them. */
    abstract Stream<String> values(Program known);

    @Override
    public final Iterator<String> iterator() {
        return (program == null ? Stream.<String>empty() : values(program)).iterator();
    }

    /** Ids of engines, those that can be added too. */
    public static final class Engines extends Offered {
        @Override
        Stream<String> values(Program known) {
            return known.engines().known().stream().map(EngineDescriptor::id);
        }
    }

    /** Ids of those that can be fetched, and deleted again. */
    public static final class Fetchable extends Offered {
        /** The engines themselves. */
        public static Stream<OptInEngine> of(EngineCatalog engines) {
            return Stream.concat(engines.onDemand().stream(), engines.optIn().stream());
        }

        @Override
        Stream<String> values(Program known) {
            return of(known.engines()).map(engine -> engine.descriptor().id());
        }
    }

    /** Ids of tasks. */
    public static final class Tasks extends Offered {
        @Override
        Stream<String> values(Program known) {
            return known.tasks().ids().stream();
        }
    }

    /** Names of networks. */
    public static final class Networks extends Offered {
        @Override
        Stream<String> values(Program known) {
            return known.tasks().all().stream()
                    .flatMap(task -> task.models().stream())
                    .distinct();
        }
    }

    /** Names of presets. */
    public static final class Presets extends Offered {
        @Override
        Stream<String> values(Program known) {
            return Arrays.stream(Preset.values())
                    .filter(preset -> preset != Preset.NONE)
                    .map(Preset::id);
        }
    }

    /** Names of divisions. */
    public static final class Divisions extends Offered {
        @Override
        Stream<String> values(Program known) {
            return Arrays.stream(Division.values()).map(Division::json);
        }
    }

    /** Names of the forms of a result. */
    public static final class Formats extends Offered {
        @Override
        Stream<String> values(Program known) {
            return Format.ids().stream();
        }
    }

    /** Names of modes. */
    public static final class Modes extends Offered {
        @Override
        Stream<String> values(Program known) {
            return Arrays.stream(Mode.values()).map(Mode::json);
        }
    }
}
