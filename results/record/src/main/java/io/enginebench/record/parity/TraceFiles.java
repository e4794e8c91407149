package io.enginebench.record.parity;

/** The names of the files in which an engine writes down its first steps, all in the folder of its trace. */
public final class TraceFiles {
    /** A {@link TraceManifest}, written last. */
    public static final String MANIFEST = "trace.json";

    /** A folder with an array for each parameter before the first step. */
    public static final String STARTING_WEIGHTS = "starting_weights";

    /** (row, output): the answers to the first batch's rows by the starting weights, in evaluation. */
    public static final String ANSWERED = "answered.npy";

    /** A folder with the output of each layer for the first batch. */
    public static final String LAYERS = "layers";

    /** (row, output): the network's output for the first batch, in the step that trains on it. */
    public static final String OUTPUTS = "outputs.npy";

    /** (1): the loss of the first batch. */
    public static final String LOSS = "loss.npy";

    /** A folder with the gradient of that loss by each parameter that is trained. */
    public static final String GRADIENTS = "gradients";

    /** A folder with each parameter after one step. */
    public static final String UPDATED_WEIGHTS = "updated_weights";

    /** (row, output): the answers to the first batch's rows after that step, in evaluation. */
    public static final String EVALUATED = "evaluated.npy";

    /** (rows of all batches): the numbers of the rows in the file, batch after batch. */
    public static final String BATCH_ROWS = "batch_rows.npy";

    /** (batch): the number of rows in each batch. */
    public static final String BATCH_SIZES = "batch_sizes.npy";

    /** (step): the loss of each batch under the smooth optimiser. */
    public static final String SMOOTH_LOSSES = "smooth_losses.npy";

    /** The same from starting weights that differ by a millionth: how far the engine departs from itself. */
    public static final String NUDGED_LOSSES = "nudged_losses.npy";

    /** (row, output): the outputs for the test rows after these. */
    public static final String NUDGED_OUTPUTS = "nudged_outputs.npy";

    /** (row): the numbers of the test rows. */
    public static final String TEST_ROWS = "test_rows.npy";

    /** (row, output): the outputs for the test rows after the smooth steps. */
    public static final String TEST_OUTPUTS = "test_outputs.npy";

    private TraceFiles() {}

    /** The file of a parameter or layer in one of the folders. */
    public static String array(String name) {
        return name + ".npy";
    }
}
