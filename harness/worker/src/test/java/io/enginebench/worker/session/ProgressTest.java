package io.enginebench.worker.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.job.WorkerEvent;
import io.enginebench.record.job.WorkerPhase;
import io.enginebench.record.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
    /** A disk that has room for half of the first event, none for the second, and then is as it should be. */
    private static final class FullForAMoment extends OutputStream {
        private final ByteArrayOutputStream disk = new ByteArrayOutputStream();
        private final CountDownLatch tries = new CountDownLatch(3);

        @Override
        public void write(int one) {
            throw new AssertionError("a line is written at once");
        }

        @Override
        public void write(byte[] line, int from, int length) throws IOException {
            tries.countDown();
            if (tries.getCount() > 0) {
                disk.write(line, from, tries.getCount() == 2 ? length / 2 : 0);
                throw new IOException("No space left on device");
            }
            disk.write(line, from, length);
        }
    }

    @Test
    void workGoesOnBeingToldOfAfterAnEventThatCouldNotBeWritten() throws Exception {
        FullForAMoment events = new FullForAMoment();
        try (Progress progress = Progress.reportingTo(events)) {
            progress.evaluating("cell");
            assertTrue(events.tries.await(30, TimeUnit.SECONDS));
            progress.done();
        }
        List<String> lines =
                events.disk.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.size() >= 3, lines.toString());
        for (String line : lines.subList(1, lines.size())) {
            assertEquals("cell", Json.read(line, "event", WorkerEvent.class).cell());
        }
        assertEquals(
                WorkerPhase.DONE,
                Json.read(lines.get(lines.size() - 1), "event", WorkerEvent.class)
                        .phase());
    }
}
