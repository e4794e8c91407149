package io.enginebench.data.formats;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Whether rows are what a task says of them; asked before anything is trained on them. */
public final class RowChecks {
    /** Of 32 bits each. */
    private static final long MOST_ANSWERS = 1_500_000;
    /** Of classes. */
    private static final long MOST_CHOICES = 16 << 20;

    private final TaskDescriptor task;
    private final String part;
    private final Samples samples;

    private RowChecks(TaskDescriptor task, String part, Samples samples) {
        this.task = task;
        this.part = part;
        this.samples = samples;
    }

    /**
     * Checks shapes, numbers, labels, classes and whether there are enough rows for the folds.
     *
     * @throws BadInput naming the first that is wrong; rows and their numbers are counted from 1
     */
    public static void check(TaskDescriptor task, Map<DataFiles, Samples> parts) {
        for (DataFiles files : DataFiles.values()) {
            Samples samples = parts.get(files);
            if (samples != null) {
                String part = files == DataFiles.ALL ? "row" : files == DataFiles.TRAIN ? "training row" : "test row";
                new RowChecks(task, part, samples).check();
            }
        }
        checkAnswers(task, parts);
        Samples trained = Objects.requireNonNull(parts.getOrDefault(DataFiles.TRAIN, parts.get(DataFiles.ALL)));
        checkClasses(task, trained);
    }

    /** Answers that are numbers are kept one by one, in a text that must not be too long to be read back. */
    private static void checkAnswers(TaskDescriptor task, Map<DataFiles, Samples> parts) {
        Samples tested = parts.get(DataFiles.TEST);
        long rows = tested != null ? tested.count() : 0;
        Samples all = parts.get(DataFiles.ALL);
        if (all != null && task.split() instanceof Split.KFold split) {
            rows = all.count() / split.folds() + 1L;
        }
        long numbers = rows * task.truths();
        long most = task.kind().hasClasses() ? MOST_CHOICES : MOST_ANSWERS;
        if (numbers > most) {
            throw new BadInput("numbers that are answered to the test rows of task %s must be %d or fewer, got %d"
                    .formatted(task.id(), most, numbers));
        }
    }

    private void check() {
        List<Integer> shape = samples.x().shape();
        List<Integer> row = shape.subList(1, shape.size());
        if (!row.equals(task.inputShape())) {
            throw new BadInput("rows of %s must be of shape %s, as task %s says, got %s"
                    .formatted(task.data().words(), task.inputShape(), task.id(), row));
        }
        if (samples.count() < 1) {
            throw bad("be one or more", "none");
        }
        int vocabulary = Objects.requireNonNullElse(task.vocabularySize(), Integer.MAX_VALUE);
        if (task.input().text() && Arrays.stream(samples.x().doubles()).anyMatch(id -> id < 0 || id >= vocabulary)) {
            throw new BadInput("token ids of %s must be below %d, as task %s says, got others"
                    .formatted(task.data().words(), vocabulary, task.id()));
        }
        if (samples.truths() != task.truths()) {
            throw bad(
                    "have %d labels each, one for each %s"
                            .formatted(task.truths(), task.kind().hasClasses() ? "class" : "target"),
                    "" + samples.truths());
        }
        checkNumbers();
        checkLabels();
    }

    private BadInput bad(String rule, String got) {
        return new BadInput("%ss of task %s must %s, got %s".formatted(part, task.id(), rule, got));
    }

    /** A row at a time, so that no second copy of all numbers is made. */
    private void checkNumbers() {
        Npy x = samples.x();
        if (x.type() != Npy.Type.FLOAT32) {
            return; // Whole numbers are finite.
        }
        int[] one = new int[1];
        for (one[0] = 0; one[0] < samples.count(); one[0]++) {
            float[] row = x.rows(one);
            for (int i = 0; i < row.length; i++) {
                if (!Float.isFinite(row[i]) && !(Float.isNaN(row[i]) && task.fillsWithMeans())) {
                    throw bad(
                            "have finite numbers", "%s in %s %d, number %d".formatted(row[i], part, one[0] + 1, i + 1));
                }
            }
        }
    }

