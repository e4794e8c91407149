package io.enginebench.cli.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows of docs/architecture.md, and no others. */
class ArchitectureTest {
    private static final String ROOT = "io.enginebench..";
    private static final Path HOME = Path.of(System.getProperty("enginebench.home"));
    private static JavaClasses all;

    @BeforeAll
    static void importEveryModule() {
        List<Path> classes = modules()
                .map(module -> HOME.resolve(module).resolve("target/classes"))
                .toList();
        classes.forEach(module -> assertTrue(Files.isDirectory(module), module + " must be built before this test"));
        all = new ClassFileImporter().importPaths(classes);
    }

    private static Stream<String> modules() {
        return Stream.of(
                "results/record",
                "results/analysis",
                "results/report",
                "models",
                "engines/spi",
                "engines/djl",
                "engines/pytorch",
                "engines/mxnet",
                "engines/mxnet-symbolic",
                "engines/pytorch-script",
                "engines/onnxruntime",
                "engines/tensorflow",
                "harness/worker",
                "harness/ground",
                "harness/data",
                "harness/campaign",
                "harness/bench-self",
                "harness/spark",
                "harness/cli");
    }

    /** Classes of {@code from} use, of this project, only themselves and {@code to}. */
    private static void onlyArrows(String from, String... to) {
        String[] allowed = Stream.concat(Stream.of(from), Stream.of(to)).toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT).and(resideOutsideOfPackages(allowed)))
                .check(all);
    }

    @Test
    void resultsDependOnNothingElseAndPointOneWay() {
        onlyArrows("io.enginebench.record..");
        onlyArrows("io.enginebench.analysis..", "io.enginebench.record..");
        onlyArrows("io.enginebench.report..", "io.enginebench.analysis..", "io.enginebench.record..");
    }

    @Test
    void modelsAndSpiSeeTheRecordsAlone() {
        onlyArrows("io.enginebench.models..", "io.enginebench.record..");
        onlyArrows("io.enginebench.engines.spi..", "io.enginebench.record..");
    }

    @Test
    void anEngineOfDjlsSeesTheirLoopsAndTheSpiAndNoOtherEngine() {
        onlyArrows(
                "io.enginebench.engines.djl..",
                "io.enginebench.engines.spi..",
                "io.enginebench.models..",
                "io.enginebench.record..");
        String[] seen = {"io.enginebench.engines.djl..", "io.enginebench.engines.spi.."};
        onlyArrows("io.enginebench.engines.pytorch", seen);
        onlyArrows("io.enginebench.engines.mxnet", seen);
        // A variant, whose package is below its engine's, sees that engine too, and the graph and the loss that it
        // runs.
        String[] more = {
            "io.enginebench.engines.djl..",
            "io.enginebench.engines.spi..",
            "io.enginebench.record.graph",
            "io.enginebench.record.task"
        };
        onlyArrows("io.enginebench.engines.pytorch..", more);
        onlyArrows("io.enginebench.engines.mxnet..", more);
    }

    /** They are not DJL's, and are made of graphs. */
    @Test
    void loweredEnginesSeeTheSpiAndTheNetworks() {
        String[] seen = {"io.enginebench.engines.spi..", "io.enginebench.models..", "io.enginebench.record.."};
        onlyArrows("io.enginebench.engines.onnxruntime..", seen);
        onlyArrows("io.enginebench.engines.tensorflow..", seen);
    }

    @Test
    void workerSeesModelsSpiAndWhatItWritesDown() {
        onlyArrows(
                "io.enginebench.worker..",
                "io.enginebench.models..",
                "io.enginebench.engines.spi..",
                "io.enginebench.analysis..",
                "io.enginebench.record..");
    }

    @Test
    void harnessOutsideTheProcessStandsOnGround() {
        onlyArrows("io.enginebench.ground..", "io.enginebench.record..");
        onlyArrows("io.enginebench.data..", "io.enginebench.ground..", "io.enginebench.record..");
        onlyArrows(
                "io.enginebench.campaign..",
                "io.enginebench.data..",
                "io.enginebench.ground..",
                "io.enginebench.analysis..",
                "io.enginebench.record..");
        onlyArrows(
                "io.enginebench.cli..",
                "io.enginebench.campaign..",
                "io.enginebench.data..",
                "io.enginebench.ground..",
                "io.enginebench.report..",
                "io.enginebench.analysis..",
                "io.enginebench.record..");
    }

    /** It runs on machines that have nothing else of the project. */
    @Test
    void whatRunsInSparkSeesSparkAlone() {
        onlyArrows("io.enginebench.spark..");
    }

    /** Its loops run inside an engine's process, the rest outside, as worker and campaign do. */
    @Test
    void selfBenchIsDividedAsWorkerAndCampaignAre() {
        onlyArrows(
                "io.enginebench.selfbench",
                "io.enginebench.campaign..",
                "io.enginebench.data..",
                "io.enginebench.ground..",
                "io.enginebench.analysis..",
                "io.enginebench.report..",
                "io.enginebench.record..",
                "io.enginebench.selfbench.loops..");
        onlyArrows(
                "io.enginebench.selfbench.growth..",
                "io.enginebench.campaign..",
                "io.enginebench.report..",
                "io.enginebench.analysis..",
                "io.enginebench.record..");
        onlyArrows(
                "io.enginebench.selfbench.loops..",
                "io.enginebench.worker..",
                "io.enginebench.models..",
                "io.enginebench.engines.djl..",
                "io.enginebench.engines.spi..",
                "io.enginebench.record..");
    }

    /** Each library is used in its rooms and nowhere else. */
    private static void livesIn(String library, String... rooms) {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .and()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(all);
    }

    @Test
    void librariesStayInTheirRooms() {
        livesIn(
                "ai.djl..",
                "io.enginebench.models..",
                "io.enginebench.engines.djl..",
                "io.enginebench.engines.pytorch..",
                "io.enginebench.engines.mxnet..",
                "io.enginebench.selfbench.loops..");
        livesIn("ai.djl.pytorch..", "io.enginebench.engines.pytorch..");
        livesIn("ai.djl.mxnet..", "io.enginebench.engines.mxnet..");
        livesIn(
                "com.fasterxml.jackson..",
                "io.enginebench.record..",
                "io.enginebench.analysis..",
                "io.enginebench.report..");
        livesIn("org.apache.commons.statistics..", "io.enginebench.analysis.stats..");
        livesIn("com.networknt..", "io.enginebench.record.schema..");
        livesIn("org.erdtman..", "io.enginebench.record.json..");
        livesIn("ai.onnxruntime..", "io.enginebench.engines.onnxruntime..", "io.enginebench.selfbench.loops..");
        livesIn("org.tensorflow..", "io.enginebench.engines.tensorflow..", "io.enginebench.selfbench.loops..");
        livesIn("ai.onnx..", "io.enginebench.models.onnx..");
        livesIn("com.google.protobuf..", "io.enginebench.models.onnx..");
        livesIn("picocli..", "io.enginebench.cli..", "io.enginebench.selfbench", "io.enginebench.selfbench.growth");
        livesIn("org.openjdk.jmh..", "io.enginebench.worker.timing..");
        livesIn("org.HdrHistogram..", "io.enginebench.analysis.timing..");
        livesIn("oshi..", "io.enginebench.campaign..");
        livesIn("org.apache.spark..", "io.enginebench.spark..");
        livesIn("eu.maveniverse..", "io.enginebench.campaign.adding..");
        livesIn("org.eclipse.aether..", "io.enginebench.campaign.adding..");
    }

    /** A module's packages can be read from the ground up: none needs, even by a detour, one that needs it. */
    @ParameterizedTest
    @MethodSource("modules")
    void packagesOfAModuleFormNoCycle(String module) {
        JavaClasses own =
                new ClassFileImporter().importPath(HOME.resolve(module).resolve("target/classes"));
        slices().matching("io.enginebench.(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(own);
    }

    @Test
    void wallClockIsNeverUsedForDurations() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .check(all);
    }
}
