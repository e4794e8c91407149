package io.enginebench.data.declared;

import io.enginebench.data.files.TaskFolder;
import io.enginebench.data.text.Excerpt;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.task.Missing;
import io.enginebench.record.task.OwnData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tables: one number for each numeric column, and for each categorical one as many as it has words, of which the row's is 1 and the others are
 * 0.
 */
final class CsvSource extends Source<OwnData.Csv> {
    /** What stands for a number that is not there: nothing, or what R, pandas and the UCI repository write. */
    private static final Set<String> NONE = Set.of("", "NA", "NaN", "nan", "?");

    private static final int MOST_WORDS = 1000;

    /** The columns of a row, in the order of the first table. */
    private final List<String> columns = new ArrayList<>();
    /** By the categorical columns, what stands for a word until all are known. */
    private final Map<String, Map<String, Integer>> words = new HashMap<>();

    /** The column that names each row's group; null if there is none. */
    private final @Nullable String group;

    CsvSource(OwnData.Csv data, Labels labels, @Nullable String group, TaskFolder folder) {
        super(data, labels, folder);
        this.group = group;
        Map<String, List<String>> given = Objects.requireNonNullElse(data.categories(), Map.of());
        List<String> categorical = Objects.requireNonNullElse(data.categorical(), List.of());
        for (String column : categorical) {
            Map<String, Integer> known = new HashMap<>();
            given.getOrDefault(column, List.of()).forEach(word -> known.put(word, known.size()));
            words.put(column, known);
        }
        for (String column : given.keySet()) {
            if (!categorical.contains(column)) {
                throw folder.bad("data.categories", "of columns that categorical names", "'" + column + "'");
            }
        }
    }

    @Override
    Map<DataFiles, Raw> read() {
        return Parts.read(data, named -> read(named.member(), named.path()));
    }

    private Raw read(String member, String name) {
        Path file = folder.file(member, name);
        note(folder.record(name, file));
        Table table = new Table(name);
        Tables.read(name, file, data.delimiter(), table);
        return table.raw();
    }

    private boolean isWords(String column) {
        return words.containsKey(column);
    }

    /** The words of a column in the order of its numbers. */
    private List<String> sorted(String column) {
        Map<String, List<String>> given = Objects.requireNonNullElse(data.categories(), Map.of());
        return given.containsKey(column)
                ? Objects.requireNonNull(given.get(column))
                : Labels.sorted(Objects.requireNonNull(words.get(column)).keySet());
    }

    @Override
    OwnData said() {
        Map<String, List<String>> categories = new LinkedHashMap<>();
        words.keySet().forEach(column -> categories.put(column, sorted(column)));
        return data.of(columns.stream().filter(column -> !isWords(column)).toList(), categories);
    }

    @Override
    Map<DataFiles, Npy> rows(Map<DataFiles, Raw> parts) {
        Map<DataFiles, Npy> rows = super.rows(parts);
        if (!words.isEmpty()) {
            rows.replaceAll((part, x) -> spread(x));
        }
        return rows;
    }

    /** Where the numbers of a categorical column are among those of a row, by what stood for its words. */
    private record Spread(int width, List<Integer> places) {}

    private Npy spread(Npy x) {
        List<Spread> spreads = columns.stream().map(this::spread).toList();
        int width = spreads.stream().mapToInt(Spread::width).sum();
        Floats numbers = new Floats("rows of " + folder.file());
        int[] one = new int[1];
        for (one[0] = 0; one[0] < x.shape().get(0); one[0]++) {
            float[] row = x.rows(one);
            for (int i = 0; i < row.length; i++) {
                Spread spread = spreads.get(i);
                if (spread.places().isEmpty()) {
                    numbers.add(row[i]);
                } else {
                    int place = Float.isNaN(row[i]) ? -1 : spread.places().get((int) row[i]);
                    for (int j = 0; j < spread.width(); j++) {
                        numbers.add(j == place ? 1 : 0);
                    }
                }
            }
        }
        return numbers.take(List.of(x.shape().get(0), width));
    }

    private Spread spread(String column) {
        if (!isWords(column)) {
            return new Spread(1, List.of());
        }
        List<String> sorted = sorted(column);
        Integer[] places = new Integer[sorted.size()];
        Objects.requireNonNull(words.get(column)).forEach((word, seen) -> places[seen] = sorted.indexOf(word));
        return new Spread(sorted.size(), List.of(places));
    }

