package io.enginebench.junit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.cli.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page's example, with real engines. */
@Tag("engine")
class ExampleTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("enginebench.home"));

    @BeforeAll
    static void measureTheBaseline() throws IOException {
        measure().run(Path.of("target/baseline"));
    }

    private static Comparison measure() {
        return Comparison.of("linear", "digits").in(CHECKOUT).epochs(1);
    }

    @Test
    @EngineBenchGate(
            baseline = "target/baseline/result.json",
            candidate = "target/candidate/result.json",
            margins = "accuracy=0.02")
    void isNoWorseThanTheBaseline() throws IOException {
        measure().run(Path.of("target/candidate"));
    }

    @Test
    void pageShowsThisUse() throws IOException {
        String page = Files.readString(CHECKOUT.resolve("docs/ci.md"));
        String source = Files.readString(Path.of("src/test/java/io/enginebench/junit/ExampleTest.java"));
        int from = source.indexOf("    @Test\n    @EngineBenchGate(");
        String use = source.substring(from, source.indexOf("    }\n", from) + "    }\n".length());
        assertTrue(page.contains(use), use);
    }
}
