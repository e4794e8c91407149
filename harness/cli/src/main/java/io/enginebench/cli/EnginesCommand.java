package io.enginebench.cli;

import com.github.freva.asciitable.HorizontalAlign;
import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.engine.EngineCheck;
import io.enginebench.campaign.engine.InstalledEngine;
import io.enginebench.campaign.process.Tuning;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.EngineRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts each engine once and shows what it says of itself. */
@Command(
        name = "engines",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = {"Examples:", "  ./bench engines", "  ./bench engines --json", ""},
        description = "Starts each engine once and shows its version, device and state.")
final class EnginesCommand implements Callable<Integer> {
    private final Program program;

    @Option(names = "--device", paramLabel = "D", description = "cpu, gpu or gpu:N (cpu)")
    String device = "cpu";

    @Option(names = "--json", description = "print JSON on standard output")
    boolean json;

    EnginesCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        EngineCatalog catalog = program.engines();
        EngineCheck check = new EngineCheck(program.home(), catalog, program.launcher(Tuning.ofThisMachine()));
        List<EngineRecord> records = new ArrayList<>();
        List<Unfit> unfit = new ArrayList<>();
        for (String id : catalog.ids()) {
            try {
                records.add(check.of(id, device, 1));
            } catch (Unfit e) {
                unfit.add(e);
            }
        }
        if (json) {
            program.out().print(Json.pretty(records));
        } else {
            TextTables.print(
                    program.out(),
                    List.of("engine", "version", "DJL", "device", "state"),
                    records.stream()
                            .map(record -> List.of(
                                    record.id(),
                                    record.name() + " " + record.version(),
                                    record.djlVersion(),
                                    Objects.requireNonNullElse(record.device(), device),
                                    record.reason() == null
                                            ? record.status()
                                            : record.status() + ": " + record.reason()))
                            .toList(),
                    HorizontalAlign.LEFT);
            catalog.all().stream().map(InstalledEngine::descriptor).forEach(this::printVariant);
        }
        program.out().flush();
        if (!unfit.isEmpty()) {
            throw unfit.get(0);
        }
        return 0;
    }

    private void printVariant(EngineDescriptor descriptor) {
        EngineDescriptor.@Nullable Variant variant = descriptor.variant();
        if (variant != null) {
            program.out()
                    .println("%s is %s with %s; it runs only where it is named"
                            .formatted(descriptor.id(), variant.of(), variant.how()));
        }
    }
}
