package io.enginebench.data.formats;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.jsoup.Jsoup;

/**
 * The words that a reader of a mail sees: of its subject and its texts, HTML without its tags. Not of its other headers, which say
 * where a mail was collected.
 */
final class MailWords {
    /** Longer runs of letters are encoded files. */
    private static final int LONGEST = 20;

    private static final Pattern WORD = Pattern.compile("[a-z]+");

    private MailWords() {}

    /** In order, in lower case, of the letters a to z alone. A mail that cannot be read has those of its raw text. */
    static List<String> of(byte[] mail) {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        StringBuilder text = new StringBuilder();
        Message message = null;
        try {
            message = builder.parseMessage(new ByteArrayInputStream(mail));
            text.append(Objects.requireNonNullElse(message.getSubject(), "")).append('\n');
            append(message, text);
        } catch (IOException | RuntimeException e) {
            text.append(new String(mail, StandardCharsets.ISO_8859_1));
        } finally {
            if (message != null) {
                message.dispose();
            }
        }
        return WORD.matcher(text.toString().toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .filter(word -> word.length() <= LONGEST)
                .toList();
    }

    private static void append(Entity entity, StringBuilder text) throws IOException {
        Body body = entity.getBody();
        if (body instanceof Multipart parts) {
            for (Entity part : parts.getBodyParts()) {
                append(part, text);
            }
        } else if (body instanceof Message within) {
            append(within, text);
        } else if (body instanceof TextBody words) {
            String read = read(words);
            text.append(
                            "text/html".equals(entity.getMimeType())
                                    ? Jsoup.parse(read).text()
                                    : read)
                    .append('\n');
        }
    }

    private static String read(TextBody body) throws IOException {
        try (Reader reader = body.getReader()) {
            StringWriter written = new StringWriter();
            reader.transferTo(written);
            return written.toString();
        } catch (UnsupportedEncodingException e) {
            try (InputStream bytes = body.getInputStream()) {
                return new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1);
            }
        }
    }
}
