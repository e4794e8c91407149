package io.enginebench.campaign.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Work with processes, some of it at a time.
 *
 * @param width how much of it
 * @param launcher of the processes, which end with work that fails
 * @param say told of what could not be ended
 */
public record SideBySide(int width, WorkerLauncher launcher, Consumer<String> say) {
    /**
     * What each piece of the work comes to, in their order. If one fails the others are ended.
     *
     * @throws IOException what a piece threw
     * @throws InterruptedException likewise, or this thread was interrupted
     */
    public <T> List<T> run(List<Callable<T>> work) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(width);
        boolean done = false;
        try {
            List<Future<T>> futures = new ArrayList<>();
            work.forEach(piece -> futures.add(pool.submit(piece)));
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            done = true;
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException fault) {
                throw fault;
            }
            if (e.getCause() instanceof InterruptedException fault) {
                throw fault;
            }
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            if (e.getCause() instanceof Error fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (!done) {
                launcher.stop();
            }
            pool.shutdownNow();
            if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
                say.accept("a worker could not be ended");
            }
        }
    }
}
