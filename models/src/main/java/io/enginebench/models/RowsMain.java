package io.enginebench.models;

import io.enginebench.record.Check;
import io.enginebench.record.array.Npy;
import io.enginebench.record.graph.RowsRequest;
import io.enginebench.record.graph.WrittenRows;
import io.enginebench.record.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Writes down the rows of a plugin on the class path:
 *
 * <pre>java -cp … io.enginebench.models.RowsMain requests.json written.json</pre>
 *
 * The first file has a list of one {@link RowsRequest}; the second gets a list of one {@link WrittenRows}. Exits with 0, or with 65 and the reason in
 * the last line of standard error.
 */
public final class RowsMain {
    private static final int BAD_INPUT = 65;
    /** Room for the lengths of four axes, whatever they are. */
    private static final int HEADER_BYTES = 128;
    /** What a task file's array may have: 1 GiB of numbers of 4 bytes, or of labels of 8. */
    private static final long MOST_NUMBERS = ((1 << 30) - HEADER_BYTES) / Float.BYTES;

    private static final long MOST_ROWS = ((1 << 30) - HEADER_BYTES) / Double.BYTES;

    private RowsMain() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        System.setProperty("ai.djl.offline", "true");
        RowsRequest request = Json.read(Path.of(args[0]), RowsRequest[].class)[0];
        try {
            Json.write(Path.of(args[1]), List.of(written(named(request.name()), Path.of(request.folder()))));
        } catch (Mistake e) {
            System.err.println(e.getMessage());
            System.exit(BAD_INPUT);
        } catch (IOException | RuntimeException | Error e) { // The plugin's own faults, too.
            String what = "rows of %s must be ones that can be read, got: %s".formatted(request.name(), e);
            System.err.println(what.lines().findFirst().orElse(""));
            System.exit(BAD_INPUT);
        }
    }

    /** What is said as it is. */
    private static final class Mistake extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Mistake(String what, String rule, Object got) {
            super(Check.mistake(what, rule, got));
        }
    }

    private static RowsProvider named(String name) {
        List<String> names = new ArrayList<>();
        for (NetworkProvider plugin : ServiceLoader.load(NetworkProvider.class, RowsMain.class.getClassLoader())) {
            for (RowsProvider rows : plugin.rows()) {
                if (rows.name().equals(name)) {
                    return rows;
                }
                names.add(rows.name());
            }
        }
        throw new Mistake(
                "rows",
                names.isEmpty() ? "some that --plugin brings" : "one of " + String.join(", ", names),
                "'" + name + "'");
    }

    private static WrittenRows written(RowsProvider provider, Path folder) throws IOException {
        String name = provider.name();
        List<Integer> shape = List.copyOf(provider.shape());
        if (shape.isEmpty() || shape.size() > 3 || shape.stream().anyMatch(length -> length < 1)) {
            throw new Mistake(
                    "shape of " + name, "(column), (height, width) or (channel, height, width)", shape.toString());
        }
        long length = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        if (length > MOST_NUMBERS) {
            throw new Mistake("shape of " + name, "at most " + MOST_NUMBERS + " numbers", shape.toString());
        }
        Path x = folder.resolve(WrittenRows.X);
        Path y = folder.resolve(WrittenRows.Y);
        if (Files.exists(x) || Files.exists(y)) {
            throw new Mistake("folder for rows", "without " + WrittenRows.X + " and " + WrittenRows.Y, "one with some");
        }
        boolean done = false;
        try {
            int rows = written(provider, shape, (int) length, x, y);
            List<Integer> axes = new ArrayList<>(List.of(rows));
            axes.addAll(shape);
            head(x, Npy.header(Npy.Type.FLOAT32, axes, HEADER_BYTES));
            head(y, Npy.header(Npy.Type.FLOAT64, List.of(rows), HEADER_BYTES));
            WrittenRows written = new WrittenRows(rows, shape, provider.classes());
            done = true;
            return written;
        } finally {
            if (!done) {
                Files.deleteIfExists(x);
                Files.deleteIfExists(y);
            }
        }
    }

    /** Writes the numbers behind room for what says how many there are. */
    private static int written(RowsProvider provider, List<Integer> shape, int length, Path x, Path y)
            throws IOException {
        try (OutputStream numbers = new BufferedOutputStream(Files.newOutputStream(x, StandardOpenOption.CREATE_NEW));
                OutputStream truth =
                        new BufferedOutputStream(Files.newOutputStream(y, StandardOpenOption.CREATE_NEW))) {
            numbers.write(new byte[HEADER_BYTES]);
            truth.write(new byte[HEADER_BYTES]);
            Sink sink = new Sink(provider.name(), shape, length, numbers, truth);
            provider.write(sink);
            if (sink.rows == 0) {
                throw new Mistake("rows of " + provider.name(), "one or more", "none");
            }
            return sink.rows;
        }
    }

    private static void head(Path file, ByteBuffer header) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            while (header.hasRemaining()) {
                channel.write(header);
            }
        }
    }

    private static final class Sink implements RowsSink {
        private final String name;
        private final List<Integer> shape;
        private final ByteBuffer numbers;
        private final ByteBuffer target = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        private final OutputStream x;
        private final OutputStream y;
        private int rows;

        Sink(String name, List<Integer> shape, int length, OutputStream x, OutputStream y) {
            this.name = name;
            this.shape = shape;
            this.numbers = ByteBuffer.allocate(Float.BYTES * length).order(ByteOrder.LITTLE_ENDIAN);
            this.x = x;
            this.y = y;
        }

        @Override
        public void add(float[] row, double truth) throws IOException {
            int length = numbers.capacity() / Float.BYTES;
            if (row.length != length) {
                throw new Mistake(
                        "row %d of %s".formatted(rows + 1, name),
                        "of %d numbers, as its shape %s says".formatted(length, shape),
                        row.length);
            }
            if ((rows + 1L) * length > MOST_NUMBERS || rows == MOST_ROWS) {
                throw new Mistake(
                        "rows of " + name,
                        "at most %d, of %d numbers in all".formatted(MOST_ROWS, MOST_NUMBERS),
                        "more");
            }
            numbers.asFloatBuffer().put(row);
            x.write(numbers.array());
            y.write(target.putDouble(0, truth).array());
            rows++;
        }
    }
}
