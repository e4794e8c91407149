package io.enginebench.record.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.enginebench.record.Hashes;
import java.io.IOException;
import org.erdtman.jcs.JsonCanonicalizer;

/** The one text of a JSON value that does not depend on the order of members or the way numbers are written (RFC 8785). */
public final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * SHA-256 of the canonical text, in lower-case hex.
     *
     * @param origin what to call the value in a message
     * @throws IllegalArgumentException if a number is too large for a double, which canonical JSON cannot hold
     */
    public static String sha256(JsonNode tree, String origin) {
        try {
            return Hashes.sha256(new JsonCanonicalizer(tree.toString()).getEncodedUTF8());
        } catch (IOException e) {
            throw new IllegalArgumentException(origin + " must have a canonical form, got " + e.getMessage(), e);
        }
    }
}
