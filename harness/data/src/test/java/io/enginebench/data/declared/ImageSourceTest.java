package io.enginebench.data.declared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.data.files.TaskFolder;
import io.enginebench.data.formats.Samples;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.run.DataRecord.DataFile;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskKind;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of a few pixels, generated here. */
class ImageSourceTest {
    @TempDir
    Path folder;

    /** A grey PNG whose file has exactly these levels. */
    private void grey(String name, int width, int... levels) throws IOException {
        BufferedImage image = new BufferedImage(width, levels.length / width, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < levels.length; i++) {
            image.getRaster().setSample(i % width, i / width, 0, levels[i]);
        }
        write(name, image, "png");
    }

    private void colour(String name, String format, int width, int... rgb) throws IOException {
        BufferedImage image = new BufferedImage(width, rgb.length / width, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, rgb.length / width, rgb, 0, width);
        write(name, image, format);
    }

    private void write(String name, BufferedImage image, String format) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        assertTrue(ImageIO.write(image, format, file.toFile()));
    }

    private OwnRows read(int height, int width, int channels) {
        return OwnRows.read(
                new OwnData.Images("pics", null, null, List.of(height, width), channels, null),
                TaskKind.CLASSIFICATION,
                List.of(),
                new Split.KFold(2),
                new TaskFolder(folder, "mine.json"));
    }

    private static Samples all(OwnRows rows) {
        return Objects.requireNonNull(rows.parts().get(DataFiles.ALL));
    }

    @Test
    void classesAndFilesAreReadInTheOrderOfTheirNames() throws IOException {
        grey("pics/dog/b.png", 1, 3);
        grey("pics/cat/z.png", 1, 2);
        grey("pics/cat/a.png", 1, 1);
        Files.writeString(folder.resolve("pics/.hidden"), "");
        OwnRows rows = read(1, 1, 1);
        assertEquals(List.of("cat", "dog"), rows.classes());
        assertArrayEquals(new double[] {1, 2, 3}, all(rows).x().doubles());
        assertArrayEquals(new double[] {0, 0, 1}, all(rows).y().doubles());
        DataFile recorded = rows.files().get(0);
        assertEquals("pics", recorded.name());
        grey("pics/dog/b.png", 1, 4);
        assertTrue(!recorded.sha256().equals(read(1, 1, 1).files().get(0).sha256()), "one pixel, another hash");
    }

    /**
     * 3 x 2 pixels to 2 x 1: each new pixel covers one and a half columns of both rows: (0 + 100) + (30 + 50)/2, of 3 pixels, and (30 +
     * 50)/2 + (60 + 255).
     */
    @Test
    void aPixelIsTheMeanOfTheAreaThatItCovers() throws IOException {
        grey("pics/a/a.png", 3, 0, 30, 60, 100, 50, 255);
        double[] x = all(read(1, 2, 1)).x().doubles();
        assertArrayEquals(new double[] {140 / 3.0, 355 / 3.0}, x, 1e-4);
        assertArrayEquals(
                new double[] {0, 30, 60, 100, 50, 255},
                all(read(2, 3, 1)).x().doubles(),
                "the same size is the same numbers");
        assertArrayEquals(
                new double[] {0, 0, 30, 30, 60, 60, 100, 100, 50, 50, 255, 255},
                all(read(2, 6, 1)).x().doubles(),
                "twice as wide");
    }

    /** Grey of colours by ITU-R BT.601: 0.299 * 255 = 76.245 and so on. */
    @Test
    void coloursAreThreePlanesOrTheirGrey() throws IOException {
        colour("pics/a/a.png", "png", 3, 0xff0000, 0x00ff00, 0x0000ff);
        assertArrayEquals(
                new double[] {255, 0, 0, 0, 255, 0, 0, 0, 255},
                all(read(1, 3, 3)).x().doubles());
        assertArrayEquals(
                new double[] {76.245, 149.685, 29.07}, all(read(1, 3, 1)).x().doubles(), 1e-4);
        Files.delete(folder.resolve("pics/a/a.png"));
        grey("pics/a/a.png", 1, 77);
        assertArrayEquals(new double[] {77, 77, 77}, all(read(1, 1, 3)).x().doubles(), "grey is not brightened");
    }

    @Test
    void jpegIsReadToo() throws IOException {
        colour("pics/a/a.JPG", "jpg", 8, new int[64]);
        assertArrayEquals(new double[] {0}, all(read(1, 1, 1)).x().doubles(), 1);
    }

    private void refused(String message) {
        assertEquals(message, assertThrows(BadInput.class, () -> read(1, 1, 1)).getMessage());
    }

    @Test
    void otherFoldersAreRefused() throws IOException {
        refused("mine.json: data.path must be in the task file's folder, got pics, which is not there");
        Files.createDirectories(folder.resolve("pics"));
        refused("mine.json: data.path must be a folder of one folder for each class, got pics without any");
        Files.createDirectories(folder.resolve("pics/a"));
        refused("mine.json: data.path must be folders with one file or more, got pics/a without any");
        Files.writeString(folder.resolve("pics/a/a.png"), "no picture");
        refused("pics/a/a.png must be a PNG or JPEG file, got another");
        Files.write(
                folder.resolve("pics/a/a.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13});
        String message = assertThrows(BadInput.class, () -> read(1, 1, 1)).getMessage();
        assertTrue(message.startsWith("pics/a/a.png must be a whole PNG or JPEG file, got: "), message);
        Files.writeString(folder.resolve("pics/a/b.gif"), "");
        refused(
                "mine.json: data.path must be folders of files that end in .png, .jpg, .jpeg, without links, got pics/a/b.gif");
        Files.delete(folder.resolve("pics/a/b.gif"));
        Files.createSymbolicLink(folder.resolve("pics/a/loop"), folder.resolve("pics"));
        refused(
                "mine.json: data.path must be folders of files that end in .png, .jpg, .jpeg, without links, got pics/a/loop");
        Files.delete(folder.resolve("pics/a/loop"));
        Files.createSymbolicLink(folder.resolve("pics/b"), folder.resolve("pics"));
        grey("pics/a/a.png", 1, 1);
        refused("mine.json: data.path must be a folder of one folder for each class, without links, got pics/b");
    }
}
