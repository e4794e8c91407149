package io.enginebench.ground;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HomeTest {
    private static final Home HOME = new Home(Path.of("/checkout"), Path.of("/cache"));

    private static String withUserHome(String home, String text) {
        String before = System.setProperty("user.home", home);
        try {
            return HOME.withoutFolders(text);
        } finally {
            System.setProperty("user.home", before);
        }
    }

    @Test
    void foldersOfTheUserAreNoLongerToBeSeen() {
        assertEquals("~/notes", withUserHome("/home/ada", "/home/ada/notes"));
        assertEquals("{cache}/natives", withUserHome("/home/ada", "/cache/natives"));
    }

    /** Java's name for the home of a user without a passwd entry, and the home of one who has none. */
    @Test
    void textOfAUserWithoutAHomeStaysAsItIs() {
        assertEquals("which? a/b", withUserHome("?", "which? a/b"));
        assertEquals("which? a/b", withUserHome("/", "which? a/b"));
    }
}
