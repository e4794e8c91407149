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
import java.util.Base64;
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

    /** Which wants to know who asks, and then nothing to do with it. */
    @Test
    void proxyIsToldTheUserAndThePassword() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> told = CompletableFuture.supplyAsync(() -> {
                String login = null;
                while (login == null) {
                    try (Socket client = proxy.accept()) {
                        BufferedReader lines = new BufferedReader(
                                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                        login = lines.lines()
                                .takeWhile(line -> !line.isEmpty())
                                .filter(line -> line.startsWith("Proxy-Authorization: "))
                                .findFirst()
                                .orElse(null);
                        client.getOutputStream()
                                .write(((login == null
                                                        ? "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
                                                        : "HTTP/1.1 403 Forbidden\r\n")
                                                + "Connection: close\r\nContent-Length: 0\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
                return login;
            });
            IOException refused =
                    refused(Map.of("https_proxy", "http://me:s%3Acret@127.0.0.1:" + proxy.getLocalPort()));
            String basic = Base64.getEncoder().encodeToString("me:s:cret".getBytes(StandardCharsets.US_ASCII));
            assertEquals("Proxy-Authorization: Basic " + basic, told.get(10, TimeUnit.SECONDS));
            assertFalse(refused.toString().contains("cret"), refused.toString());
        }
    }

    @Test
    void proxyThatIsNoneIsToldWithoutItsPassword() {
        assertEquals(
                "https_proxy must be http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, got something else",
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
