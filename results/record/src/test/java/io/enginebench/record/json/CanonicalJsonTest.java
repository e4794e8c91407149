package io.enginebench.record.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.record.Hashes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
    private static void isHashedAs(String canonical, String json) throws IOException {
        assertEquals(
                Hashes.sha256(canonical.getBytes(StandardCharsets.UTF_8)),
                CanonicalJson.sha256(Json.tree(json, "json"), "json"));
    }

    /** RFC 8785, section 3.2.2 and its result in 3.2.3. */
    @Test
    void sampleOfTheStandardHasItsCanonicalForm() throws IOException {
        isHashedAs(
                "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
                """
                {"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                 "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                 "literals": [null, true, false]}
                """);
    }

    @Test
    void wholeNumbersAreWrittenAsDoublesAre() throws IOException {
        isHashedAs(
                "[0,-7,9007199254740992,9007199254740992,1e+21,2]",
                "[0, -7, 9007199254740992, 9007199254740993, 1000000000000000000000, 2.0]");
    }

    /** RFC 8785, section 3.2.3: by UTF-16 code units, so that a face comes before a Hebrew letter with a dagesh. */
    @Test
    void membersAreSortedByCodeUnits() throws IOException {
        isHashedAs(
                "{\"\":{},\"1\":[],\"\ud83d\ude00\":1,\"\ufb33\":2}",
                "{\"\ufb33\":2,\"\ud83d\ude00\":1,\"1\":[],\"\":{}}");
    }

    @Test
    void elementsThatAreMadeWhenAskedForAreTheSame() {
        List<Object> values = List.of(1, "two", List.of(3.5));
        assertEquals(
                CanonicalJson.sha256(Json.tree(values), "values"), CanonicalJson.sha256(Json.lazily(values), "values"));
    }
}
