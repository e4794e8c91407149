package io.enginebench.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTest {
    @Test
    void idThatCouldLeaveItsFolderIsRefused() {
        for (String id :
                List.of("../../x", "/etc/x", "a/b", "a\\b", "a\0", "a..b", "", ".", "A", "a".repeat(81), "é")) {
            assertFalse(Check.isId(id), id);
        }
        assertTrue(Check.isId("pytorch-2.5.1_x"));
        assertTrue(Check.isId("a".repeat(80)));
    }

    @Test
    void refusalSaysNameRuleAndValue() {
        assertEquals(
                "engine must be 1 to 80 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit, got '../x'",
                assertThrows(IllegalArgumentException.class, () -> Check.id("engine", "../x"))
                        .getMessage());
    }
}
