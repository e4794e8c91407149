package io.enginebench.data.pickle;

import io.enginebench.ground.BenchException.BadInput;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, no claim of which is believed before it is checked. */
final class PickleInput {
    /** The study's 2000 records take 6.4 million in the wordiest encoding, floats of protocol 0. */
    private static final int MOST_OPCODES = 10_000_000;

    private final String name;
    private final ByteBuffer bytes;
    private int opcodes;
    /** Where the opcode in hand stands. */
    private int opcodeAt;

    PickleInput(String name, byte[] content) {
        this.name = name;
        this.bytes = ByteBuffer.wrap(content);
    }

    /** Reads the next opcode, from where on {@link #bad} speaks of it. */
    short opcode() {
        if (!bytes.hasRemaining()) {
            throw new BadInput(name + " must end with the opcode STOP, got the end of the file");
        }
        opcodeAt = bytes.position();
        if (++opcodes > MOST_OPCODES) {
            throw bad("have at most " + MOST_OPCODES + " opcodes", "more");
        }
        return (short) (bytes.get() & 0xff);
    }

    /** The fault of the opcode in hand. */
    BadInput bad(String rule, String got) {
        return new BadInput("%s must %s, got %s at byte %d".formatted(name, rule, got, opcodeAt));
    }

    int opcodeAt() {
        return opcodeAt;
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

    /** Reads a little-endian number of 0 to 8 bytes, unsigned but for the sign that 8 bytes have. */
    long number(int width) {
        require(width);
        long number = 0;
        for (int i = 0; i < width; i++) {
            number |= (bytes.get() & 0xffL) << (8 * i);
        }
        return number;
    }

    /** Reads a little-endian two's complement number of 0 to 8 bytes. */
    long signed(int width) {
        int unused = Long.SIZE - 8 * width;
        return number(width) << unused >> unused;
    }

    byte[] bytes(int length) {
        require(length);
        byte[] read = new byte[length];
        bytes.get(read);
        return read;
    }

    String text(int length, Charset charset) {
        require(length);
        String text = new String(bytes.array(), bytes.position(), length, charset);
        bytes.position(bytes.position() + length);
        return text;
    }

    /**
     * Reads up to a line feed, which is left out.
     *
     * @return each byte as the character of that number
     * @throws BadInput if the line is longer than {@code longest} or does not end
     */
    String line(int longest) {
        String line = text(lineLength(longest), StandardCharsets.ISO_8859_1);
        bytes.get();
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
