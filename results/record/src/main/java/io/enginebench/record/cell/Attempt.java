package io.enginebench.record.cell;

import org.jspecify.annotations.Nullable;

/**
 * How an earlier try of a cell ended, whose figures, if it had any, count for nothing.
 *
 * @param status {@link CellStatus#OK} where it was tried again for what it is compared with
 * @param reason null if OK
 * @param failure what its process left behind, where it ended badly
 */
public record Attempt(
        CellStatus status,
        @Nullable String reason,
        @Nullable Failure failure) {
    /** That of a row. */
    public static Attempt of(CellResult cell) {
        return new Attempt(cell.status(), cell.reason(), cell.failure());
    }

    /** As a person writes it: {@code CRASHED(SIGSEGV)}. */
    public String ending() {
        return Failure.ending(status, failure);
    }
}
