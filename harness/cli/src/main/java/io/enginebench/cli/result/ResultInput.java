package io.enginebench.cli.result;

import io.enginebench.analysis.verify.Verification;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.run.RunResult;
import io.enginebench.report.text.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the result files that a command is given. */
final class ResultInput {
    private ResultInput() {}

    /**
     * The result in a file whose figures all follow: nothing is concluded from one whose figures do not.
     *
     * @throws BadInput if the file does not pass {@code verify}
     */
    static RunResult verified(Path file) throws IOException {
        Verification verification = Verification.of(existing(file));
        RunResult result = verification.result();
        if (result == null || !verification.passed()) {
            throw new BadInput("%s must pass verification, got %s, the first: %s; next: ./bench verify %s"
                    .formatted(
                            file,
                            Words.counted(verification.findings().size(), "finding"),
                            verification.findings().get(0),
                            file));
        }
        return result;
    }

    /** The file itself, if there is one. */
    static Path existing(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadInput(
                    "FILE must be a result file, got " + file + (Files.exists(file) ? "" : ", which is not there"));
        }
        return file;
    }
}