    private void checkLabels() {
        double[] labels = samples.y().doubles();
        boolean classes = task.kind() == TaskKind.CLASSIFICATION;
        for (int i = 0; i < labels.length; i++) {
            if (!Double.isFinite(labels[i]) || !Float.isFinite((float) labels[i])) {
                throw bad("have finite labels", "%s in %s %d".formatted(labels[i], part, i / task.truths() + 1));
            }
            if (task.kind() == TaskKind.MULTI_LABEL && labels[i] != 0 && labels[i] != 1) {
                throw bad(
                        "have 1 for each class that they have and 0 for every other",
                        "%s in %s %d".formatted(whole(labels[i]), part, i / task.truths() + 1));
            }
            if (classes && (labels[i] != Math.rint(labels[i]) || labels[i] < 0 || labels[i] >= task.outputs())) {
                double least = Arrays.stream(labels).min().orElseThrow();
                double most = Arrays.stream(labels).max().orElseThrow();
                throw bad(
                        "have labels 0..%d, counted from 0".formatted(task.outputs() - 1),
                        "%s in %s %d%s"
                                .formatted(
                                        whole(labels[i]),
                                        part,
                                        i + 1,
                                        least == 1 && most == task.outputs()
                                                ? "; they seem to be counted from 1; next: subtract 1 from each"
                                                : ""));
            }
        }
    }

    private static String whole(double label) {
        return label == Math.rint(label) && Math.abs(label) < 1e15 ? Long.toString((long) label) : "" + label;
    }

    /** Of a class in one group alone there would be no row to train on in the fold that tests it, whatever the seed. */
    private static void checkGroups(TaskDescriptor task, double[] labels, double[] groups) {
        List<Set<Double>> of = Stream.generate(() -> (Set<Double>) new HashSet<Double>())
                .limit(task.outputs())
                .toList();
        for (int row = 0; row < labels.length; row++) {
            of.get((int) labels[row]).add(groups[row]);
        }
        for (int i = 0; i < of.size(); i++) {
            if (of.get(i).size() == 1) {
                throw new BadInput("class %s of task %s must have rows in 2 or more groups, got 1"
                        .formatted(task.classes().get(i), task.id()));
            }
        }
    }

    private static void checkClasses(TaskDescriptor task, Samples trained) {
        int folds = task.split() instanceof Split.KFold split ? split.folds() : 1;
        if (trained.count() < folds) {
            throw new BadInput("rows of task %s must be as many as its %d folds or more, got %d"
                    .formatted(task.id(), folds, trained.count()));
        }
        Npy groups = trained.groups();
        if (groups != null) {
            long different = Arrays.stream(groups.doubles()).distinct().count();
            if (different < folds) {
                throw new BadInput("groups of task %s must be as many as its %d folds or more, got %d"
                        .formatted(task.id(), folds, different));
            }
        }
        if (!task.kind().hasClasses()) {
            return;
        }
        int[] counts = new int[task.outputs()];
        double[] labels = trained.y().doubles();
        boolean several = task.kind() == TaskKind.MULTI_LABEL;
        for (int i = 0; i < labels.length; i++) {
            if (!several) {
                counts[(int) labels[i]]++;
            } else if (labels[i] == 1) {
                counts[i % counts.length]++;
            }
        }
        if (groups != null && !several) {
            checkGroups(task, trained.y().doubles(), groups.doubles());
        }
        int least = task.split().byClass() ? folds : 1;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < least) {
                throw new BadInput("class %s of task %s must have %d or more rows to train on%s, got %d"
                        .formatted(
                                task.classes().get(i), task.id(), least, least > 1 ? ", one a fold" : "", counts[i]));
            }
        }
    }
}
