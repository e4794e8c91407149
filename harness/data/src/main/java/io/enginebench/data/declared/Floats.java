package io.enginebench.data.declared;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.Npy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Numbers of which nobody knows yet how many there will be, held once but for a moment. */
final class Floats {
    /** An array for a worker is one buffer, and a buffer has 2^31 bytes. */
    static final int MOST = 1 << 28;

    private static final int CHUNK = 1 << 16;

    private final Deque<float[]> chunks = new ArrayDeque<>();
    private final String name;
    private int count;

    /** None yet; the name is for messages. */
    Floats(String name) {
        this.name = name;
    }

    void add(double number) {
        int within = count % CHUNK;
        if (within == 0) {
            chunks.addLast(new float[CHUNK]);
        }
        if (count == MOST) {
            throw new BadInput(name + " must have at most " + MOST + " numbers, got more");
        }
        chunks.getLast()[within] = (float) number;
        count++;
    }

    int count() {
        return count;
    }

    /** The numbers as an array, which leaves none here. */
    Npy take(List<Integer> shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        while (!chunks.isEmpty()) {
            float[] chunk = chunks.removeFirst();
            int length = Math.min(CHUNK, bytes.remaining() / 4);
            bytes.asFloatBuffer().put(chunk, 0, length);
            bytes.position(bytes.position() + 4 * length);
        }
        return new Npy(Npy.Type.FLOAT32, shape, bytes.flip());
    }
}
