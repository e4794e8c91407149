package io.enginebench.campaign.process;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.ExitCode;
import io.enginebench.ground.Home;
import io.enginebench.ground.Scratch;
import io.enginebench.record.graph.ExportRequest;
import io.enginebench.record.graph.ListedNetwork;
import io.enginebench.record.graph.Recording;
import io.enginebench.record.graph.RecordingRequest;
import io.enginebench.record.graph.RowInput;
import io.enginebench.record.graph.RowsRequest;
import io.enginebench.record.graph.WrittenRows;
import io.enginebench.record.json.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What takes the library of networks, or a plugin, in a process of its own, for the campaign has neither: networks are recorded, listed and
 * exported, rows of plugins are written down. No engine is started, and none of an engine's jars is there: a graph is what engines are held to.
 */
public final class ModelsProcess {
    private static final String RECORDER = "io.enginebench.models.graph.RecorderMain";
    private static final String LISTER = "io.enginebench.models.ListingMain";
    private static final String EXPORTER = "io.enginebench.worker.export.ExportMain";
    private static final String ROWS = "io.enginebench.models.RowsMain";
    private static final int LIMIT_SECONDS = 120;
    /** A user's own reading of data takes as long as it takes. */
    private static final int ROWS_LIMIT_SECONDS = 24 * 60 * 60;

    private final Home home;
    /** A plan is drawn and then run with the same networks. */
    private final Map<RecordingRequest, Recording> recorded = new ConcurrentHashMap<>();

    /** One with the plugins of a place. */
    public ModelsProcess(Home home) {
        this.home = home;
    }

    /** Where things are. */
    public Home home() {
        return home;
    }

    /**
     * One recording for each request.
     *
     * @throws BadInput if one of the networks does not take its rows, cannot be made, or does not give what is asked for
     */
    public List<Recording> record(List<RecordingRequest> requests) throws IOException, InterruptedException {
        List<RecordingRequest> unknown = requests.stream()
                .distinct()
                .filter(request -> !recorded.containsKey(request))
                .toList();
        if (!unknown.isEmpty()) {
            Recording[] made = answer(RECORDER, LIMIT_SECONDS, unknown, Recording[].class);
            for (int i = 0; i < made.length; i++) {
                recorded.put(unknown.get(i), made[i]);
            }
        }
        return requests.stream()
                .map(request -> Objects.requireNonNull(recorded.get(request)))
                .toList();
    }

    /**
     * The networks that plugins bring, and which of some rows each takes.
     *
     * @throws BadInput if they cannot be loaded here
     */
    public List<ListedNetwork> list(List<RowInput> rows) throws IOException, InterruptedException {
        return List.of(answer(LISTER, LIMIT_SECONDS, rows, ListedNetwork[].class));
    }

    /**
     * Has a plugin's rows written down.
     *
     * @throws BadInput if there are none of that name, or they cannot be read
     */
    public WrittenRows write(RowsRequest request) throws IOException, InterruptedException {
        return answer(ROWS, ROWS_LIMIT_SECONDS, List.of(request), WrittenRows[].class)[0];
    }

    private <T> T answer(String main, int limitSeconds, List<?> question, Class<T> type)
            throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.of("models")) {
            Path folder = scratch.path();
            Path asked = folder.resolve("asked.json");
            Path answered = folder.resolve("answered.json");
            Json.write(asked, question);
            run(main, limitSeconds, folder.resolve("log.txt"), asked, answered);
            return Json.read(answered, type);
        }
    }

    /**
     * Writes a network as an ONNX file.
     *
     * @throws BadInput if it cannot be one
     */
    public void export(ExportRequest request) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.of("export")) {
            Path folder = scratch.path();
            Path asked = folder.resolve("request.json");
            Json.write(asked, request);
            run(EXPORTER, LIMIT_SECONDS, folder.resolve("log.txt"), asked);
        }
    }

    private void run(String main, int limitSeconds, Path log, Path... files) throws IOException, InterruptedException {
        List<String> program =
                new ArrayList<>(List.of(home.djlLibrary() + "/*" + File.pathSeparator + home.workerClassPath(), main));
        for (Path file : files) {
            program.add(file.toString());
        }
        // As much heap as this process has, which a user may have asked for.
        List<String> options =
                List.of("-XX:TieredStopAtLevel=1", "-Xmx" + Runtime.getRuntime().maxMemory() / 1024 + "k");
        Process process = new OwnJava(WorkerEnvironment.EVERYWHERE, log, log.resolveSibling("hs_err.log"))
                .process("", options, program)
                .start();
        try {
            boolean ended = process.waitFor(limitSeconds, TimeUnit.SECONDS);
            if (ended && process.exitValue() == 0) {
                return;
            }
            List<String> said = Files.readAllLines(log);
            String last = said.isEmpty() ? "nothing" : home.withoutFolders(said.get(said.size() - 1));
            if (ended && process.exitValue() == ExitCode.BAD_INPUT.number()) {
                throw new BadInput(last);
            }
            throw new Unfit(
                    ended
                            ? "a process that records networks or writes rows must end with 0, got %d: %s"
                                    .formatted(process.exitValue(), last)
                            : "a process that records networks or writes rows must end within %d seconds, got no end: %s"
                                    .formatted(limitSeconds, last));
        } finally {
            process.destroyForcibly();
        }
    }
}
