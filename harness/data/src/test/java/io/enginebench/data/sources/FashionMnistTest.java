package io.enginebench.data.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.Hashes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {
    @TempDir
    Path folder;

    static byte[] images(int count) {
        ByteBuffer file = ByteBuffer.allocate(16 + count * 784);
        file.putInt(0x803).putInt(count).putInt(28).putInt(28);
        return file.array();
    }

    static byte[] labels(int... labels) {
        ByteBuffer file = ByteBuffer.allocate(8 + labels.length);
        file.putInt(0x801).putInt(labels.length);
        Arrays.stream(labels).forEach(label -> file.put((byte) label));
        return file.array();
    }

    private void write(byte[] trainImages, byte[] trainLabels) throws IOException {
        Files.write(folder.resolve("train-images-idx3-ubyte"), trainImages);
        Files.write(folder.resolve("train-labels-idx1-ubyte"), trainLabels);
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), images(1));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels(9));
    }

    private PreparedData read(boolean allowUnverified) {
        return FashionMnist.dataSet().read("fashion", new DataStore.Place(DataStore.DATA_DIR, folder), allowUnverified);
    }

    private String refusal(boolean allowUnverified) {
        return assertThrows(BadInput.class, () -> read(allowUnverified)).getMessage();
    }

    @Test
    void unpublishedFileIsRefusedByNameUnlessAllowed() throws IOException {
        write(images(2), labels(0, 1));
        String message = refusal(false);
        assertEquals(
                folder.resolve("train-images-idx3-ubyte")
                        + " must have the SHA-256 c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"
                        + " uncompressed, got " + Hashes.sha256(images(2))
                        + "; --allow-unverified-data uses it all the same",
                message);
        PreparedData data = read(true);
        assertFalse(data.record().verified());
        assertFalse(data.record().study());
        assertEquals(3, data.record().rows());
        assertEquals(2, data.trainRows());
    }

    @Test
    void labelThatIsNoClassIsRefused() throws IOException {
        write(images(2), labels(0, 12));
        assertEquals("label 1 of train-labels-idx1-ubyte must be 0..9, got 12", refusal(true));
    }

    @Test
    void imagesAndLabelsOfDifferentCountsAreRefused() throws IOException {
        write(images(2), labels(1));
        assertEquals("train-labels-idx1-ubyte must have as many labels as there are images, 2, got 1", refusal(true));
    }

    @Test
    void gzipBombStopsOneByteAfterThePublishedLength() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                gzip.write(zeros);
            }
        }
        write(images(1), labels(1));
        Files.delete(folder.resolve("train-labels-idx1-ubyte"));
        Path bomb = folder.resolve("train-labels-idx1-ubyte.gz");
        Files.write(bomb, packed.toByteArray());
        assertEquals(bomb + " must have at most 60008 bytes uncompressed, got more", refusal(true));
    }

    @Test
    void gzipThatIsCutOrHasMoreBehindItIsRefused() throws IOException {
        write(images(1), labels(1));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(labels(1));
        }
        Files.delete(folder.resolve("train-labels-idx1-ubyte"));
        Path cut = folder.resolve("train-labels-idx1-ubyte.gz");
        String rule = cut + " must be a whole gzip file and nothing else, got: ";
        Files.write(cut, Arrays.copyOf(packed.toByteArray(), packed.size() - 9));
        assertTrue(refusal(true).startsWith(rule), refusal(true));
        Files.write(cut, Arrays.copyOf(packed.toByteArray(), packed.size() + 3));
        assertTrue(refusal(true).startsWith(rule), "something stands behind it: " + refusal(true));
    }

    /** As torchvision has them, as other mirrors do, gzipped without saying so, and in capitals. */
    @Test
    void filesAreFoundUnderTheirUsualNames() throws IOException {
        write(images(2), labels(0, 1));
        Path raw = Files.createDirectories(folder.resolve("FashionMNIST/raw"));
        Files.move(folder.resolve("train-images-idx3-ubyte"), raw.resolve("train-images-idx3-ubyte"));
        Files.move(folder.resolve("train-labels-idx1-ubyte"), folder.resolve("train-labels.idx1-ubyte"));
        Files.move(folder.resolve("t10k-labels-idx1-ubyte"), folder.resolve("T10K-LABELS-IDX1-UBYTE"));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(images(1));
        }
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), packed.toByteArray());
        assertEquals(3, read(true).record().rows());
    }

    /** The true reason comes before the hash. */
    @Test
    void filesThatWereCutOrExchangedAreToldSo() throws IOException {
        write(Arrays.copyOf(images(2), 1000), labels(0, 1));
        assertTrue(refusal(false).startsWith("train-images-idx3-ubyte must "), refusal(false));
        write(labels(0, 1), images(2));
        assertTrue(refusal(false).startsWith("train-images-idx3-ubyte must "), refusal(false));
    }
}
