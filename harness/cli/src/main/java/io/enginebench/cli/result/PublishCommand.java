package io.enginebench.cli.result;

import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.Mistakes;
import io.enginebench.record.json.Json;
import io.enginebench.report.page.ReportPage;
import io.enginebench.report.publish.Owner;
import io.enginebench.report.publish.Publication;
import io.enginebench.report.publish.PublishedRuns;
import io.enginebench.report.publish.RunName;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a result among the published runs and makes their index and site again. */
@Command(
        name = "publish",
        header = {
            "  ./bench publish runs/r1/result.json                 under a name made of tasks, engines, day and content",
            "  ./bench publish runs/r1/result.json --as fashion-10-seeds",
            "  ./bench publish --rebuild                           index and site again, from the runs that are there"
        },
        description = {
            "Verifies a result, copies it into results/published and makes the index and the site in its folder 'site'.",
            "Exit code 4, and nothing written, if a figure does not follow, parity or a control failed, the commit had",
            "local changes, the campaign was stopped, or names or folders of this machine are in it."
        })
public final class PublishCommand extends JsonCommand {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "a result file")
    @Nullable
    Path file;

    @Option(names = "--as", paramLabel = "ID", description = "the run's name: a-z, 0-9 and '-'")
    @Nullable
    String as;

    @Option(names = "--into", paramLabel = "DIR", description = "the folder of published runs (results/published)")
    @Nullable
    Path into;

    @Option(names = "--rebuild", description = "make index and site again, without a new run")
    boolean rebuild;

    @Override
    public ExitCode call() throws IOException {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(
                rebuild == (file == null), "publish", "given either FILE or --rebuild", rebuild ? "both" : "neither");
        if (as != null) {
            RunName.mistake(as).ifPresent(mistakes::add);
            mistakes.unless(!rebuild, "--as", "given with FILE", "it with --rebuild");
        }
        Usage.refuse(mistakes);
        Path folder = into != null ? into : program.home().root().resolve("results/published");
        refuseForeignSite(folder.resolve("site"));
        PublishedRuns runs = new PublishedRuns(folder);
        Publication done = file == null ? runs.rebuild() : runs.add(ResultInput.existing(file), as, owner());
        print(done, out -> print(done, folder, out));
        return done instanceof Publication.Refused ? ExitCode.DISPROVED : ExitCode.DONE;
    }

    /** A folder {@code site} that was there before may be somebody's own. */
    private static void refuseForeignSite(Path site) throws IOException {
        if (!Files.isDirectory(site)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(site, "*.{html,json}")) {
            for (Path file : files) {
                boolean ours = file.toString().endsWith(".json")
                        ? Json.text(file).contains("\"format_version\"")
                        : ReportPage.isOne(file);
                if (!ours) {
                    throw new Usage(file.toString(), "a file of enginebench's site", "another; next: --into DIR");
                }
            }
        }
    }

    private static void print(Publication done, Path folder, PrintWriter out) {
        if (done instanceof Publication.Refused refused) {
            out.println("REFUSED, nothing was written:");
            refused.reasons().forEach(reason -> out.println("  " + reason));
            return;
        }
        if (done instanceof Publication.Published published) {
            out.println("published: " + folder.resolve(published.id() + ".json"));
            published.warnings().forEach(warning -> out.println("  note: " + warning));
        } else if (done instanceof Publication.AlreadyThere there) {
            out.println("published before: " + folder.resolve(there.id() + ".json"));
        }
        out.println("site: " + folder.resolve("site").resolve("index.html"));
    }

    private static Owner owner() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = ""; // A machine without a name cannot be given away by it.
        }
        return new Owner(System.getProperty("user.name", ""), host);
    }
}
