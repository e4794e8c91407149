package io.enginebench.data.formats;

import io.enginebench.ground.BenchException.BadInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The npm package of SpamAssassin's public corpus: a gzipped tar with {@code package/data/GROUP/NUMBER.HASH.txt} for each mail. Nothing is
 * unpacked to disk.
 */
final class MailArchive {
    private static final Pattern MAIL =
            Pattern.compile("package/data/([a-z0-9-]{1,40})/([0-9]{5}\\.[0-9a-f]{32})\\.txt");
    private static final long LARGEST_MAIL = 8 << 20;
    private static final long LARGEST_ARCHIVE = 512 << 20;

    private MailArchive() {}

    /**
     * A mail.
     *
     * @param spam whether nobody wanted it
     * @param words by {@link MailWords}
     */
    record Mail(boolean spam, List<String> words) {
        Mail {
            words = List.copyOf(words);
        }
    }

    /**
     * All mails, by group and then by number.
     *
     * @param name for messages
     * @throws BadInput if it is no such archive, or one that is larger than any honest one
     */
    static List<Mail> parse(String name, byte[] content) {
        Map<String, Mail> mails = new TreeMap<>();
        long seen = 0;
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(content));
                TarArchiveInputStream tar = new TarArchiveInputStream(unpacked)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                seen += entry.getSize();
                if (entry.getSize() < 0 || seen > LARGEST_ARCHIVE) {
                    throw new BadInput(
                            "%s must have at most %d bytes uncompressed, got more".formatted(name, LARGEST_ARCHIVE));
                }
                Matcher path = MAIL.matcher(entry.getName());
                if (!entry.isFile() || !path.matches()) {
                    continue;
                }
                if (entry.getSize() > LARGEST_MAIL) {
                    throw new BadInput("mail %s of %s must have at most %d bytes, got %d"
                            .formatted(path.group(2), name, LARGEST_MAIL, entry.getSize()));
                }
                mails.put(
                        entry.getName(), new Mail(path.group(1).startsWith("spam"), MailWords.of(tar.readAllBytes())));
            }
        } catch (IOException e) {
            throw new BadInput(name + " must be a gzipped tar archive, got: " + e.getMessage());
        }
        return List.copyOf(mails.values());
    }
}
