package io.enginebench.data.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.json.Json;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on this machine stands in for the publisher. */
class DataStoreTest {
    private static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");
    private static TaskDescriptor fashion;

    @BeforeAll
    static void readTask() throws IOException {
        fashion = Json.read(
                Path.of(System.getProperty("enginebench.home"), "models/tasks/fashion.json"), TaskDescriptor.class);
    }

    @TempDir
    Path cache;

    private HttpServer server;
    private final AtomicReference<UnaryOperator<byte[]>> onTheWay = new AtomicReference<>(UnaryOperator.identity());

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/fashion/", exchange -> {
            Path file =
                    DEBIAN.resolve(Path.of(exchange.getRequestURI().getPath()).getFileName());
            if (!Files.exists(file)) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                byte[] content = onTheWay.get().apply(Files.readAllBytes(file));
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private DataStore store(String path) {
        URI publisher = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return store(publisher);
    }

    private DataStore store(URI publisher) {
        return new DataStore(
                cache,
                List.of(
                        FashionMnist.dataSet(cache.resolve("not-installed"), publisher, false),
                        StudyFile.emojis(publisher)),
                line -> {});
    }

    @Test
    void publishedFilesAreFetchedOnceAndThenServedFromTheCache() throws InterruptedException {
        assumeTrue(Files.isDirectory(DEBIAN), "needs the Debian package dataset-fashion-mnist");
        DataStore store = store("/fashion/");
        assertTrue(store.locate(fashion, new DataRequest(null, false)).isEmpty());
        PreparedData data = store.prepare(fashion, new DataRequest(null, false));
        assertEquals("publisher", data.record().source());
        assertTrue(data.record().verified());
        assertTrue(data.record().study());
        assertEquals(60_000, data.trainRows());
        server.stop(0);
        assertEquals(
                "cache",
                store.prepare(fashion, new DataRequest(null, false)).record().source());
    }

    @Test
    void fileThatIsChangedOnTheWayNeverReachesTheCache() {
        assumeTrue(Files.isDirectory(DEBIAN), "needs the Debian package dataset-fashion-mnist");
        onTheWay.set(content -> {
            byte[] other = content.clone();
            other[other.length / 2] ^= 1;
            return other;
        });
        Unfit unfit = assertThrows(Unfit.class, () -> store("/fashion/").fetch(fashion));
        assertTrue(
                unfit.getMessage().startsWith("fashion-mnist must be reachable, got publisher: "), unfit.getMessage());
        assertTrue(
                store("/fashion/").locate(fashion, new DataRequest(null, false)).isEmpty());
    }

    @Test
    void fileOfTheUsersInTheCacheIsNotReplaced() throws IOException {
        TaskDescriptor emojis = Json.read(
                Path.of(System.getProperty("enginebench.home"), "models/tasks/emojis.json"), TaskDescriptor.class);
        Path mine = Files.createDirectories(cache.resolve("data/emojis")).resolve("emojis.txt");
        Files.writeString(mine, "mine");
        assertEquals(
                mine + " must be the study's file or absent, got another; next: move it away, --data-dir can name its"
                        + " folder",
                assertThrows(Usage.class, () -> store("/fashion/").fetch(emojis))
                        .getMessage());
        assertEquals("mine", Files.readString(mine));
    }

    @Test
    void missingFileAtThePublisherIsToldWithWhatToDoNext() {
        int port = server.getAddress().getPort();
        Unfit unfit = assertThrows(Unfit.class, () -> store("/elsewhere/").fetch(fashion));
        assertEquals(
                "fashion-mnist must be reachable, got publisher: http://127.0.0.1:" + port
                        + "/elsewhere/train-images-idx3-ubyte.gz answered with status 404; next: put its 4 files into a"
                        + " folder and pass --data-dir FOLDER",
                unfit.getMessage());
        assertEquals(ExitCode.UNFIT, unfit.exitCode());
    }

    @Test
    void plainHttpToAnotherMachineIsRefused() {
        DataStore store = store(URI.create("http://192.0.2.1/"));
        String message = assertThrows(Unfit.class, () -> store.fetch(fashion)).getMessage();
        assertTrue(message.contains("address must be https, got http://192.0.2.1/"), message);
    }

    @Test
    void userFolderWithSomeOfTheFilesIsRefused(@TempDir Path mine) throws IOException {
        Files.write(mine.resolve("train-labels-idx1-ubyte"), FashionMnistTest.labels(1));
        BadInput refused =
                assertThrows(BadInput.class, () -> store("/fashion/").locate(fashion, new DataRequest(mine, false)));
        assertEquals(
                "--data-dir must hold all files of fashion-mnist or none, got " + mine + " without "
                        + String.join(
                                ", ",
                                List.of("train-images-idx3-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")),
                refused.getMessage());
    }

    /** Other rows would be used in its place, and nobody would know. */
    @Test
    void userFolderWithNothingOfAnyTaskIsRefused(@TempDir Path mine) throws IOException {
        DataStore store = store("/fashion/");
        DataRequest request = new DataRequest(mine, false);
        BadInput refused = assertThrows(BadInput.class, () -> store.mustServe(List.of(fashion), request));
        assertEquals(
                "--data-dir must have files of fashion-mnist, got " + mine + " without any of train-images-idx3-ubyte,"
                        + " train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte",
                refused.getMessage());
        Files.write(mine.resolve("train-labels-idx1-ubyte"), FashionMnistTest.labels(1));
        store.mustServe(List.of(fashion), request);
    }

    @Test
    void damagedCacheIsRefusedEvenIfUnverifiedDataIsAllowed() throws IOException {
        Path folder = Files.createDirectories(cache.resolve("data/fashion-mnist"));
        Files.write(folder.resolve("train-images-idx3-ubyte"), FashionMnistTest.images(1));
        Files.write(folder.resolve("train-labels-idx1-ubyte"), FashionMnistTest.labels(1));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), FashionMnistTest.images(1));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), FashionMnistTest.labels(1));
        String message = assertThrows(
                        BadInput.class, () -> store("/fashion/").prepare(fashion, new DataRequest(null, true)))
                .getMessage();
        assertTrue(message.endsWith("next: delete it, then ./bench data fetch"), message);
        assertFalse(message.contains("--allow-unverified-data"));
    }
}
