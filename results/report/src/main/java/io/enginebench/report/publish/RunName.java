package io.enginebench.report.publish;

import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.RunResult;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of published runs, safe as file names, in addresses and on a command line. */
public final class RunName {
    private static final Pattern SAFE = Pattern.compile("[a-z0-9][a-z0-9-]{0,79}");
    /** The page of the list has this name. */
    private static final String TAKEN = "index";

    private static final int LONGEST = 60;
    private static final int HASH = 8;

    private RunName() {}

    /** What is wrong with a name, if anything is. */
    public static Optional<String> mistake(String name) {
        return SAFE.matcher(name).matches() && !name.equals(TAKEN)
                ? Optional.empty()
                : Optional.of(
                        "--as must be 1 to 80 of a-z, 0-9 and '-', starting with a letter or digit, and not 'index', got '"
                                + name + "'");
    }

    /** Tasks, engines, day and the beginning of the content's hash: {@code fashion-pytorch-mxnet-20261123-1fc5533b}. */
    static String of(RunResult result) {
        List<String> tasks = result.data().stream().map(DataRecord::task).toList();
        String what = safe(String.join("-", tasks) + "-" + String.join("-", result.engineIds()));
        if (what.length() > LONGEST) {
            what = "%d-tasks-%d-engines"
                    .formatted(tasks.size(), result.engines().size());
        }
        String day = result.campaign().startedIso().replaceAll("T.*|[^0-9]", "");
        String hash = Objects.requireNonNull(result.contentSha256(), "a verified result is sealed");
        return safe(what + "-" + day + "-" + hash.substring(0, HASH));
    }

    private static String safe(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
