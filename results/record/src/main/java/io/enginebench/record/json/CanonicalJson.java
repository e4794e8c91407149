package io.enginebench.record.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.enginebench.record.Hashes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.TreeSet;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * The one text of a JSON value that does not depend on the order of members or the way numbers are written (RFC 8785). It is hashed value
 * by value and never held as a whole.
 */
public final class CanonicalJson {
    /** Up to here every whole number is a double, and is written by its digits. */
    private static final long EXACT = 1L << 53;

    private CanonicalJson() {}

    /**
     * SHA-256 of the canonical text, in lower-case hex.
     *
     * @param origin what to call the value in a message
     * @throws IllegalArgumentException if a number is too large for a double, which canonical JSON cannot hold
     */
    public static String sha256(JsonNode tree, String origin) {
        try {
            return Hashes.sha256(out -> write(tree, out));
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(
                    origin + " must have a canonical form, got "
                            + Objects.requireNonNull(e.getCause()).getMessage(),
                    e);
        }
    }

    private static void write(JsonNode node, OutputStream out) throws IOException {
        String separator = "";
        if (node.isObject()) {
            TreeSet<String> names = new TreeSet<>(); // By UTF-16 code units, as Java compares texts.
            node.fieldNames().forEachRemaining(names::add);
            out.write('{');
            for (String name : names) {
                ascii(separator, out);
                scalar(TextNode.valueOf(name), out);
                out.write(':');
                write(node.path(name), out);
                separator = ",";
            }
            out.write('}');
        } else if (node.isArray()) {
            out.write('[');
            for (JsonNode element : node) {
                ascii(separator, out);
                write(element, out);
                separator = ",";
            }
            out.write(']');
        } else if (node.canConvertToLong() && node.isIntegralNumber() && Math.abs(node.asLong()) <= EXACT) {
            ascii(node.asText(), out);
        } else {
            scalar(node, out);
        }
    }

    /** The library takes arrays and objects alone. */
    private static void scalar(JsonNode node, OutputStream out) throws IOException {
        byte[] array = new JsonCanonicalizer("[" + node + "]").getEncodedUTF8();
        out.write(array, 1, array.length - 2);
    }

    private static void ascii(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
