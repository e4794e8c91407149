package io.enginebench.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fails a test, with the lines of {@code ./bench gate}, if a result is worse than an earlier one or lacks what that has. The gate is held
 * when the test has ended well, so that the test may measure the candidate; on a class, when all its tests have ended.
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(GateExtension.class)
public @interface EngineBenchGate {
    /** The result file that is held to be good, relative to the folder in which the tests run. */
    String baseline();

    /** The result file to be judged, likewise. */
    String candidate();

    /** The differences that matter, {@code METRIC=SIZE} each, as {@code --margin} takes them. */
    String[] margins() default {};

    /** Whether every figure must be shown to be no worse by its margin. */
    boolean strict() default false;

    /** Whether times and memory are compared though the workers' environment differs, because that is what changed. */
    boolean anyEnvironment() default false;

    /** What becomes of the test if something could not be held against the baseline: another machine, too few seeds. */
    CannotTell cannotTell() default CannotTell.FAIL;

    /** What becomes of a test of which nothing is known. */
    enum CannotTell {
        /** It fails. */
        FAIL,
        /** It is aborted, which JUnit shows as skipped. */
        ABORT
    }
}
