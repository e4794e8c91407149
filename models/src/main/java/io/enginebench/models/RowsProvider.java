package io.enginebench.models;

import java.io.IOException;
import java.util.List;

/**
 * Rows that no task file can say how to read, from a plugin: {@link NetworkProvider#rows} names them, and {@code ./bench data rows} has them written
 * down, once and in a process of its own, with a task file beside them.
 *
 * <pre>{@code
 * public List<RowsProvider> rows() {
 *     return List.of(new RowsProvider() {
 *         public String name() { return "sensors"; }
 *         public List<Integer> shape() { return List.of(32); }
 *         public List<String> classes() { return List.of("still", "walking"); }
 *         public void write(RowsSink rows) throws IOException {
 *             for (Record record : Records.of(Path.of("/data/sensors"))) {
 *                 rows.add(record.signal(), record.walking() ? 1 : 0);
 *             }
 *         }
 *     });
 * }
 * }</pre>
 */
public interface RowsProvider {
    /** What they are called: the id of the task, of letters, digits, dots and hyphens. */
    String name();

    /** The lengths of a row's axes: (column), (height, width) or (channel, height, width). */
    List<Integer> shape();

    /** The names of the classes in the order of their numbers; empty where the truth of a row is a target. */
    List<String> classes();

    /**
     * Gives every row, one after the other.
     *
     * @throws IOException if they cannot be read; nothing is kept then
     */
    void write(RowsSink rows) throws IOException;
}
