package io.enginebench.report.page;

import java.util.List;

/**
 * A part of the page.
 *
 * @param id unique in the page, made of letters, digits and {@code -}
 */
record Section(String id, String title, List<Block> blocks) {
    Section {
        blocks = List.copyOf(blocks);
    }
}
