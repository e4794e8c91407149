package io.enginebench.ground;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that an environment names, as curl and pip have it: {@code https_proxy}, {@code http_proxy} and, for the hosts that are reached without
 * one, {@code no_proxy}; each in small letters or in capitals.
 */
public record Proxies(Map<String, String> environment) {
    public Proxies {
        environment = Map.copyOf(environment);
    }

    /**
     * A proxy.
     *
     * @param login null where it asks for none
     */
    public record Proxy(String host, int port, @Nullable Login login) {}

    /** Who asks a proxy; shown without the password. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * The proxy by which a server is reached.
     *
     * @param scheme {@code http} or {@code https}; any other has none
     * @return empty if no proxy is named, or not for that host
     * @throws IOException if what is named is no proxy
     */
    public Optional<Proxy> of(String scheme, String host) throws IOException {
        String variable = scheme.toLowerCase(Locale.ROOT) + "_proxy";
        if (!variable.equals("http_proxy") && !variable.equals("https_proxy")) {
            return Optional.empty();
        }
        String named = value(variable);
        if (named.isEmpty() || isExcepted(host.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        try {
            URI proxy = new URI(named.contains("://") ? named : "http://" + named);
            if ("http".equals(proxy.getScheme()) && proxy.getHost() != null && proxy.getPort() > 0) {
                return Optional.of(new Proxy(proxy.getHost(), proxy.getPort(), login(proxy.getRawUserInfo())));
            }
        } catch (URISyntaxException e) {
            // Told below. It may hold a password, so it is not shown.
        }
        throw new IOException(
                variable + " must be http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, got something else");
    }

    /** Without the environment, which may hold passwords. */
    @Override
    public String toString() {
        return "Proxies";
    }

    private static @Nullable Login login(@Nullable String userInfo) {
        if (userInfo == null) {
            return null;
        }
        String[] parts = userInfo.split(":", 2);
        return new Login(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private boolean isExcepted(String host) {
        return Arrays.stream(value("no_proxy").toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> name.startsWith(".") ? name.substring(1) : name)
                .anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
    }

    private String value(String variable) {
        return environment
                .getOrDefault(variable, environment.getOrDefault(variable.toUpperCase(Locale.ROOT), ""))
                .strip();
    }
}
