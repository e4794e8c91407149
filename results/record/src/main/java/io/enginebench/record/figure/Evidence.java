package io.enginebench.record.figure;

/**
 * What shows that two cells were given the same thing, and that one cell can be repeated. SHA-256 in lower-case hex of
 * little-endian bytes.
 *
 * @param startingWeightsSha256 of all parameters before the first step, in the network's order
 * @param batchOrderSha256 of the row numbers of every epoch, in the order they were trained on, or would have been by a training that ended at its
 *     target
 * @param finalWeightsSha256 of all parameters after the last step
 * @param testRowsTrainedOn test rows that the model had been trained on when it was scored: 0, but for the notebook protocol
 */
public record Evidence(
        String startingWeightsSha256, String batchOrderSha256, String finalWeightsSha256, int testRowsTrainedOn) {}
