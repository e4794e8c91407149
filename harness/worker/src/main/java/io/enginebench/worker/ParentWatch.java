package io.enginebench.worker;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for standard input to end, which the campaign does when it has read the results, and the operating system does
 * when the campaign is gone, however it went.
 */
final class ParentWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ParentWatch.class);
    private static final long DISMISSAL_SECONDS = 30;

    private final CountDownLatch dismissed = new CountDownLatch(1);
    private volatile boolean finished;

    private ParentWatch() {}

    static ParentWatch start() {
        ParentWatch watch = new ParentWatch();
        Thread thread = new Thread(watch::readToEnd, "parent-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /** Returns when the campaign lets the process go, or after half a minute. */
    void awaitDismissal() throws InterruptedException {
        finished = true;
        if (!dismissed.await(DISMISSAL_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("Not dismissed within {} s, leaving", DISMISSAL_SECONDS);
        }
    }

    private void readToEnd() {
        try {
            while (System.in.read() >= 0) {
                // The campaign writes nothing; only the end counts.
            }
        } catch (IOException e) {
            // A broken pipe is an end too.
        }
        dismissed.countDown();
        if (!finished) {
            Runtime.getRuntime().halt(1);
        }
    }
}
