package io.enginebench.junit;

import io.enginebench.cli.GateCheck;
import io.enginebench.cli.GateCheck.Answer;
import io.enginebench.cli.GateCheck.Decision;
import io.enginebench.junit.EngineBenchGate.CannotTell;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Holds the gate of an {@link EngineBenchGate}. */
final class GateExtension implements AfterTestExecutionCallback, AfterAllCallback {
    @Override
    public void afterTestExecution(ExtensionContext context) {
        hold(context, context.getTestMethod());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        hold(context, context.getTestClass());
    }

    private static void hold(ExtensionContext context, Optional<? extends AnnotatedElement> place) {
        if (context.getExecutionException().isEmpty()) {
            AnnotationSupport.findAnnotation(place, EngineBenchGate.class).ifPresent(GateExtension::hold);
        }
    }

    private static void hold(EngineBenchGate gate) {
        GateCheck check = GateCheck.of(Path.of(gate.baseline()), Path.of(gate.candidate()));
        for (String margin : gate.margins()) {
            check.with("--margin", margin);
        }
        if (gate.strict()) {
            check.with("--strict");
        }
        if (gate.anyEnvironment()) {
            check.with("--any-environment");
        }
        Answer answer = check.run();
        if (answer.decision() == Decision.CANNOT_TELL && gate.cannotTell() == CannotTell.ABORT) {
            throw new TestAbortedException(answer.text());
        }
        if (answer.decision() != Decision.OPEN) {
            throw new AssertionFailedError(answer.text());
        }
    }
}
