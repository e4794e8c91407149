package io.enginebench.data.sources;

import io.enginebench.data.formats.DigitsCsv;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.run.DataRecord.DataFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * scikit-learn's digits: the 1,797 test digits of "Optical Recognition of Handwritten Digits" (Alpaydin and Kaynak 1998), as a table of
 * 64 counts of ink each.
 */
final class Digits {
    private static final DataFile FILE =
            new DataFile("digits.csv", 264_712, "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8");

    private static final Path PACKAGE_FOLDER = Path.of("/usr/lib/python3/dist-packages/sklearn/datasets/data");
    private static final URI PUBLISHER =
            URI.create("https://raw.githubusercontent.com/scikit-learn/scikit-learn/1.2.1/sklearn/datasets/data/");

    private Digits() {}

    static DataSet dataSet() {
        List<Origin> origins = new ArrayList<>(List.of(new Origin.Publisher(PUBLISHER)));
        if (DebianPackage.available()) {
            origins.add(new Origin.Debian("python3-sklearn", PACKAGE_FOLDER));
        }
        return new PublishedFiles(
                "sklearn-digits",
                List.of(FILE),
                ".gz",
                Optional.of(PACKAGE_FOLDER),
                origins,
                false,
                contents -> Map.of(
                        DataFiles.ALL,
                        DigitsCsv.parse(FILE.name(), Objects.requireNonNull(contents.get(FILE.name())))));
    }
}
