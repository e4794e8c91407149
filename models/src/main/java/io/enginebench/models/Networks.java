package io.enginebench.models;

import ai.djl.nn.Block;
import io.enginebench.record.Check;
import io.enginebench.record.graph.RowInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/** The networks by the names that tasks and {@code --models} use: the zoo's, and those that plugins on the class path bring. */
public final class Networks {
    private static final List<Network> BUILT_IN = new Zoo().networks();

    private Networks() {}

    /** The names of the zoo: networks of images and numbers, the one of the fewest operations first, then likewise those of texts. */
    public static List<String> builtIn() {
        return names(BUILT_IN);
    }

    /**
     * The networks of plugins, in the order of the class path.
     *
     * @throws IllegalArgumentException if two networks have one name
     * @throws java.util.ServiceConfigurationError if a provider cannot be loaded
     */
    public static List<Network> ofPlugins() {
        List<Network> networks = new ArrayList<>();
        Set<String> names = new HashSet<>(builtIn());
        for (NetworkProvider provider : ServiceLoader.load(NetworkProvider.class, Networks.class.getClassLoader())) {
            for (Network network : provider.networks()) {
                Check.that(
                        names.add(network.name()),
                        "network of " + provider.getClass().getName(),
                        "of a name that no other has",
                        "'" + network.name() + "'");
                networks.add(network);
            }
        }
        return networks;
    }

    private static List<Network> all() {
        List<Network> all = new ArrayList<>(BUILT_IN);
        all.addAll(ofPlugins());
        return all;
    }

    private static List<String> names(List<Network> networks) {
        return networks.stream().map(Network::name).toList();
    }

    /** The names of those of the zoo that take such rows, in that order. */
    public static List<String> taking(RowInput row) {
        return names(
                BUILT_IN.stream().filter(network -> network.inputs().take(row)).toList());
    }

    /**
     * Which inputs a network takes, as a rule in words.
     *
     * @throws IllegalArgumentException if there is no network of that name
     */
    public static String inputs(String name) {
        return named(name).inputs().words();
    }

    /**
     * A new, uninitialised network. It takes (batch, …) with the lengths of {@code row} and gives (batch, outputs).
     *
     * @param name of the zoo or of a plugin
     * @param row one row of its input
     * @param outputs length of the output of one row: a logit of each class, or 1 for a regression
     * @throws IllegalArgumentException if there is no network of that name, or it does not take such rows
     */
    public static Block create(String name, RowInput row, int outputs) {
        return named(name).create(row, outputs);
    }

    /** The same network, parameters and names included, whose dropout drops nothing: what can be compared step by step. */
    public static Block createWithoutDropout(String name, RowInput row, int outputs) {
        return DropoutSwitch.off(create(name, row, outputs));
    }

    private static Network named(String name) {
        List<Network> all = all();
        return all.stream()
                .filter(network -> network.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("model must be one of " + names(all) + ", got '" + name + "'"));
    }
}
