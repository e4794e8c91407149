package io.enginebench.campaign.process;

import io.enginebench.record.job.WorkerEvent;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the lines that a worker has added to its event file since the last look. */
final class EventTail {
    private final Path file;
    private long position;

    EventTail(Path file) {
        this.file = file;
    }

    /** The new whole lines; a line that is not an event is passed over, for a worker that is dying may write half of one. */
    List<WorkerEvent> read() {
        List<WorkerEvent> events = new ArrayList<>();
        if (!Files.exists(file)) {
            return events;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(position);
            byte[] added = new byte[(int) Math.min(1 << 20, in.length() - position)];
            in.readFully(added);
            int end = added.length;
            while (end > 0 && added[end - 1] != '\n') {
                end--;
            }
            position += end;
            new String(added, 0, end, StandardCharsets.UTF_8).lines().forEach(line -> {
                try {
                    events.add(Json.read(line, "event", WorkerEvent.class));
                } catch (IOException e) {
                    // Not an event.
                }
            });
        } catch (IOException e) {
            // The next look will tell.
        }
        return events;
    }
}
