package io.enginebench.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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
    public static void main(String[] arguments) throws InterruptedException {
        Asked asked = Asked.of(List.of(arguments));
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            String application = spark.sc().applicationId();
            System.out.println("bench: application %s has %d shares to run"
                    .formatted(application, asked.shares().size()));
            Queue<Running> running = new ArrayDeque<>();
            for (int share : asked.shares()) {
                running.add(new Running(
                        share,
                        spark.parallelize(List.of(share), 1)
                                .map(new RunShare(asked, application))
                                .collectAsync()));
            }
            while (!running.isEmpty()) { // What has arrived need not be kept.
                Running next = running.remove();
                System.out.println("bench: share %d/%d %s"
                        .formatted(next.share(), asked.of(), next.end(asked.share(next.share()))));
            }
        }
    }

    private record Running(int share, Future<List<ShareEnd>> task) {
        /** Waits for it and says what became of it. */
        String end(Path folder) throws InterruptedException {
            try {
                ShareEnd end = task.get().get(0);
                end.unpack(folder);
                return end.words();
            } catch (ExecutionException e) {
                return "is lost: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            } catch (IOException e) {
                return "is done and could not be written here: " + e;
            }
        }
    }
}
