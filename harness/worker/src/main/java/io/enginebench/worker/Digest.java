package io.enginebench.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over numbers, little-endian, and over files. */
final class Digest {
    private final MessageDigest sha256;

    Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    Digest add(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        sha256.update(bytes);
        return this;
    }

    Digest add(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        sha256.update(bytes);
        return this;
    }

    /** The digest so far in lower-case hex; nothing can be added after it. */
    String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    static String ofFile(Path file) throws IOException {
        Digest digest = new Digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest.sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return digest.hex();
    }
}
