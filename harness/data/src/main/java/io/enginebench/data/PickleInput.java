package io.enginebench.data;

import io.enginebench.ground.BenchException.BadInput;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle as the library's stream, with a look ahead so that a claim can be checked before it is believed. */
final class PickleInput extends InputStream {
    private final String name;
    private final ByteBuffer bytes;

    PickleInput(String name, byte[] content) {
        this.name = name;
        this.bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The next byte.
     *
     * @throws BadInput at the end, where the library would go on with -1 as if it were a value
     */
    @Override
    public int read() {
        if (!bytes.hasRemaining()) {
            throw new BadInput(name + " must end with the opcode STOP, got the end of the file");
        }
        return bytes.get() & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        require(length);
        bytes.get(into, offset, length);
        return length;
    }

    int position() {
        return bytes.position();
    }

    int remaining() {
        return bytes.remaining();
    }

    /** Refuses a length that is negative or beyond the end of the file. */
    void require(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new BadInput("%s must have the %d bytes that are claimed before byte %d, got %d"
                    .formatted(name, length, bytes.position(), bytes.remaining()));
        }
    }

    /** The unsigned little-endian number of 1, 2 or 4 bytes, or the signed one of 8, that comes next; it stays unread. */
    long peek(int width) {
        require(width);
        int at = bytes.position();
        return switch (width) {
            case 1 -> bytes.get(at) & 0xff;
            case 2 -> bytes.getShort(at) & 0xffff;
            case 4 -> bytes.getInt(at) & 0xffff_ffffL;
            default -> bytes.getLong(at);
        };
    }

    /** Reads a number as {@link #peek} does. */
    long next(int width) {
        long number = peek(width);
        skip(width);
        return number;
    }

    void skip(int length) {
        require(length);
        bytes.position(bytes.position() + length);
    }

    /**
     * Reads up to a line feed, which is left out.
     *
     * @return each byte as the character of that number
     * @throws BadInput if the line is longer than {@code longest} or does not end
     */
    String line(int longest) {
        int length = lineLength(longest);
        String line = new String(bytes.array(), bytes.position(), length, StandardCharsets.ISO_8859_1);
        skip(length + 1);
        return line;
    }

    /** The length of the line that comes next, without its line feed; it stays unread. */
    int lineLength(int longest) {
        int from = bytes.position();
        int stop = (int) Math.min(bytes.limit(), (long) from + longest + 1);
        for (int at = from; at < stop; at++) {
            if (bytes.get(at) == '\n') {
                return at - from;
            }
        }
        throw new BadInput("%s must end the line that starts at byte %d within %d bytes, got no line feed"
                .formatted(name, from, longest));
    }
}
