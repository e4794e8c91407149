package io.enginebench.campaign.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An engine in a campaign, where one that is compared with itself (A/A) has a second name.
 *
 * @param engine the engine's own id
 * @param number 1 for its first appearance
 */
public record Appearance(String engine, int number) {
    /** Engines in the order asked for, each with the number of times it has been there. */
    public static List<Appearance> of(List<String> engines) {
        Map<String, Integer> seen = new HashMap<>();
        return engines.stream()
                .map(engine -> new Appearance(engine, seen.merge(engine, 1, Integer::sum)))
                .toList();
    }

    /** The id in the campaign: the engine's own, and for the second and later appearances {@code pytorch.2}. */
    public String id() {
        return number == 1 ? engine : engine + "." + number;
    }

    /** Whether an id is that of an appearance of the engine, whichever. */
    static boolean isOf(String engine, String id) {
        return id.equals(engine)
                || (id.startsWith(engine + ".")
                        && id.substring(engine.length() + 1).matches("[0-9]+"));
    }
}
