package io.enginebench.data.declared;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.record.array.Npy;
import io.enginebench.record.task.TaskDescriptor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The task files of docs/your-own-data.md, read with small synthetic files, generated here. */
class YourOwnDataTest {
    private static final Path PAGE = Path.of(System.getProperty("enginebench.home"), "docs/your-own-data.md");
    private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void generate() throws IOException {
        StringBuilder table = new StringBuilder("width,colour,species\r\n");
        IntStream.range(0, 20)
                .forEach(i -> table.append(i % 7 == 0 ? "" : "" + i)
                        .append(i % 2 == 0 ? ",red," : ",blue,")
                        .append(i < 10 ? "iris\r\n" : "rose\r\n"));
        write("flowers.csv", table.toString());

        Map<String, Npy> arrays = new LinkedHashMap<>();
        for (String part : List.of("train", "test")) {
            arrays.put("x_" + part, Npy.of(List.of(6, 8, 32), new double[6 * 8 * 32]));
            arrays.put("y_" + part, Npy.of(new int[] {0, 1, 2, 0, 1, 2}));
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("signals.npz")))) {
            for (Map.Entry<String, Npy> array : arrays.entrySet()) {
                array.getValue().write(folder.resolve("entry"));
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                zip.write(Files.readAllBytes(folder.resolve("entry")));
            }
        }

        for (String name : List.of("train/bag/1", "train/shoe/1", "test/bag/1", "test/shoe/2")) {
            Path picture = folder.resolve("clothes/" + name + ".png");
            Files.createDirectories(picture.getParent());
            ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
        }

        for (int i = 0; i < 10; i++) {
            write("reviews/good/" + i + ".txt", "A lovely film, number " + i + ".");
            write("reviews/bad/" + i + ".txt", "A dull film, number " + i + ".");
        }
    }

    @Test
    void everyTaskFileOfThePageIsATask() throws IOException {
        generate();
        List<String> blocks = JSON.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertEquals(4, blocks.size());
        List<String> rows = new ArrayList<>();
        for (String block : blocks) {
            write("page.json", block);
            TaskDescriptor task = OwnTask.read(folder.resolve("page.json")).task();
            rows.add(task.data().words() + ", " + task.input().words() + " to " + task.classes());
        }
        assertEquals(
                List.of(
                        "csv data, 3 to [iris, rose]",
                        "npz data, 1x8x32 to [still, walking, running]",
                        "images data, 1x28x28 to [bag, shoe]",
                        "text data, 64 ids of 5000 to [bad, good]"),
                rows);
    }
}
