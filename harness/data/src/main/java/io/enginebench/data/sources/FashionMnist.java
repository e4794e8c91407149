package io.enginebench.data.sources;

import io.enginebench.data.formats.Idx;
import io.enginebench.data.formats.Samples;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.run.DataRecord.DataFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): 60,000 training and 10,000 test images of 28x28 grey pixels in ten classes,
 * as four IDX files, plain or gzipped.
 */
final class FashionMnist {
    /** The four files with the SHA-256 of their uncompressed content, as the publisher and Debian ship them. */
    private static final List<DataFile> FILES = List.of(
            new DataFile(
                    "train-images-idx3-ubyte",
                    47_040_016,
                    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
            new DataFile(
                    "train-labels-idx1-ubyte",
                    60_008,
                    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
            new DataFile(
                    "t10k-images-idx3-ubyte",
                    7_840_016,
                    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
            new DataFile(
                    "t10k-labels-idx1-ubyte",
                    10_008,
                    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"));

    private static final int SIDE = 28;
    private static final int CLASSES = 10;

    private static final String PACKAGE = "dataset-fashion-mnist";
    private static final Path PACKAGE_FOLDER = Path.of("/usr/share/datasets/fashion-mnist");
    private static final URI PUBLISHER =
            URI.create("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/");

    private FashionMnist() {}

    /** The data set with the places that serve it on and off this machine. */
    static DataSet dataSet() {
        return dataSet(PACKAGE_FOLDER, PUBLISHER, DebianPackage.available());
    }

    /**
     * The data set with other places.
     *
     * @param packageFolder where the Debian package puts its files
     * @param publisher the address of the files' folder, ending in a slash
     * @param debian whether packages can be unpacked here
     */
    static DataSet dataSet(Path packageFolder, URI publisher, boolean debian) {
        List<Origin> origins = new ArrayList<>(List.of(new Origin.Publisher(publisher)));
        if (debian) {
            origins.add(new Origin.Debian(PACKAGE, PACKAGE_FOLDER));
        }
        return new PublishedFiles(
                "fashion-mnist",
                FILES,
                ".gz",
                Optional.of(packageFolder),
                origins,
                true,
                contents ->
                        Map.of(DataFiles.TRAIN, samples("train", contents), DataFiles.TEST, samples("t10k", contents)));
    }

    private static Samples samples(String part, Map<String, byte[]> contents) {
        String images = part + "-images-idx3-ubyte";
        String labels = part + "-labels-idx1-ubyte";
        Npy x = Idx.parse(images, Objects.requireNonNull(contents.get(images)), 3);
        Npy y = Idx.parse(labels, Objects.requireNonNull(contents.get(labels)), 1);
        int count = x.shape().get(0);
        if (count < 1 || !x.shape().equals(List.of(count, SIDE, SIDE))) {
            throw new BadInput(images + " must have one or more images of 28x28, got " + x.shape());
        }
        if (y.shape().get(0) != count) {
            throw new BadInput(labels + " must have as many labels as there are images, " + count + ", got "
                    + y.shape().get(0));
        }
        for (int i = 0; i < count; i++) {
            int label = y.values().get(i) & 0xff;
            if (label >= CLASSES) {
                throw new BadInput("label %d of %s must be 0..%d, got %d".formatted(i, labels, CLASSES - 1, label));
            }
        }
        return new Samples(Npy.ofBytes(List.of(count, 1, SIDE, SIDE), x.values()), y, false);
    }
}
