package io.enginebench.data.declared;

import io.enginebench.data.files.Bounded;
import io.enginebench.data.files.TaskFolder;
import io.enginebench.data.formats.Vocabulary;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.task.OwnData;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Texts in a folder for each class or in a table's column, as the ids of their first words. */
final class TextSource extends Source<OwnData.Texts> {
    private static final long MOST_BYTES = 16 << 20;
    private static final List<String> ENDS = List.of(".txt");

    /** Letters with their marks, and decimal digits, of any script. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}]+");

    TextSource(OwnData.Texts data, Labels labels, TaskFolder folder) {
        super(data, labels, folder);
    }

    /** The words of a text, put together by Unicode's form C, in lower case: runs of letters and digits. */
    static List<String> words(String text) {
        return WORD.matcher(Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Override
    Map<DataFiles, Raw> read() {
        return Parts.read(data, this::read);
    }

    private Raw read(Parts.Named named) {
        Texts texts = new Texts(named.path());
        if (data.text() == null) {
            Map<String, List<Path>> classes = folder.classes(named.member(), named.path(), ENDS);
            note(folder.record(named.path(), classes));
            classes.forEach((name, all) -> all.forEach(file -> {
                String where = named.path() + "/" + name + "/" + file.getFileName();
                texts.add(
                        decoded(where, Bounded.read(file, MOST_BYTES)),
                        name,
                        () -> "folder " + named.path() + "/" + name);
            }));
        } else {
            Path file = folder.file(named.member(), named.path());
            note(folder.record(named.path(), file));
            Tables.read(named.path(), file, data.delimiter(), texts);
        }
        return texts.raw();
    }

    private static String decoded(String where, byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadInput(where + " must be a text in UTF-8, got other bytes");
        }
    }

    /** Texts in the course of being read. */
    private final class Texts implements Tables.Reading {
        private final String name;
        private final List<List<String>> texts = new ArrayList<>();
        private final List<Double> truth = new ArrayList<>();
        private int text;
        private int label;

        Texts(String name) {
            this.name = name;
        }

        /** Only as many words as are used, for each is kept. */
        void add(String content, String className, Supplier<String> where) {
            List<String> words = words(content);
            texts.add(List.copyOf(words.subList(0, Math.min(words.size(), data.tokens()))));
            truth.add(labels.of(className, where));
        }

        @Override
        public void header(List<String> columns) {
            text = column(columns, "text", Objects.requireNonNull(data.text()));
            label = column(columns, "label", Objects.requireNonNull(data.label()));
        }

        private int column(List<String> columns, String member, String column) {
            return Tables.column(columns, column, folder.file() + ": data." + member, name);
        }

        @Override
        public void line(Tables.Line line) {
            add(line.cell(text), line.cell(label), () -> line.where(Objects.requireNonNull(data.label())));
        }

        Raw raw() {
            if (texts.isEmpty()) {
                throw new BadInput(name + " must have one row or more, got none");
            }
            return new Raw.Words(
                    texts,
                    new Raw.Labelled(
                            truth.stream().mapToDouble(Double::doubleValue).toArray()));
        }
    }

    /** The vocabulary is that of the rows that are trained on. */
    @Override
    Map<DataFiles, Npy> rows(Map<DataFiles, Raw> parts) {
        Raw.Words train = (Raw.Words) Objects.requireNonNull(parts.get(DataFiles.TRAIN));
        Vocabulary vocabulary = new Vocabulary(train.texts(), data.ids());
        Map<DataFiles, Npy> rows = new EnumMap<>(DataFiles.class);
        parts.forEach((part, raw) -> {
            List<List<String>> texts = ((Raw.Words) raw).texts();
            int[] ids = new int[Math.multiplyExact(texts.size(), data.tokens())];
            for (int i = 0; i < texts.size(); i++) {
                System.arraycopy(vocabulary.row(texts.get(i), data.tokens()), 0, ids, i * data.tokens(), data.tokens());
            }
            rows.put(part, Npy.of(List.of(texts.size(), data.tokens()), ids));
        });
        return rows;
    }

    @Override
    OwnData said() {
        return data.filled();
    }
}
