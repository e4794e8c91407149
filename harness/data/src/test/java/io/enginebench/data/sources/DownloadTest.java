package io.enginebench.data.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DownloadTest {
    private static final URI AWAY = URI.create("https://nowhere.invalid/file");

    private static IOException refused(Map<String, String> environment) {
        return assertThrows(IOException.class, () -> Download.get(AWAY, 10, environment));
    }

    /** A proxy that wants nothing to do with it tells what it was asked for. */
    private static String asked(String variable) throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> {
                try (Socket client = proxy.accept()) {
                    String line = new BufferedReader(
                                    new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine();
                    client.getOutputStream()
                            .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                    return line;
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            refused(Map.of(variable, "127.0.0.1:" + proxy.getLocalPort()));
            return asked.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void proxyOfTheEnvironmentIsAskedForTheServer() throws Exception {
        assertEquals("CONNECT nowhere.invalid:443 HTTP/1.1", asked("https_proxy"));
        assertEquals("CONNECT nowhere.invalid:443 HTTP/1.1", asked("HTTPS_PROXY"));
    }

    @Test
    void proxyThatIsNoneIsToldWithoutItsPassword() {
        assertEquals(
                "https_proxy must be http://HOST:PORT, got something else",
                refused(Map.of("https_proxy", "socks5://me:secret@host:1")).getMessage());
    }

    @Test
    void hostsThatAreExceptedAreAskedThemselves() {
        URI here = URI.create("https://localhost:1/file"); // Where nobody listens.
        Map<String, String> environment = Map.of("https_proxy", "nonsense://", "no_proxy", "localhost");
        String message = assertThrows(IOException.class, () -> Download.get(here, 10, environment))
                .toString();
        assertFalse(message.contains("https_proxy"), message);
    }

    @Test
    void addressMustBeHttps() {
        assertEquals(
                "address must be https, got http://nowhere.invalid/file",
                assertThrows(
                                IOException.class,
                                () -> Download.get(URI.create("http://nowhere.invalid/file"), 10, Map.of()))
                        .getMessage());
    }
}
