package io.enginebench.data.declared;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.record.array.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of which nobody knows yet how many there will be. Few are held in the heap; more than that are written into a temporary file, which
 * nobody else sees and which goes with the process, and come from there as they are asked for, so that rows may be larger than the heap.
 */
final class Floats {
    /** An array for a worker is one buffer, and a buffer has 2^31 bytes. */
    static final int MOST = 1 << 28;

    private static final int FIRST_BYTES = 1 << 12;
    private static final int HEAP_BYTES = 1 << 24;

    private final String name;
    private ByteBuffer buffer = allocated(FIRST_BYTES);
    private @Nullable FileChannel file;
    private int count;

    /** None yet; the name is for messages. */
    Floats(String name) {
        this.name = name;
    }

    /** Some rows (the first axis) of 32-bit floats in the order wanted. */
    static Npy at(Npy x, int[] rows) {
        Floats picked = new Floats("rows");
        int[] one = new int[1];
        for (int row : rows) {
            one[0] = row;
            for (float number : x.rows(one)) {
                picked.add(number);
            }
        }
        List<Integer> shape = new ArrayList<>(x.shape());
        shape.set(0, rows.length);
        return picked.take(shape);
    }

    private static ByteBuffer allocated(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    void add(double number) {
        if (count == MOST) {
            throw new BadInput(name + " must have at most " + MOST + " numbers, got more");
        }
        if (!buffer.hasRemaining()) {
            makeRoom();
        }
        buffer.putFloat((float) number);
        count++;
    }

    int count() {
        return count;
    }

    private void makeRoom() {
        if (buffer.capacity() < HEAP_BYTES) {
            buffer = allocated(2 * buffer.capacity()).put(buffer.flip());
            return;
        }
        try {
            if (file == null) {
                Path path = Files.createTempFile("enginebench-", ".rows");
                file = FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            }
            writeTo(file);
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    private void writeTo(FileChannel channel) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    private Unfit noRoom(IOException e) {
        return new Unfit(
                "temporary folder must have room for the numbers of %s, got: %s; next: JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR"
                        .formatted(name, BenchException.messageOf(e)));
    }

    /** The numbers as an array. Nothing is added afterwards. */
    Npy take(List<Integer> shape) {
        if (file == null) {
            return new Npy(Npy.Type.FLOAT32, shape, buffer.flip());
        }
        try (FileChannel channel = file) {
            writeTo(channel);
            return new Npy(
                    Npy.Type.FLOAT32, shape, channel.map(FileChannel.MapMode.READ_ONLY, 0, Float.BYTES * (long) count));
        } catch (IOException e) {
            throw noRoom(e);
        }
    }
}
