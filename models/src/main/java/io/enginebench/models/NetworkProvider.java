package io.enginebench.models;

import java.util.List;

/**
 * Brings networks from outside: a public class without constructor arguments, named in the file {@code
 * META-INF/services/io.enginebench.models.NetworkProvider} of a jar that {@code --plugin} names. It is asked in processes of their own, once in each: to
 * list, to record, and in each engine's worker.
 *
 * <pre>{@code
 * public final class MyNet implements NetworkProvider {
 *     public List<Network> networks() {
 *         return List.of(new Network("my-net", Inputs.images(8), (row, outputs) -> new SequentialBlock()
 *                 .add(Blocks.batchFlattenBlock())
 *                 .add(Linear.builder().setUnits(outputs).build())));
 *     }
 * }
 * }</pre>
 *
 * <p>This interface, {@link Network}, {@link Inputs}, {@link RowsProvider}, {@link RowsSink} and {@link io.enginebench.record.graph.RowInput} are what plugins may
 * rely on.
 */
@FunctionalInterface
public interface NetworkProvider {
    /** The networks, in the order in which they are listed; each name once, and none of {@link Networks#builtIn}. */
    List<Network> networks();

    /** Rows to train on, for {@code ./bench data rows}. */
    default List<RowsProvider> rows() {
        return List.of();
    }
}
