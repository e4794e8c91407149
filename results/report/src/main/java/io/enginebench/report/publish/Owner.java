package io.enginebench.report.publish;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whose machine it is, so that it can be kept out of what is published.
 *
 * @param user the account's name
 * @param host the machine's name
 */
public record Owner(String user, String host) {
    /** Names of nobody. */
    private static final Set<String> COMMON = Set.of(
            "root", "admin", "user", "ubuntu", "debian", "runner", "jenkins", "docker", "default", "localhost", "test");

    private static final int SHORTEST = 4;

    /** The names that would give the owner away; such as {@code root} or {@code vm} are everybody's. */
    List<Pattern> names() {
        return List.of(user, host, host.replaceFirst("[.].*", "")).stream()
                .distinct()
                .filter(name -> name.length() >= SHORTEST && !COMMON.contains(name.toLowerCase(Locale.ROOT)))
                .map(name -> Pattern.compile(
                        "(?<![\\p{Alnum}])" + Pattern.quote(name) + "(?![\\p{Alnum}])", Pattern.CASE_INSENSITIVE))
                .toList();
    }
}
