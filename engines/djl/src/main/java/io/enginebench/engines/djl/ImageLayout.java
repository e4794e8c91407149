package io.enginebench.engines.djl;

/**
 * The order in memory of a batch of images. Networks are given (row, channel, height, width) either way; with {@link
 * #CHANNELS_LAST} that is a transposed view, whose strides an engine may keep through the whole network.
 */
public enum ImageLayout {
    /** (row, channel, height, width). */
    CHANNELS_FIRST,
    /** (row, height, width, channel). */
    CHANNELS_LAST
}
