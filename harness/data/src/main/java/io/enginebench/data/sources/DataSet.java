package io.enginebench.data.sources;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A kind of data set: which files it has, how they are read and checked, and where they can be had. */
interface DataSet {
    /** The id that tasks name. */
    String id();

    /** The names of its files. */
    List<String> files();

    /** The names of those that a folder lacks; empty if it can serve. */
    default List<String> missing(Path folder) {
        return files().stream().filter(name -> find(folder, name).isEmpty()).toList();
    }

    /** The file of that name in a folder, if it is there under any of its {@link UsualNames usual names}. */
    default Optional<Path> find(Path folder, String name) {
        return UsualNames.find(folder, List.of(name));
    }

    /** The folder where the system's packages put it, if there is such a package. */
    default Optional<Path> installed() {
        return Optional.empty();
    }

    /**
     * Reads and checks the files.
     *
     * @param task for the record
     * @param allowUnverified whether files may differ from the published ones
     * @throws io.enginebench.ground.BenchException.BadInput if a file is not what it must be
     */
    PreparedData read(String task, DataStore.Place place, boolean allowUnverified);

    /**
     * Puts the published files into a folder, each checked before it gets there, and returns the source.
     *
     * @throws io.enginebench.ground.BenchException.Unfit if no source can be reached
     */
    String fetch(Path folder, Consumer<String> say) throws InterruptedException;

    /** Whether a run may fetch it by itself; if not, a run without the files uses {@link #synthesize}. */
    boolean fetchedByRuns();

    /** Writes stand-ins in the same format, which say of themselves that they are synthetic. */
    void synthesize(Path folder, long seed) throws IOException;
}
