package io.enginebench.data.declared;

import io.enginebench.data.files.TaskFolder;
import io.enginebench.data.formats.Samples;
import io.enginebench.data.text.Excerpt;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.run.DataRecord.DataFile;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A user's rows.
 *
 * @param parts by the files in which they are left for the workers
 * @param said the data with everything said that followed from the files
 * @param classes in the order of the labels; empty of a regression
 * @param files what was read
 */
public record OwnRows(Map<DataFiles, Samples> parts, OwnData said, List<String> classes, List<DataFile> files) {
    public OwnRows {
        parts = Collections.unmodifiableMap(new EnumMap<>(parts));
        classes = List.copyOf(classes);
        files = List.copyOf(files);
    }

    /**
     * Reads them.
     *
     * @param classes the task's; empty if the files tell them
     * @throws io.enginebench.ground.BenchException.BadInput if a file is not what it must be, or the split not one of such data
     */
    public static OwnRows read(OwnData data, TaskKind kind, List<String> classes, Split split, TaskFolder folder) {
        check(data, kind, split, folder);
        Labels labels = new Labels(kind, ofColumns(data, kind, classes));
        Source<?> source = source(data, labels, split.group(), folder);
        Map<DataFiles, Raw> raw = source.read();
        Raw whole = raw.get(DataFiles.ALL);
        if (whole != null && split instanceof Split.HoldOut draw) {
            raw = divided(whole, draw, folder);
        }
        Map<DataFiles, Npy> rows = source.rows(raw);
        Map<DataFiles, Samples> parts = new EnumMap<>(DataFiles.class);
        raw.forEach((part, one) -> parts.put(
                part,
                new Samples(
                        Objects.requireNonNull(rows.get(part)),
                        labels.of(one.labels()),
                        false,
                        one.labels().groups())));
        return new OwnRows(parts, source.said(), labels.classes(), source.files());
    }

    /** The columns' names where each says of a class whether rows have it, and the classes have no others. */
    private static List<String> ofColumns(OwnData data, TaskKind kind, List<String> classes) {
        return kind == TaskKind.MULTI_LABEL && classes.isEmpty() && data instanceof OwnData.Csv csv
                ? csv.label()
                : classes;
    }

    /**
     * What a row of each class is to count so that all classes count the same: of n rows to train on and k classes n / (k·rows of the class), as
     * scikit-learn's {@code class_weight="balanced"}; with folds n are all rows. A class without rows, which is refused elsewhere, counts as of one.
     */
    List<Double> balancedWeights() {
        Samples trained = Objects.requireNonNull(parts.getOrDefault(DataFiles.TRAIN, parts.get(DataFiles.ALL)));
        int[] counts = new int[classes.size()];
        for (double label : trained.y().doubles()) {
            if (label >= 0 && label < counts.length) {
                counts[(int) label]++;
            }
        }
        return Arrays.stream(counts)
                .mapToObj(count -> trained.count() / ((double) counts.length * Math.max(1, count)))
                .toList();
    }

    private static void check(OwnData data, TaskKind kind, Split split, TaskFolder folder) {
        boolean drawn = split instanceof Split.HoldOut holdOut && holdOut.testFraction() != null;
        if (data.hasTest() && (drawn || split instanceof Split.KFold)) {
            throw folder.bad(
                    "split", "{\"kind\": \"hold-out\"} alone where data says which rows are for the test", "another");
        }
        if (!data.hasTest() && split instanceof Split.HoldOut && !drawn) {
            throw folder.bad(
                    "split",
                    "with test_fraction, or with folds, where data does not say which rows are for the test",
                    "neither");
        }
        if (data instanceof OwnData.Texts && split instanceof Split.KFold) {
            throw folder.bad(
                    "split", "hold-out for texts, whose vocabulary is that of the training rows alone", "k-fold");
        }
        boolean named = data instanceof OwnData.Images || data instanceof OwnData.Texts;
        boolean one = kind == TaskKind.CLASSIFICATION;
        if (named && !one) {
            throw folder.bad("kind", "classification for " + data.words(), kind.json());
        }
        if (one && data instanceof OwnData.Csv csv && csv.label().size() > 1) {
            throw folder.bad(
                    "data.label",
                    "one column of a classification (next: \"kind\": \"multi-label\" or \"regression\")",
                    "'" + Excerpt.of(String.join(", ", csv.label())) + "'");
        }
        boolean columns = data instanceof OwnData.Csv || data instanceof OwnData.Arrays;
        if (split.group() != null && !columns) {
            throw folder.bad("split.group", "left out for " + data.words(), "'" + Excerpt.of(split.group()) + "'");
        }
        if (!one && split.byClass()) {
            throw folder.bad("split.stratified", "false where a row has not one class", "true");
        }
    }

    private static Source<?> source(OwnData data, Labels labels, @Nullable String group, TaskFolder folder) {
        if (data instanceof OwnData.Csv csv) {
            return new CsvSource(csv, labels, group, folder);
        }
        if (data instanceof OwnData.Images images) {
            return new ImageSource(images, labels, folder);
        }
        return data instanceof OwnData.Texts texts
                ? new TextSource(texts, labels, folder)
                : new ArraySource((OwnData.Arrays) data, labels, group, folder);
    }

    /**
     * Rows, or the groups that they are in, are shuffled ({@link Collections#shuffle(List, Random)}, which the platform specifies) and, for
     * parts that are alike in their classes, sorted by them; then every place at which {@code place * fraction} comes to another whole number is
     * for the test.
     */
    private static Map<DataFiles, Raw> divided(Raw whole, Split.HoldOut draw, TaskFolder folder) {
        double fraction = Objects.requireNonNull(draw.testFraction());
        Raw.Labelled labels = whole.labels();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, labels.units()).boxed().toList());
        Collections.shuffle(order, new Random(draw.drawnBy()));
        if (draw.byClass()) {
            order.sort(Comparator.comparingDouble(row -> labels.at(row)));
        }
        boolean[] tested = new boolean[order.size()];
        for (int place = 0; place < tested.length; place++) {
            tested[order.get(place)] = Math.floor((place + 1) * fraction) > Math.floor(place * fraction);
        }
        int[] test = IntStream.range(0, whole.count())
                .filter(row -> tested[labels.unit(row)])
                .toArray();
        int[] train = IntStream.range(0, whole.count())
                .filter(row -> !tested[labels.unit(row)])
                .toArray();
        if (test.length == 0 || train.length == 0) {
            throw folder.bad(
                    "split.test_fraction",
                    "such that both parts have a row",
                    "%s of %d %s".formatted(fraction, tested.length, draw.group() == null ? "rows" : "groups"));
        }
        Map<DataFiles, Raw> parts = new EnumMap<>(DataFiles.class);
        parts.put(DataFiles.TRAIN, whole.at(train));
        parts.put(DataFiles.TEST, whole.at(test));
        return parts;
    }
}
