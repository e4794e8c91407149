package io.enginebench.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is to be run.
 *
 * @param folder where the folders of the shares go
 * @param copied whether executors may not have it: a share then goes through Spark
 * @param directory in which the command was typed
 * @param of how many shares the plan has
 * @param shares the numbers of those to run
 * @param command what runs a share, but for which and where
 */
record Asked(String folder, boolean copied, String directory, int of, List<Integer> shares, List<String> command)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    Asked {
        shares = List.copyOf(shares);
        command = List.copyOf(command);
    }

    /**
     * What a command line says.
     *
     * @param words folder, {@code shared} or {@code copied}, how many shares the plan has, the numbers of some with commas, and the command
     */
    static Asked of(List<String> words) {
        return new Asked(
                words.get(0),
                words.get(1).equals("copied"),
                System.getProperty("user.dir"),
                Integer.parseInt(words.get(2)),
                Stream.of(words.get(3).split(",", -1)).map(Integer::valueOf).toList(),
                words.subList(4, words.size()));
    }

    /** The folder of a share. */
    Path share(int number) {
        return Path.of(folder, "share-" + number);
    }
}
