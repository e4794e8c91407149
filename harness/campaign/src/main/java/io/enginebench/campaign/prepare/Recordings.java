package io.enginebench.campaign.prepare;

import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.TaskNetwork;
import io.enginebench.campaign.process.ModelsProcess;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.graph.Recording;
import io.enginebench.record.run.ModelRecord;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the networks of a plan compute, each on each of its tasks. */
public final class Recordings {
    private final Map<TaskNetwork, Recording> recordings;

    private Recordings(Map<TaskNetwork, Recording> recordings) {
        this.recordings = recordings;
    }

    /** Those of a plan. */
    public static Recordings of(Plan plan, ModelsProcess recorder) throws IOException, InterruptedException {
        Set<TaskNetwork> networks = new LinkedHashSet<>();
        for (CellSpec cell : plan.cells()) {
            networks.add(new TaskNetwork(cell.task(), cell.model()));
        }
        return of(List.copyOf(networks), recorder);
    }

    /** Those of some tasks' networks. */
    public static Recordings of(List<TaskNetwork> networks, ModelsProcess recorder)
            throws IOException, InterruptedException {
        List<Recording> made =
                recorder.record(networks.stream().map(TaskNetwork::request).toList());
        Map<TaskNetwork, Recording> recordings = new LinkedHashMap<>();
        for (int i = 0; i < networks.size(); i++) {
            recordings.put(networks.get(i), made.get(i));
        }
        return new Recordings(recordings);
    }

    /** By network, what a result has of it. */
    public Map<TaskNetwork, ModelRecord> byNetwork() {
        Map<TaskNetwork, ModelRecord> records = new LinkedHashMap<>();
        recordings.forEach((network, recording) ->
                records.put(network, ModelRecord.of(network.task().id(), network.model(), recording)));
        return records;
    }

    /** What came of recording one of them. */
    public Recording of(TaskDescriptor task, String model) {
        return Objects.requireNonNull(recordings.get(new TaskNetwork(task, model)));
    }

    /** The same as a result has it. */
    public List<ModelRecord> records() {
        return List.copyOf(byNetwork().values());
    }
}
