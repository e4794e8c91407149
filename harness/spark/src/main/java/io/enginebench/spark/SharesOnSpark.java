package io.enginebench.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The driver. Each share is a job of its own with one task: Spark ends a job whose task is lost and tries no more, and no other share is to end
 * with it.
 */
public final class SharesOnSpark {
    private SharesOnSpark() {}

    /**
     * Runs shares and says on standard output what became of each, in a line that begins with {@code bench: }.
     *
     * @param arguments as {@link Asked#of} takes them
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Asked asked = Asked.of(List.of(arguments));
        List<ShareStart> starts = new ArrayList<>();
        for (int share : asked.shares()) {
            starts.add(asked.copied() ? ShareStart.copied(share, asked.share(share)) : new ShareStart(share, null));
        }
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            String application = spark.sc().applicationId();
            System.out.println("bench: application %s has %d shares to run"
                    .formatted(application, asked.shares().size()));
            Queue<Running> running = new ArrayDeque<>();
            for (ShareStart start : starts) {
                running.add(new Running(
                        start.share(),
                        spark.parallelize(List.of(start), 1)
                                .map(new RunShare(asked, application))
                                .collectAsync()));
            }
            while (!running.isEmpty()) { // What has arrived need not be kept.
                Running next = running.remove();
                System.out.println("bench: share %d/%d %s"
                        .formatted(next.share(), asked.of(), next.end(asked.share(next.share()), spark)));
            }
        }
    }

    private record Running(int share, Future<List<ShareEnd>> task) {
        /** Waits for it and says what became of it. */
        String end(Path folder, JavaSparkContext spark) throws InterruptedException {
            ShareEnd end;
            try {
                end = await(spark).get(0);
            } catch (ExecutionException e) {
                Throwable why = e.getCause() == null ? e : e.getCause();
                return "is lost: "
                        + String.valueOf(why.getMessage()).lines().findFirst().orElse("");
            }
            try {
                end.unpack(folder);
                return end.words();
            } catch (IOException e) {
                return end.words() + "; its folder could not be written here: " + e;
            }
        }

        /** A job that is handed in while Spark stops, as when there is no master, never ends. */
        private List<ShareEnd> await(JavaSparkContext spark) throws InterruptedException, ExecutionException {
            while (true) {
                try {
                    return task.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    if (spark.sc().isStopped() && !task.isDone()) {
                        throw new ExecutionException(new IllegalStateException("Spark has stopped"));
                    }
                }
            }
        }
    }
}
