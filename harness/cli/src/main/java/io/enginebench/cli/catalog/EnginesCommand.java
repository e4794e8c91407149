package io.enginebench.cli.catalog;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.engine.InstalledEngine;
import io.enginebench.campaign.prepare.EngineCheck;
import io.enginebench.campaign.process.Tuning;
import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.cli.terminal.TextTables;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Placement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts each engine once and shows what it says of itself. */
@Command(
        name = "engines",
        header = {"  ./bench engines", "  ./bench engines --json"},
        description = "Starts each engine once and shows its version, device and state.")
public final class EnginesCommand extends JsonCommand {
    @Option(names = "--device", paramLabel = "D", description = "cpu, gpu or gpu:N (cpu)")
    String device = "cpu";

    @Override
    public ExitCode call() throws Exception {
        EngineCatalog catalog = program.engines();
        EngineCheck check = new EngineCheck(program.launcher(Tuning.ofThisMachine()));
        List<EngineRecord> records = new ArrayList<>();
        List<Unfit> unfit = new ArrayList<>();
        for (String id : catalog.ids()) {
            try {
                records.add(
                        check.of(new Placement(id, Division.TUNED, device, 1)).record(null));
            } catch (Unfit e) {
                unfit.add(e);
            }
        }
        print(records, out -> {
            TextTables.list(out, List.of("engine", "version", "DJL", "device", "state"), records, EnginesCommand::row);
            catalog.all().stream().map(InstalledEngine::descriptor).forEach(this::printKind);
        });
        if (!unfit.isEmpty()) {
            throw unfit.get(0);
        }
        return ExitCode.DONE;
    }

    private static List<String> row(EngineRecord record) {
        return List.of(
                record.id(),
                record.name() + " " + record.version(),
                record.djlVersion(),
                String.valueOf(record.device()),
                record.status().json() + (record.reason() == null ? "" : ": " + record.reason()));
    }

    private void printKind(EngineDescriptor descriptor) {
        EngineDescriptor.@Nullable Variant variant = descriptor.variant();
        if (variant != null) {
            program.out()
                    .println("%s is %s with %s; it runs only where it is named"
                            .formatted(descriptor.id(), variant.of(), variant.how()));
        }
        if (descriptor.optIn()) {
            program.out().println("%s runs only where it is named".formatted(descriptor.id()));
        }
        if (!descriptor.trains()) {
            program.out()
                    .println("%s %s: what needs training does not run on it"
                            .formatted(descriptor.id(), EngineDescriptor.ANSWERS_ONLY));
        }
    }
}
