package io.enginebench.record.run;

import org.jspecify.annotations.Nullable;

/**
 * The program that measured.
 *
 * @param git the commit it was built from, null outside a checkout
 */
public record Suite(String name, String version, @Nullable Git git) {
    /**
     * A commit.
     *
     * @param dirty whether tracked files differed from it
     */
    public record Git(String commitHash, boolean dirty) {}
}
