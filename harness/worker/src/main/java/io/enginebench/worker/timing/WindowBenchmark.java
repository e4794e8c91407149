package io.enginebench.worker.timing;

import io.enginebench.worker.session.Cause;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * JMH's hold on a {@link Measurement}: an iteration is one call of {@link #window} and one reading of {@link System#nanoTime}
 * before and after it.
 *
 * <p>JMH forks nothing here. The campaign has already started a fresh JVM for this cell, with an environment written for the
 * engine; a second process below it would have another resident set, other cold-start times and another heartbeat than the one
 * that is watched. Its warm-up iterations are not used either, because their number is fixed in advance: the warm-up is in the
 * trial's setup, where it can end when the windows agree.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WindowBenchmark {
    /** JMH makes the instances of its states, so what they work on can only be found in a static place. */
    private static volatile @Nullable Measurement current;

    private final Measurement measurement;

    /** For JMH. */
    public WindowBenchmark() {
        Measurement set = current;
        if (set == null) {
            throw new IllegalStateException("a measurement must be set before JMH runs");
        }
        measurement = set;
    }

    /**
     * Lets JMH run a measurement and returns its raw data, the duration of each window in nanoseconds.
     *
     * @throws IllegalStateException if a window throws
     */
    static List<Long> run(Measurement measurement, int windows) {
        // The campaign holds a lock of its own on the machine; JMH's is a file that another user may own.
        System.setProperty("jmh.ignoreLock", "true");
        current = measurement;
        try {
            Collection<RunResult> results = new Runner(new OptionsBuilder()
                            .include("^" + WindowBenchmark.class.getName().replace(".", "\\.") + "\\.window$")
                            .forks(0)
                            .warmupIterations(0)
                            .measurementIterations(windows)
                            .measurementBatchSize(1)
                            .threads(1)
                            .timeout(TimeValue.days(
                                    1)) // The campaign watches for progress and ends a cell that makes none.
                            .shouldFailOnError(true)
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .run();
            return results.iterator().next().getBenchmarkResults().iterator().next().getIterationResults().stream()
                    .map(iteration -> Math.round(iteration.getPrimaryResult().getScore()))
                    .toList();
        } catch (RunnerException e) {
            throw new IllegalStateException("a window failed: " + Cause.innermost(e), e);
        } finally {
            current = null;
        }
    }

    /** Warms up. */
    @Setup(Level.Trial)
    public void warmUp() {
        measurement.warmUp();
    }

    /** Outside the clock. */
    @Setup(Level.Iteration)
    public void prepare() {
        measurement.prepare();
    }

    /** What is timed. */
    @Benchmark
    public void window() {
        measurement.window();
    }

    /** Outside the clock. */
    @TearDown(Level.Iteration)
    public void keep() {
        measurement.keep();
    }

    /** After the last window. */
    @TearDown(Level.Trial)
    public void end() {
        measurement.end();
    }
}
