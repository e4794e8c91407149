package io.enginebench.report.page.html;

import io.enginebench.record.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What a page holds besides its text.
 *
 * @param policy forbids every request and every script but these two
 * @param charts JSON in which no character can end a script element
 */
record PageAssets(String style, String library, String script, String charts, String policy) {
    static PageAssets with(PageView view) {
        String library = echarts();
        String script = read("report.js");
        return new PageAssets(
                read("report.css"), library, script, safeInScript(Json.line(view.charts())), policy(library, script));
    }

    /** Forbids every request and every script but these. */
    static String policy(String... scripts) {
        return "default-src 'none'; script-src %s; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
                .formatted(Arrays.stream(scripts).map(PageAssets::hash).collect(Collectors.joining(" ")));
    }

    /** JSON allows any character of a string to be written as an escape, and these occur nowhere but in strings. */
    static String safeInScript(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /** The build of ECharts with lines, bars, points and both painters, two thirds of the whole. */
    private static String echarts() {
        Properties coordinates = new Properties();
        try (InputStream stream = open("/META-INF/maven/org.webjars/echarts/pom.properties")) {
            coordinates.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read("/META-INF/resources/webjars/echarts/%s/echarts.common.min.js"
                .formatted(coordinates.getProperty("version")));
    }

    /** A file beside the classes of this package, or one of a jar. */
    static String read(String name) {
        try (InputStream stream = open(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream stream = PageAssets.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException(
                    name + " must be in the program, got none; next: ./bench engines, which builds it again");
        }
        return stream;
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
