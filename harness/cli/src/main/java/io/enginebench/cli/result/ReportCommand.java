package io.enginebench.cli.result;

import io.enginebench.analysis.verify.Verification;
import io.enginebench.cli.terminal.Output;
import io.enginebench.cli.terminal.Program;
import io.enginebench.cli.terminal.ProgramCommand;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.report.page.ReportPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes results as a page. */
@Command(
        name = "report",
        header = {
            "  ./bench report runs/r1/result.json                  the page beside the result, again",
            "  ./bench report runs/*/result.json -o comparison.html  several runs on one page"
        },
        description = {
            "Writes one self-contained HTML page about one or more results.",
            "The page of a file that does not verify says so before anything else; the exit code is 0 all the same."
        })
public final class ReportCommand extends ProgramCommand {
    /** The page's name beside a result. */
    private static final String PAGE = "report.html";

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "result.json files")
    List<Path> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PAGE",
            description = "where the page goes, '-' for standard output (report.html beside a single FILE, else here)")
    @Nullable
    Path output;

    @Override
    public ExitCode call() throws IOException {
        Path page = output != null ? output : files.size() == 1 ? beside(files.get(0)) : Path.of(PAGE);
        Output target = new Output("-o", page).apartFrom(files);
        if (output == null) {
            refuseUnlessOurs(page);
        }
        List<ReportPage.Named> results = new ArrayList<>();
        for (Path file : files) {
            results.add(checked(file));
        }
        try {
            target.write(program, ReportPage.html(results));
        } catch (IllegalArgumentException e) {
            throw new BadInput(BenchException.messageOf(e) + "; next: ./bench verify " + files.get(0));
        }
        if (!target.isStandardOutput()) {
            program.err().println("written: " + page);
        }
        return ExitCode.DONE;
    }

    /**
     * Writes the page beside a result that was just written. The result is what counts: a page that cannot be written is
     * told and no more.
     */
    public static void writeBeside(Path file, RunResult result, Program program) {
        Path page = beside(file);
        try {
            refuseUnlessOurs(page);
            ReportPage.write(
                    page, List.of(new ReportPage.Named(file.getFileName().toString(), result)));
            program.err().println("written: " + page);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            program.err()
                    .println("bench: the page could not be written: " + e
                            + "; the result is whole; next: ./bench report " + file);
        }
    }

    /** A name that nobody typed may be that of somebody's own file. */
    private static void refuseUnlessOurs(Path page) throws IOException {
        if (Files.exists(page) && !(Files.isRegularFile(page) && ReportPage.isOne(page))) {
            throw new Usage(page.toString(), "a page of enginebench or absent", "another file; next: -o PAGE");
        }
    }

    /** The file's, with its folder's where that is what tells runs apart. */
    private static String name(Path file) throws IOException {
        String name = file.getFileName().toString();
        Path folder = file.toRealPath().getParent();
        return name.equals("result.json") && folder != null && folder.getFileName() != null
                ? folder.getFileName() + "/" + name
                : name;
    }

    /** A page is made of any result that can be read, and says of one that does not verify that it does not. */
    private ReportPage.Named checked(Path file) throws IOException {
        Verification verification = Verification.of(ResultInput.existing(file));
        RunResult result = verification.result() != null ? verification.result() : ResultFile.read(file);
        if (!verification.passed()) {
            program.err()
                    .println("bench: %s DOES NOT VERIFY and its page says so: %s; next: ./bench verify %s"
                            .formatted(file, verification.findings().get(0), file));
        }
        return new ReportPage.Named(name(file), result, verification.findings());
    }

    private static Path beside(Path file) {
        return file.resolveSibling(PAGE);
    }
}
