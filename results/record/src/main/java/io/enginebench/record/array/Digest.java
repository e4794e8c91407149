package io.enginebench.record.array;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over numbers, little-endian, and over files. */
public final class Digest {
    private final MessageDigest sha256;

    /** Of nothing yet. */
    public Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Adds the numbers of an array. */
    public Digest add(Npy array) {
        sha256.update(array.values().duplicate());
        return this;
    }

    /** The digest so far in lower-case hex; nothing can be added after it. */
    public String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Of a file's content. */
    public static String ofFile(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        }
    }

    /** Of what a stream still holds; whoever opened it closes it. */
    public static String of(InputStream in) throws IOException {
        Digest digest = new Digest();
        in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest.sha256));
        return digest.hex();
    }
}
