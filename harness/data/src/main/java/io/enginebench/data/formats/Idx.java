package io.enginebench.data.formats;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.Npy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Arrays of unsigned bytes in the IDX format: big-endian magic number {@code 0x0800 + axes}, the length of each axis, then the
 * values.
 */
public final class Idx {
    private Idx() {}

    /**
     * Reads a whole file.
     *
     * @param name for messages
     * @param axes how many there must be
     * @throws BadInput if the magic number is another, or the file is shorter or longer than its header says
     */
    public static Npy parse(String name, byte[] content, int axes) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        int header = 4 + 4 * axes;
        if (content.length < header) {
            throw new BadInput(name + " must be an IDX file of " + header + " bytes or more, got " + content.length);
        }
        int magic = bytes.getInt();
        if (magic != 0x0800 + axes) {
            throw new BadInput(
                    "%s must start with the IDX magic number 0x%08x, got 0x%08x".formatted(name, 0x0800 + axes, magic));
        }
        Integer[] shape = new Integer[axes];
        long length = 1;
        for (int i = 0; i < axes; i++) {
            shape[i] = bytes.getInt();
            if (shape[i] < 0 || (length *= shape[i]) > Integer.MAX_VALUE) {
                throw new BadInput(name + " must have axes of a sensible length, got " + Arrays.toString(shape));
            }
        }
        if (length != bytes.remaining()) {
            throw new BadInput("%s must have the %d values that its header %s says, got %d"
                    .formatted(name, length, Arrays.toString(shape), bytes.remaining()));
        }
        return Npy.ofBytes(List.of(shape), bytes);
    }
}
