package io.enginebench.cli.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.cli.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/faults.md has every row that it must have, each with what proves it, and each test that it names is one. */
class FaultsPageTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+Test)#(\\w+)`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+b?) \\|.*\\| (.*) \\|$");
    private static final Path PAGE = Session.HOME.resolve("docs/faults.md");

    @Test
    void everyRowIsThereAndNamesATestOrSaysWhyThereIsNone() throws IOException {
        List<String> rows = new ArrayList<>();
        List<String> unproven = new ArrayList<>();
        for (MatchResult row : ROW.matcher(Files.readString(PAGE)).results().toList()) {
            rows.add(row.group(1));
            if (!NAMED.matcher(row.group(2)).find() && !row.group(2).contains("not tested: ")) {
                unproven.add(row.group(1));
            }
        }
        List<String> owed = new ArrayList<>(
                IntStream.rangeClosed(1, 30).mapToObj(Integer::toString).toList());
        owed.add("19b");
        owed.removeAll(rows);
        assertEquals(List.of(), owed, "rows that are missing");
        assertEquals(List.of(), unproven, "rows that nothing proves");
        assertEquals(rows.stream().distinct().toList(), rows);
    }

    @Test
    void testsOfThePageAreThere() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(Session.HOME)) {
            for (Path file : files.filter(file -> file.toString().endsWith("Test.java"))
                    .filter(file -> !Session.HOME.relativize(file).toString().contains("target"))
                    .toList()) {
                sources.merge(
                        file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
            }
        }
        List<String> missing = new ArrayList<>();
        var named = NAMED.matcher(Files.readString(PAGE));
        int count = 0;
        while (named.find()) {
            count++;
            if (!isTest(named.group(2), sources.getOrDefault(named.group(1), ""))) {
                missing.add(named.group(1) + "#" + named.group(2));
            }
        }
        assertTrue(count >= 30, "found " + count);
        assertEquals(List.of(), missing);
    }

    /** Whether a source has a method of that name that is marked as a test. */
    private static boolean isTest(String method, String source) {
        int at = source.indexOf(" void " + method + "(");
        if (at < 0) {
            return false;
        }
        String before = source.substring(0, at);
        String marks = before.substring(Math.max(0, before.lastIndexOf(" void ")));
        return marks.contains("@Test") || marks.contains("@ParameterizedTest") || marks.contains("@FuzzTest");
    }
}