    /** One table in the course of being read. */
    private final class Table implements Tables.Reading {
        private final String name;
        private final Floats numbers;
        private final Floats targets;
        private final Groups groups = new Groups();
        private final List<Integer> labelled = new ArrayList<>();
        private int groupAt;
        /** Of the columns, in this table. */
        private final List<Integer> places = new ArrayList<>();

        Table(String name) {
            this.name = name;
            this.numbers = new Floats(name);
            this.targets = new Floats(name);
        }

        @Override
        public void header(List<String> header) {
            data.label().forEach(column -> labelled.add(column(header, "data.label", column)));
            groupAt = group == null ? -1 : column(header, "split.group", group);
            if (group != null && data.label().contains(group)) {
                throw folder.bad("split.group", "a column that is nothing else too", "'" + Excerpt.of(group) + "'");
            }
            if (columns.isEmpty()) {
                choose(header);
            }
            columns.forEach(column -> places.add(column(header, "data.numeric", column)));
        }

        private int column(List<String> header, String member, String column) {
            return Tables.column(header, column, folder.file() + ": " + member, name);
        }

        private void choose(List<String> header) {
            Set<String> chosen = new HashSet<>();
            words.keySet().forEach(column -> add(chosen, header, "data.categorical", column));
            List<String> others = header.stream()
                    .filter(column -> !isLabelOrGroup(column) && !isWords(column))
                    .toList();
            Objects.requireNonNullElse(data.numeric(), others)
                    .forEach(column -> add(chosen, header, "data.numeric", column));
            header.stream().filter(chosen::contains).forEach(columns::add);
            if (columns.isEmpty()) {
                throw new BadInput(
                        "%s must have a column besides %s, got none".formatted(name, String.join(", ", data.label())));
            }
        }

        /** What is not given to the network. */
        private boolean isLabelOrGroup(String column) {
            return data.label().contains(column) || column.equals(group);
        }

        private void add(Set<String> chosen, List<String> header, String member, String column) {
            column(header, member, column);
            if (isLabelOrGroup(column) || !chosen.add(column)) {
                throw folder.bad(member, "columns that are nothing else too", "'" + Excerpt.of(column) + "'");
            }
        }

        @Override
        public void line(Tables.Line line) {
            for (int i = 0; i < columns.size(); i++) {
                String column = columns.get(i);
                String cell = line.cell(places.get(i));
                Supplier<String> where = () -> line.where(column);
                if (NONE.contains(cell)) {
                    numbers.add(missing(column, cell, where));
                } else {
                    numbers.add(isWords(column) ? word(column, cell, where) : Tables.number(cell, where));
                }
            }
            for (int i = 0; i < labelled.size(); i++) {
                String column = data.label().get(i);
                targets.add(labels.of(line.cell(labelled.get(i)), () -> line.where(column)));
            }
            if (group != null) {
                String cell = line.cell(groupAt);
                if (NONE.contains(cell)) {
                    throw new BadInput("%s must be a group, got '%s'".formatted(line.where(group), cell));
                }
                groups.add(cell);
            }
        }

        private double missing(String column, String cell, Supplier<String> where) {
            Missing instead = data.missing();
            if (instead == null) {
                throw new BadInput("%s must be a %s, got '%s'; next: \"missing\" in %s"
                        .formatted(where.get(), isWords(column) ? "word" : "number", cell, folder.file()));
            }
            Double number = instead.number();
            return number == null || isWords(column) ? Double.NaN : number;
        }

        private int word(String column, String cell, Supplier<String> where) {
            Map<String, Integer> known = Objects.requireNonNull(words.get(column));
            Integer seen = known.get(cell);
            if (seen == null) {
                if (Objects.requireNonNullElse(data.categories(), Map.of()).containsKey(column)) {
                    throw new BadInput("%s must be one of %s, got '%s'"
                            .formatted(where.get(), Excerpt.of(String.join(", ", sorted(column))), Excerpt.of(cell)));
                }
                if (known.size() == MOST_WORDS) {
                    throw new BadInput(
                            "%s must be one of at most %d words, got another".formatted(where.get(), MOST_WORDS));
                }
                seen = known.size();
                known.put(cell, seen);
            }
            return seen;
        }

        Raw raw() {
            int width = data.label().size();
            int rows = targets.count() / width;
            if (rows == 0) {
                throw new BadInput(name + " must have one row or more, got none");
            }
            return new Raw.Numbers(
                    numbers.take(List.of(rows, columns.size())),
                    new Raw.Labelled(
                            targets.take(List.of(rows * width)).doubles(),
                            width,
                            group == null ? null : groups.take()));
        }
    }
}
