package io.enginebench.cli.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.enginebench.cli.Session;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tasks {@code --preset quick} looks at; no engine is started, for there is none of the name. */
class QuickLookTest {
    @TempDir
    Path cache;

    @Test
    void tasksWhoseFilesAreNotHereAreNoPartOfALook() {
        Session look = Session.withCache(cache, "compare", "--preset", "quick", "--engines", "jax");
        assertEquals(2, look.exitCode());
        assertEquals(
                "bench: emojis, navigability: no part of a look, for their files are not here; next: ./bench data fetch, or --tasks"
                        + " emojis,navigability for synthetic stand-ins",
                look.errLines().get(0));
    }

    @Test
    void tasksThatAreNamedAreLookedAtAnyway() {
        Session named =
                Session.withCache(cache, "compare", "--preset", "quick", "--tasks", "emojis", "--engines", "jax");
        assertEquals(2, named.exitCode());
        assertFalse(named.err().contains("no part of a look"), named.err());
    }

    @Test
    void otherPresetsTakeAllTasks() {
        Session full = Session.withCache(cache, "compare", "--preset", "seed", "--engines", "jax");
        assertFalse(full.err().contains("no part of a look"), full.err());
    }
}
