package io.enginebench.data.sources;

import io.enginebench.ground.Proxies;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One file over HTTPS, bounded in size and time; what comes is checked by the caller. By way of the proxy that the environment names for the server
 * ({@link Proxies}); else of the one that Java's own settings name.
 */
final class Download {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofMinutes(10);

    /** The ways to log in that Java refuses for tunnels; Basic unless it is set. */
    private static final String TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

    private Download() {}

    /**
     * The file's bytes.
     *
     * @param uri {@code https:}, or {@code http:} at 127.0.0.1
     * @param atMost bytes
     * @throws IOException if the server cannot be reached, answers with another status than 200, or sends more
     */
    static byte[] get(URI uri, long atMost) throws IOException, InterruptedException {
        return get(uri, atMost, System.getenv());
    }

    /** The same in an environment. */
    static byte[] get(URI uri, long atMost, Map<String, String> environment) throws IOException, InterruptedException {
        boolean here = "http".equals(uri.getScheme()) && "127.0.0.1".equals(uri.getHost());
        if (!"https".equals(uri.getScheme()) && !here) {
            throw new IOException("address must be https, got " + uri);
        }
        if (System.getProperty(TUNNELS) == null) {
            System.setProperty(TUNNELS, ""); // Read once, with the first client.
        }
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NORMAL);
        if (!here) {
            new Proxies(environment).of(uri.getScheme(), uri.getHost()).ifPresent(proxy -> by(proxy, builder));
        }
        HttpClient client = builder.build();
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(WHOLE).build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            // The request's own limit ends with the headers; closing the body from outside ends a read that waits.
            CompletableFuture.delayedExecutor(WHOLE.toSeconds(), TimeUnit.SECONDS)
                    .execute(() -> close(body));
            if (response.statusCode() != 200) {
                throw new IOException(uri + " answered with status " + response.statusCode());
            }
            byte[] content = body.readNBytes(Math.toIntExact(atMost + 1));
            if (content.length > atMost) {
                throw new IOException(uri + " must send at most " + atMost + " bytes, got more");
            }
            return content;
        }
    }

    private static void by(Proxies.Proxy proxy, HttpClient.Builder builder) {
        builder.proxy(ProxySelector.of(new InetSocketAddress(proxy.host(), proxy.port())));
        Proxies.Login login = proxy.login();
        if (login != null) {
            builder.authenticator(new Authenticator() {
                @Override
                protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                    return getRequestorType() == RequestorType.PROXY
                            ? new PasswordAuthentication(
                                    login.user(), login.password().toCharArray())
                            : null;
                }
            });
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // The reader is told by its own read.
        }
    }
}
