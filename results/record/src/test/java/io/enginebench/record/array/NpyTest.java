package io.enginebench.record.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
    @TempDir
    Path folder;

    /** numpy 1.24's np.save of np.array([[1.5, -2]], dtype='<f4') has this header and length. */
    @Test
    void fileHasTheBytesThatNumpyWrites() throws IOException {
        Path file = folder.resolve("a.npy");
        Npy.of(List.of(1, 2), new float[] {1.5f, -2f}).write(file);
        byte[] bytes = Files.readAllBytes(file);
        String header = "\u0093NUMPY\u0001\u0000v\u0000{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
        assertEquals(128 + 8, bytes.length);
        assertEquals(
                header + " ".repeat(127 - header.length()) + "\n",
                new String(Arrays.copyOf(bytes, 128), StandardCharsets.ISO_8859_1));
        assertArrayEquals(
                new byte[] {0, 0, (byte) 0xc0, 0x3f, 0, 0, 0, (byte) 0xc0}, Arrays.copyOfRange(bytes, 128, 136));
    }

    @Test
    void rowsComeInTheOrderAskedForAndBytesAreUnsigned() throws IOException {
        Path file = folder.resolve("b.npy");
        Npy.ofBytes(List.of(3, 2), ByteBuffer.wrap(new byte[] {1, 2, 3, 4, (byte) 255, 6}))
                .write(file);
        assertArrayEquals(new float[] {255, 6, 1, 2}, Npy.read(file).rows(new int[] {2, 0}));
    }

    @Test
    void oneAxisSurvivesTheRoundTrip() throws IOException {
        Path file = folder.resolve("c.npy");
        Npy.of(List.of(2), new float[] {3f, 4f}).write(file);
        assertEquals(List.of(2), Npy.read(file).shape());
        assertArrayEquals(new float[] {4f}, Npy.read(file).rows(new int[] {1}));
    }

    @Test
    void fileShorterThanItsShapeIsRefused() throws IOException {
        Path file = folder.resolve("d.npy");
        Npy.of(List.of(2), new float[] {3f, 4f}).write(file);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 132));
        assertEquals(
                file + ": bytes of an array of shape [2] must be 8, got 4",
                assertThrows(IOException.class, () -> Npy.read(file)).getMessage());
    }

    @Test
    void shapeThatOverflowsIsRefused() throws IOException {
        Path file = folder.resolve("e.npy");
        Npy.of(List.of(1), new float[] {3f}).write(file);
        byte[] bytes = Files.readAllBytes(file);
        byte[] shape = "(2147483647, 2147483647, 2147483647), }".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(
                shape, 0, bytes, 10 + "{'descr': '<f4', 'fortran_order': False, 'shape': ".length(), shape.length);
        Files.write(file, bytes);
        assertThrows(IOException.class, () -> Npy.read(file));
    }
}
