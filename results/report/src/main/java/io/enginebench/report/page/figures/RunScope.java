package io.enginebench.report.page.figures;

import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.report.page.html.Chart;
import io.enginebench.report.page.html.Palette;
import io.enginebench.report.table.Divisions;
import io.enginebench.report.table.Trainings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run on a page.
 *
 * @param number 1-based place on the page
 * @param name of its file
 */
public record RunScope(int number, String name, RunResult result, Palette palette) {
    /** An id that no other run of the page has. */
    public String id(String local) {
        return "r" + number + "-" + local;
    }

    /** Its trainings by the beginning of their figures' ids. */
    public Map<String, Trainings> trainings() {
        Map<String, Trainings> byId = new LinkedHashMap<>();
        Trainings.of(result).forEach(one -> byId.put(id("q" + byId.size()), one));
        return byId;
    }

    /** A division and what it drove its engines with, for the head of figures of speed. */
    public String heading(Division division) {
        return Divisions.heading(result, division);
    }

    /** What belongs to one engine. */
    public Chart.Series series(String engine, List<Chart.Point> points) {
        return new Chart.Series(engine, palette.of(engine), points);
    }
}
