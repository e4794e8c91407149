package io.enginebench.data.declared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.enginebench.data.files.TaskFolder;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files in the layouts of NumPy's numpy/lib/format.py and of MNIST, generated here. */
class ArrayFilesTest {
    @TempDir
    Path folder;

    /** As {@code numpy.save} writes an array, with any header. */
    private static byte[] npy(int version, String header, byte[] values) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.allocate(12 + text.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            bytes.putShort((short) text.length);
        } else {
            bytes.putInt(text.length);
        }
        bytes.put(text).put(values);
        byte[] content = new byte[bytes.position()];
        bytes.flip().get(content);
        return content;
    }

    private static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return bytes.array();
    }

    @Test
    void integersOf64BitsAndEachVersionOfTheHeaderAreRead() {
        String header = "{'descr': '<i8', 'fortran_order': False, 'shape': (2, 1), }\n";
        for (int version = 1; version <= 3; version++) {
            NumpyArray array = NumpyArray.parse("x", npy(version, header, longs(-3, 70_000)));
            assertEquals(List.of(2, 1), array.shape());
            assertArrayEquals(new double[] {-3, 70_000}, array.doubles());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '#', textBlock = """
            '|O', False, (2,) ~ x must hold numbers, got objects, which are pickles and are not read
            '>f4', False, (2,) ~ x must hold float32, float64, uint8, int32 or int64, little-endian, got >f4
            '<c8', False, (2,) ~ x must hold float32, float64, uint8, int32 or int64, little-endian, got <c8
            '<f8', True, (1, 2) ~ x must be in C order, got Fortran's; next: numpy.ascontiguousarray before it is saved
            '<f8', False, (3,) ~ x must have as many bytes as its shape [3] and type f8 ask for, got 16
            '<f8', False, (999999999, 999999999, 999999999, 99999999) ~ x must have as many bytes as its shape [999999999, 999999999, 999999999, 99999999] and type f8 ask for, got 16
            '<f8', False, (1, 1, 1, 1, 2) ~ x must have at most 4 axes of a sensible length, got (1, 1, 1, 1, 2)
            [('a', '<f8')], False, (2,) ~ x must have a plain header of one type, got {'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (... (66 characters)
            """)
    void otherArraysAreRefused(String header, String message) {
        // Between commas that are not within brackets: type, order and shape.
        int shape = header.lastIndexOf("(");
        int order = header.lastIndexOf(",", shape);
        int type = header.lastIndexOf(",", order - 1);
        String whole = "{'descr': %s, 'fortran_order': %s, 'shape': %s, }\n"
                .formatted(
                        header.substring(0, type),
                        header.substring(type + 1, order).strip(),
                        header.substring(shape).strip());
        assertEquals(
                message,
                assertThrows(BadInput.class, () -> NumpyArray.parse("x", npy(1, whole, longs(1, 2))))
                        .getMessage());
    }

    @Test
    void whatIsNoArrayIsRefused() {
        assertEquals(
                "x must be a .npy array, got another file",
                assertThrows(BadInput.class, () -> NumpyArray.parse("x", new byte[20]))
                        .getMessage());
    }

    private OwnRows read(OwnData data, Split split) {
        return OwnRows.read(data, TaskKind.CLASSIFICATION, List.of(), split, new TaskFolder(folder, "mine.json"));
    }

    private void zip(String file, Map<String, Npy> arrays) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(file)))) {
            for (Map.Entry<String, Npy> array : arrays.entrySet()) {
                Path written = folder.resolve("entry.npy");
                array.getValue().write(written);
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                zip.write(Files.readAllBytes(written));
            }
        }
    }

    @Test
    void arraysOfAnNpzAreReadByTheirNames() throws IOException {
        zip(
                "a.npz",
                Map.of(
                        "x", Npy.of(List.of(3, 2), new float[] {1, 2, 3, 4, 5, 6}),
                        "y", Npy.of(new int[] {0, 1, 1}),
                        "tx", Npy.of(List.of(1, 2), new float[] {7, 8}),
                        "ty", Npy.of(new int[] {1})));
        OwnRows rows = read(new OwnData.Npz("a.npz", null, null, "tx", "ty", null), new Split.HoldOut());
        assertArrayEquals(
                new double[] {7, 8}, rows.parts().get(DataFiles.TEST).x().doubles());
        assertEquals(List.of("0", "1"), rows.classes());
        assertEquals("a.npz", rows.files().get(0).name());
        String message = assertThrows(
                        BadInput.class,
                        () -> read(new OwnData.Npz("a.npz", "images", null, null, null, null), new Split.KFold(2)))
                .getMessage();
        assertEquals("a.npz must hold the array 'images', got ", message.substring(0, message.indexOf('[')));
        Files.writeString(folder.resolve("b.npz"), "no zip");
        assertEquals(
                "b.npz must be a whole .npz file, got: zip END header not found",
                assertThrows(
                                BadInput.class,
                                () -> read(new OwnData.Npz("b.npz", null, null, null, null, null), new Split.KFold(2)))
                        .getMessage());
    }

    @Test
    void idxFilesOfAnyAxesAreReadPlainOrGzipped() throws IOException {
        byte[] x = ByteBuffer.allocate(4 + 12 + 8)
                .putInt(0x0803)
                .putInt(2)
                .putInt(2)
                .putInt(2)
                .put(new byte[] {0, 1, 2, 3, 4, 5, 6, (byte) 255})
                .array();
        byte[] y = ByteBuffer.allocate(4 + 4 + 2)
                .putInt(0x0801)
                .putInt(2)
                .put(new byte[] {1, 0})
                .array();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(x);
        }
        Files.write(folder.resolve("x.gz"), packed.toByteArray());
        Files.write(folder.resolve("y"), y);
        OwnRows rows = read(new OwnData.Idx("x.gz", "y", null, null, null), new Split.KFold(2));
        Npy read = rows.parts().get(DataFiles.ALL).x();
        assertEquals(List.of(2, 1, 2, 2), read.shape());
        assertEquals(Npy.Type.UINT8, read.type());
        assertEquals(255, read.doubles()[7]);
        assertEquals(24, rows.files().get(0).bytes(), "of the uncompressed content");
        assertEquals(
                "y must be an IDX file of 8 bytes or more, got 1",
                assertThrows(BadInput.class, () -> {
                            Files.write(folder.resolve("y"), new byte[1]);
                            read(new OwnData.Idx("x.gz", "y", null, null, null), new Split.KFold(2));
                        })
                        .getMessage());
    }
}
