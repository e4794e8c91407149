package io.enginebench.report.page.html;

import java.util.List;

/**
 * A part of the page.
 *
 * @param id unique in the page, made of letters, digits and {@code -}
 */
public record Section(String id, String title, List<Block> blocks) {
    public Section {
        blocks = List.copyOf(blocks);
    }
}
