package io.enginebench.report.page;

import io.enginebench.record.run.RunResult;

/**
 * One run on a page.
 *
 * @param number 1-based place on the page
 * @param name of its file
 */
record RunScope(int number, String name, RunResult result, Palette palette) {
    /** An id that no other run of the page has. */
    String id(String local) {
        return "r" + number + "-" + local;
    }
}
