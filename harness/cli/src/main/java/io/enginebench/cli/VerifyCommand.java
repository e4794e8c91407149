package io.enginebench.cli;

import io.enginebench.analysis.verify.Verification;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds result files against the schema and their own raw values. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = {"Examples:", "  ./bench verify runs/r1/result.json", "  ./bench verify results/published/*.json", ""},
        description = {
            "Checks each file's schema and content hash and computes every figure again from its raw values.",
            "Exit code 4 if a figure does not follow, or a control or parity failed; 65 if a file is no result at all."
        })
final class VerifyCommand implements Callable<Integer> {
    private static final int FAILED = 4;
    private static final int BAD_INPUT = 65;

    private final Program program;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "result files")
    List<Path> files = List.of();

    @Option(names = "--json", description = "print JSON on standard output")
    boolean json;

    VerifyCommand(Program program) {
        this.program = program;
    }

    /** What is printed of one file. */
    private record Line(String file, boolean passed, List<String> findings, List<String> unsound) {
        private String headline() {
            return passed
                    ? "every figure follows"
                    : findings.isEmpty() ? "FAILED, though every figure follows" : "FAILED";
        }
    }

    @Override
    public Integer call() throws IOException {
        List<Line> lines = new ArrayList<>();
        int code = 0;
        for (Path file : files) {
            try {
                Verification verification = Verification.of(ResultInput.existing(file));
                List<String> unsound = verification.unsound();
                boolean passed = verification.passed() && unsound.isEmpty();
                lines.add(new Line(file.toString(), passed, verification.findings(), unsound));
                code = Math.max(code, passed ? 0 : FAILED);
            } catch (MalformedJsonException e) {
                lines.add(new Line(file.toString(), false, List.of(String.valueOf(e.getMessage())), List.of()));
                code = BAD_INPUT;
            }
        }
        if (json) {
            program.out().print(Json.pretty(lines));
        } else {
            for (Line line : lines) {
                program.out().println(line.file() + ": " + line.headline());
                line.findings().forEach(finding -> program.out().println("  " + finding));
                line.unsound().forEach(reason -> program.out().println("  " + reason));
            }
        }
        program.out().flush();
        return code;
    }
}
