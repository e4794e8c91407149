package io.enginebench.record.engine;

import io.enginebench.record.Check;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of a Maven repository whose content is known beforehand.
 *
 * @param coordinates as Maven prints them: {@code group:artifact:type:version} or {@code group:artifact:type:classifier:version}
 * @param platform {@code <os>-<arch>} for which it is; null for every platform
 * @param device {@code cpu} or {@code gpu}, the kind of device for which it is; null for every kind
 * @param bytes its length
 * @param sha256 of its content, lower-case hex
 */
public record Artifact(
        String coordinates,
        @Nullable String platform,
        @Nullable String device,
        long bytes,
        String sha256) {
    /** The kind of device for which an engine is added where nothing else is said. */
    public static final String CPU = "cpu";

    private static final String WORD = "([A-Za-z0-9][A-Za-z0-9._-]*)";
    private static final Pattern COORDINATES = Pattern.compile("%1$s:%1$s:%1$s:(?:%1$s:)?%1$s".formatted(WORD));

    public Artifact {
        Check.that(
                COORDINATES.matcher(coordinates).matches() && !coordinates.contains(".."),
                "coordinates of an artifact",
                "group:artifact:type[:classifier]:version",
                "'" + coordinates + "'");
        Check.that(
                device == null || device.equals(CPU) || device.equals("gpu"),
                "device of " + coordinates,
                "cpu or gpu",
                device);
        Check.that(bytes > 0, "bytes of " + coordinates, "1 or more", bytes);
        Check.that(sha256.matches("[0-9a-f]{64}"), "sha256 of " + coordinates, "64 hex digits", "'" + sha256 + "'");
    }

    /** {@code ai.djl}. */
    public String group() {
        return part(1);
    }

    /** The artifact's own name, {@code api}: the same in all versions. */
    public String name() {
        return part(2);
    }

    /** {@code jar}. */
    public String type() {
        return part(3);
    }

    /** Empty if it has none. */
    public String classifier() {
        return part(4);
    }

    /** {@code 0.35.1}. */
    public String version() {
        return part(5);
    }

    /** What Maven calls the file: {@code api-0.35.1.jar}. */
    public String file() {
        return name() + "-" + version() + (classifier().isEmpty() ? "" : "-" + classifier()) + "." + type();
    }

    /** Whether a file has the name of this artifact in some version. */
    public boolean isVersion(String file) {
        return file.startsWith(name() + "-")
                && file.substring(name().length() + 1).matches("[0-9].*");
    }

    /** Whether an engine on such a device needs it. */
    public boolean isFor(String kind) {
        return device == null || device.equals(kind);
    }

    /** The bytes of all of them. */
    public static long bytes(List<Artifact> artifacts) {
        return artifacts.stream().mapToLong(Artifact::bytes).sum();
    }

    private String part(int number) {
        Matcher parts = COORDINATES.matcher(coordinates);
        return parts.matches() && parts.group(number) != null ? parts.group(number) : "";
    }
}
