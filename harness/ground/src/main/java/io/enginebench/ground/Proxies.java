package io.enginebench.ground;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that an environment names, as curl and pip have it: {@code https_proxy}, {@code http_proxy} and, for the hosts that are reached without
 * one, {@code no_proxy}; each in small letters or in capitals.
 */
public record Proxies(Map<String, String> environment) {
    public Proxies {
        environment = Map.copyOf(environment);
    }

    /**
     * The proxy by which a server is reached.
     *
     * @param scheme {@code http} or {@code https}; any other has none
     * @return empty if no proxy is named, or not for that host
     * @throws IOException if what is named is no proxy
     */
    public Optional<InetSocketAddress> of(String scheme, String host) throws IOException {
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
                return Optional.of(new InetSocketAddress(proxy.getHost(), proxy.getPort()));
            }
        } catch (URISyntaxException e) {
            // Told below. It may hold a password, so it is not shown.
        }
        throw new IOException(variable + " must be http://HOST:PORT, got something else");
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
