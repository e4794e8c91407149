package io.enginebench.engines.djl;

import java.util.Locale;

/**
 * The order in memory of a batch of images. Networks are given (row, channel, height, width) either way; with {@link
 * #CHANNELS_LAST} that is a transposed view, whose strides an engine may keep through the whole network.
 */
public enum ImageLayout {
    /** (row, channel, height, width). */
    CHANNELS_FIRST,
    /** (row, height, width, channel). */
    CHANNELS_LAST;

    /** {@code channels last}. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
