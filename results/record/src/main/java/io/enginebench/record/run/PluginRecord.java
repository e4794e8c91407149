package io.enginebench.record.run;

/**
 * A file of code, or of a network, that a run was given: whoever repeats the run needs the same one.
 *
 * @param file its name, without its folder
 * @param sha256 of its content
 */
public record PluginRecord(String file, String sha256) {
    /** What the name of a network's file ends with. */
    public static final String ONNX = ".onnx";

    /** Whether it is a network with its weights, which is served, and no code. */
    public boolean network() {
        return file.endsWith(ONNX);
    }
}
