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

    /** Whether both are of one commit, as far as is known; changes that are in no commit cannot be told apart. */
    public boolean sameBuild(Suite other) {
        return version.equals(other.version) && commit().equals(other.commit());
    }

    private String commit() {
        return git == null ? "unknown" : git.commitHash();
    }

    /** As a message says it. */
    public String words() {
        return "%s %s, commit %s".formatted(name, version, commit());
    }
}
