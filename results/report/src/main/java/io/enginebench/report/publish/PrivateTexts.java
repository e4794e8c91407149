package io.enginebench.report.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds in a document what names a person or a folder of theirs. */
final class PrivateTexts {
    /** What holds raw bytes in base 64, in which anything may seem to be. */
    private static final Set<String> ENCODED = Set.of("latency_histogram", "predictions");

    /** Two names or more after a slash that begins a word, a file address, a drive or a share of Windows. */
    private static final Pattern FOLDER = Pattern.compile(
            "(?:^|[\\s=\"'(:,;\\[])/[\\w.+@~-]+/[\\w.+@~-]*|file:/|(?:^|[\\s=\"'(,;])[A-Za-z]:[\\\\/][\\w]|\\\\\\\\[\\w]"
                    + "|(?:^|[\\s=\"'(:,;])/(?:root|home|Users)\\b");

    private static final int SHOWN = 80;

    private final List<Pattern> names;
    private final List<String> lines = new ArrayList<>();

    private PrivateTexts(Owner owner) {
        names = owner.names();
    }

    /** One line for each place, names of members included. */
    static List<String> of(JsonNode document, Owner owner) {
        PrivateTexts texts = new PrivateTexts(owner);
        texts.look(document, "");
        return List.copyOf(texts.lines);
    }

    private void look(JsonNode node, String place) {
        if (node.isTextual()) {
            look(node.textValue(), place);
        }
        for (int i = 0; i < node.size() && node.isArray(); i++) {
            look(node.get(i), place + "[" + i + "]");
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String below = (place.isEmpty() ? "" : place + ".") + member.getKey();
            look(member.getKey(), below);
            if (!ENCODED.contains(member.getKey())) {
                look(member.getValue(), below);
            }
        }
    }

    private void look(String text, String place) {
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        if (FOLDER.matcher(text).find()) {
            lines.add("%s must be without absolute paths, got '%s'".formatted(place, shown));
        } else if (names.stream().anyMatch(name -> name.matcher(text).find())) {
            lines.add("%s must be without the name of the user or the machine, got '%s'".formatted(place, shown));
        }
    }
}
