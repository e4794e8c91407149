package io.enginebench.data.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.DataFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

class MailsTest {
    private final Map<String, String> mails = new LinkedHashMap<>();

    private void add(String group, int number, String mail) {
        mails.put("package/data/%s/%05d.%032x.txt".formatted(group, number, number), mail);
    }

    private byte[] archive() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(packed))) {
            for (Map.Entry<String, String> mail : mails.entrySet()) {
                byte[] content = mail.getValue().getBytes(StandardCharsets.ISO_8859_1);
                TarArchiveEntry entry = new TarArchiveEntry(mail.getKey());
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return packed.toByteArray();
    }

    private static String mail(String subject, String text) {
        return "From a@b.c  Thu Aug 22 13:17:22 2002\nReceived: from secret.example\nSubject: " + subject + "\n\n"
                + text;
    }

    private static List<String> words(String mail) {
        return MailWords.of(mail.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void everyFifthMailIsATestRowWhoseOwnWordsAreUnknown() throws IOException {
        // The archive's order is not that of the groups.
        add("spam-1", 1, mail("win", "money"));
        for (int i = 1; i <= 4; i++) {
            add("easy-ham-1", i, mail("hello", "money meeting".repeat(i == 1 ? 1 : 0)));
        }
        add("easy-ham-1", 5, mail("hello", "neverseen"));
        mails.put("package/README.md", "hello hello hello");
        mails.put("../../outside/00001." + "0".repeat(32) + ".txt", "hello");
        Map<DataFiles, Samples> parts = Mails.parse("mails.tgz", archive(), 4, 5);
        Samples train = parts.get(DataFiles.TRAIN);
        Samples test = parts.get(DataFiles.TEST);
        assertEquals(List.of(5, 4), train.x().shape());
        assertEquals(1, test.count());
        // hello is in four mails, money in two; meeting is the first of the others, and there is no room for win.
        assertArrayEquals(new float[] {0, 2, 3, 4}, train.x().rows(new int[] {0}));
        assertArrayEquals(new float[] {0, 0, 0, 2}, train.x().rows(new int[] {1}));
        assertArrayEquals(new float[] {0, 0, 1, 3}, train.x().rows(new int[] {4}));
        assertArrayEquals(new float[] {0, 0, 2, 1}, test.x().rows(new int[] {0}));
        assertArrayEquals(new float[] {0, 0, 0, 0, 1}, train.y().rows(new int[] {0, 1, 2, 3, 4}));
    }

    @Test
    void aRowHasAMailsFirstWords() throws IOException {
        for (int i = 1; i <= 5; i++) {
            add("spam-2", i, mail("a b c", "d e f"));
        }
        Samples train = Mails.parse("mails.tgz", archive(), 3, 100).get(DataFiles.TRAIN);
        assertArrayEquals(new float[] {2, 3, 4}, train.x().rows(new int[] {0}));
    }

    @Test
    void wordsAreThoseThatAReaderSees() {
        assertEquals(List.of("big", "news", "read", "this"), words(mail("BIG news!!1", "Read <this>.")));
        assertEquals(
                List.of("hi", "bold", "text"),
                words(
                        "Subject: hi\nContent-Type: text/html\n\n<html><style>p {color: red}</style><p><b>Bold</b> text"));
        assertEquals(List.of("s", "gr", "e", "plain", "tagged"), words("""
                        Subject: s
                        MIME-Version: 1.0
                        Content-Type: multipart/alternative; boundary=x

                        --x
                        Content-Type: text/plain; charset=iso-8859-1
                        Content-Transfer-Encoding: quoted-printable

                        gr=FC=DFe pl=
                        ain
                        --x
                        Content-Type: text/html; charset=no-such-charset

                        <i>tagged</i>
                        --x
                        Content-Type: image/gif
                        Content-Transfer-Encoding: base64

                        R0lGODlhAQABAAAAACw=
                        --x--
                        """));
    }

    @Test
    void whatIsNoMailHasTheWordsOfItsText() {
        assertEquals(List.of(), words(""));
        assertTrue(words("just some text").size() <= 3);
        assertEquals(List.of("ok"), words("Subject: ok\n\n" + "x".repeat(21)));
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        assertEquals(
                "mails.tgz must have 5 or more mails, got 0",
                assertThrows(BadInput.class, () -> Mails.parse("mails.tgz", archive(), 4, 10))
                        .getMessage());
        assertEquals(
                "mails.tgz must be a gzipped tar archive, got: Not in GZIP format",
                assertThrows(BadInput.class, () -> Mails.parse("mails.tgz", new byte[100], 4, 10))
                        .getMessage());
    }

    @Test
    void anArchiveThatGrowsBeyondMeasureIsRefused() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip)) {
            TarArchiveEntry entry = new TarArchiveEntry("package/data/spam-1/00001." + "0".repeat(32) + ".txt");
            entry.setSize(9 << 20);
            tar.putArchiveEntry(entry);
            tar.write(new byte[9 << 20]);
            tar.closeArchiveEntry();
        }
        assertEquals(
                "mail 00001.%s of mails.tgz must have at most 8388608 bytes, got 9437184".formatted("0".repeat(32)),
                assertThrows(BadInput.class, () -> Mails.parse("mails.tgz", packed.toByteArray(), 4, 10))
                        .getMessage());
    }
}
