package io.enginebench.record.run;

/**
 * A file of code, or of a network, that a run was given: whoever repeats the run needs the same one.
 *
 * @param file its name, without its folder
 * @param sha256 of its content
 */
public record PluginRecord(String file, String sha256) {
    /** What the name of a network's file ends with. */
    private static final String FILE = ".onnx";

    /** What is behind the id of an engine that serves it, in its campaign. */
    public static final String ENGINE = ".onnx";

    /** The property of a worker's JVM that names the file. */
    public static final String PROPERTY = "enginebench.onnx";

    /** Whether an engine of a campaign answers from a network's file. */
    public static boolean serves(String engine) {
        return engine.endsWith(ENGINE);
    }

    /** Whether a file is a network by its name. */
    public static boolean isNetwork(String name) {
        return name.endsWith(FILE);
    }

    /** Whether it is a network with its weights, which is served, and no code. */
    public boolean network() {
        return isNetwork(file);
    }
}
