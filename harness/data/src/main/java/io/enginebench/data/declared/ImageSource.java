package io.enginebench.data.declared;

import io.enginebench.data.files.Bounded;
import io.enginebench.data.files.TaskFolder;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.task.OwnData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pictures in a folder for each class, in the order of the classes' names and the files'. */
final class ImageSource extends Source<OwnData.Images> {
    private static final long MOST_BYTES = 64 << 20;
    private static final List<String> ENDS = List.of(".png", ".jpg", ".jpeg");

    ImageSource(OwnData.Images data, Labels labels, TaskFolder folder) {
        super(data, labels, folder);
    }

    @Override
    Map<DataFiles, Raw> read() {
        return Parts.read(data, this::read);
    }

    private Raw read(Parts.Named named) {
        Map<String, List<Path>> classes = folder.classes(named.member(), named.path(), ENDS);
        note(folder.record(named.path(), classes));
        int height = data.size().get(0);
        int width = data.size().get(1);
        Floats numbers = new Floats(named.path());
        List<Double> truth = new ArrayList<>();
        classes.forEach((name, pictures) -> {
            for (Path picture : pictures) {
                String file = named.path() + "/" + name + "/" + picture.getFileName();
                Picture read = Picture.of(file, Bounded.read(picture, MOST_BYTES));
                for (float number : read.resized(height, width, data.channels())) {
                    numbers.add(number);
                }
                truth.add(labels.of(name, () -> "folder " + named.path() + "/" + name));
            }
        });
        return new Raw.Numbers(
                numbers.take(List.of(truth.size(), data.channels(), height, width)),
                new Raw.Labelled(truth.stream().mapToDouble(Double::doubleValue).toArray()));
    }
}
