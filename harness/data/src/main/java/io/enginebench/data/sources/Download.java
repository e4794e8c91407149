package io.enginebench.data.sources;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One file over HTTPS, bounded in size and time; what comes is checked by the caller. By way of the proxy that {@code https_proxy} names, as curl and pip
 * have it, unless {@code no_proxy} names the host; else of the one that Java's own settings name.
 */
final class Download {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofMinutes(10);

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
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NORMAL);
        proxy(uri, environment).map(ProxySelector::of).ifPresent(builder::proxy);
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

    private static Optional<InetSocketAddress> proxy(URI uri, Map<String, String> environment) throws IOException {
        String named = either(environment, "https_proxy");
        if (named.isEmpty() || !"https".equals(uri.getScheme()) || isExcepted(uri.getHost(), environment)) {
            return Optional.empty();
        }
        try {
            URI proxy = new URI(named.contains("://") ? named : "http://" + named);
            if ("http".equals(proxy.getScheme()) && proxy.getHost() != null && proxy.getPort() > 0) {
                return Optional.of(new InetSocketAddress(proxy.getHost(), proxy.getPort()));
            }
        } catch (URISyntaxException e) {
            // Told below. It may hold a password, so it is not shown.
        }
        throw new IOException("https_proxy must be http://HOST:PORT, got something else");
    }

    private static boolean isExcepted(String host, Map<String, String> environment) {
        return Arrays.stream(either(environment, "no_proxy").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> name.startsWith(".") ? name.substring(1) : name)
                .anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
    }

    /** In small letters or in capitals. */
    private static String either(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, environment.getOrDefault(name.toUpperCase(Locale.ROOT), ""));
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // The reader is told by its own read.
        }
    }
}
