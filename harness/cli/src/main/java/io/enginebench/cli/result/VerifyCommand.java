package io.enginebench.cli.result;

import io.enginebench.analysis.verify.Verification;
import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Holds result files against the schema and their own raw values. */
@Command(
        name = "verify",
        header = {"  ./bench verify runs/r1/result.json", "  ./bench verify results/published/*.json"},
        description = {
            "Checks each file's schema and content hash and computes every figure again from its raw values.",
            "Exit code 4 if a figure does not follow, or a control or parity failed; 65 if a file is no result at all.",
            "A control that too few rounds left undecided is told, and changes no exit code."
        })
public final class VerifyCommand extends JsonCommand {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "result files")
    List<Path> files = List.of();

    /** What is printed of one file. */
    private record Line(
            String file,
            boolean passed,
            List<String> findings,
            List<String> unsound,
            List<String> undecided,
            boolean judgedAgain) {
        private String headline() {
            return passed
                    ? "every figure follows"
                    : findings.isEmpty() ? "FAILED, though every figure follows" : "FAILED";
        }
    }

    @Override
    public ExitCode call() throws IOException {
        List<Line> lines = new ArrayList<>();
        ExitCode code = ExitCode.DONE;
        for (Path file : files) {
            try {
                Verification verification = Verification.of(ResultInput.existing(file));
                List<String> unsound = verification.unsound();
                boolean passed = verification.passed() && unsound.isEmpty();
                lines.add(new Line(
                        file.toString(),
                        passed,
                        verification.findings(),
                        unsound,
                        verification.undecided(),
                        verification.judgedAgain()));
                code = code.or(passed ? ExitCode.DONE : ExitCode.DISPROVED);
            } catch (MalformedJsonException e) {
                lines.add(new Line(
                        file.toString(), false, List.of(String.valueOf(e.getMessage())), List.of(), List.of(), false));
                code = ExitCode.BAD_INPUT;
            }
        }
        print(lines, out -> {
            for (Line line : lines) {
                out.println(line.file() + ": " + line.headline());
                line.findings().forEach(finding -> out.println("  " + finding));
                line.unsound().forEach(reason -> out.println("  " + reason));
                line.undecided().forEach(remark -> out.println("  " + remark));
                if (line.judgedAgain()) {
                    out.println(
                            "  note: its verdicts are of earlier rules, and every command makes them again; next: ./bench pool "
                                    + line.file() + " -o NEW");
                }
            }
            out.println(Verification.UNKNOWABLE);
        });
        return code;
    }
}
