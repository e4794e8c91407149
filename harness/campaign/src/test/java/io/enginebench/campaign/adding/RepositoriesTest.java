package io.enginebench.campaign.adding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.Proxies;
import io.enginebench.record.engine.Artifact;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository at a host that does not exist is had by a proxy or not at all. */
class RepositoriesTest {
    private static final Artifact SMALL = new Artifact("org.example:small:jar:1", null, null, 5, "00".repeat(32));
    private static final String FILE = "/maven/org/example/small/1/small-1.jar";

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private ServerSocket proxy;
    /** What the proxy wants to be told; null: nothing. */
    private volatile String login;

    @BeforeEach
    void listen() throws IOException {
        proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread answering = new Thread(this::answer, "proxy");
        answering.setDaemon(true);
        answering.start();
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
    }

    /** Has the jar without its checksums, and makes no tunnels. */
    private void answer() {
        while (!proxy.isClosed()) {
            try (Socket client = proxy.accept()) {
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                String request = lines.readLine();
                List<String> headers =
                        lines.lines().takeWhile(line -> !line.isEmpty()).toList();
                asked.add(request);
                boolean told = login == null || headers.contains("Proxy-Authorization: " + login);
                boolean known = told && request.endsWith(FILE + " HTTP/1.1");
                String refusal = request.startsWith("CONNECT") ? "403 Forbidden" : "404 Not Found";
                String status =
                        known ? "200 OK" : told ? refusal : "407 Who\r\nProxy-Authenticate: Basic realm=\"test\"";
                String body = known ? "bytes" : "";
                client.getOutputStream()
                        .write("HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                                .formatted(status, body.length(), body)
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The test is over, or the client has gone.
            }
        }
    }

    private String here() {
        return "127.0.0.1:" + proxy.getLocalPort();
    }

    /** Copies the jar by settings of which Maven Central's mirror is the one repository. */
    private String copied(String repository, String settings, Map<String, String> environment) throws IOException {
        Path user = Files.createDirectories(folder.resolve("user"));
        Files.writeString(
                user.resolve("settings.xml"),
                ("<settings><mirrors><mirror><id>absent</id><mirrorOf>central</mirrorOf><url>%s</url></mirror></mirrors>"
                                + "%s</settings>")
                        .formatted(repository, settings));
        Path to = folder.resolve("lib");
        new Repositories(false, new Proxies(environment), user).copy(List.of(SMALL), to);
        return Files.readString(to.resolve("small-1.jar"));
    }

    private Unfit refused(String repository, Map<String, String> environment) {
        return assertThrows(Unfit.class, () -> copied(repository, "", environment));
    }

    @Test
    void proxyOfTheEnvironmentIsAskedWhereTheSettingsNameNone() throws IOException {
        assertEquals("bytes", copied("http://absent.invalid/maven", "", Map.of("http_proxy", here())));
        assertEquals("GET http://absent.invalid" + FILE + " HTTP/1.1", asked.get(0));
    }

    @Test
    void proxyIsToldTheUserAndThePassword() throws IOException {
        login = "Basic " + Base64.getEncoder().encodeToString("me:s:cret".getBytes(StandardCharsets.US_ASCII));
        Map<String, String> environment = Map.of("http_proxy", "http://me:s%3Acret@" + here());
        assertEquals("bytes", copied("http://absent.invalid/maven", "", environment));
    }

    @Test
    void passwordThatTheProxyRefusesIsNotShown() {
        login = "Basic of somebody else";
        Unfit unfit = refused("http://absent.invalid/maven", Map.of("http_proxy", "http://me:secret@" + here()));
        assertFalse(unfit.getMessage().contains("secret"), unfit.getMessage());
    }

    @Test
    void proxyForHttpsIsAskedForATunnel() {
        Map<String, String> environment = Map.of("https_proxy", here(), "http_proxy", "127.0.0.1:1");
        Unfit unfit = refused("https://absent.invalid/maven", environment);
        assertEquals("CONNECT absent.invalid:443 HTTP/1.1", asked.get(0));
        assertTrue(
                unfit.getMessage().startsWith("all files must be had from Maven's repositories, got: "),
                unfit.getMessage());
    }

    @Test
    void proxyOfTheSettingsGoesBeforeThatOfTheEnvironment() throws IOException {
        String settings = "<proxies><proxy><host>127.0.0.1</host><port>%d</port></proxy></proxies>"
                .formatted(proxy.getLocalPort());
        assertEquals("bytes", copied("http://absent.invalid/maven", settings, Map.of("http_proxy", "nonsense://")));
    }

    @Test
    void exceptedHostIsAskedItself() {
        refused("http://absent.invalid/maven", Map.of("http_proxy", here(), "no_proxy", "absent.invalid"));
        assertEquals(List.of(), asked);
    }

    @Test
    void whatIsNoProxyIsToldInOneLine() {
        assertEquals(
                "https_proxy must be http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, got something else",
                refused("https://absent.invalid/maven", Map.of("https_proxy", "socks5://me:secret@host:1"))
                        .getMessage());
    }
}
