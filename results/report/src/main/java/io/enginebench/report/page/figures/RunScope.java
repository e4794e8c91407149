package io.enginebench.report.page.figures;

import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.report.page.html.Chart;
import io.enginebench.report.page.html.Palette;
import io.enginebench.report.table.Divisions;
import io.enginebench.report.table.Trainings;
import io.enginebench.report.text.Ordered;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

    /** Engines in the one order that all charts have. */
    public List<String> inOrder(Collection<String> some) {
        return Ordered.by(palette.engines(), some);
    }

    /** The same of what is known of each. */
    public <T> Map<String, T> inOrder(Map<String, T> byEngine) {
        Map<String, T> ordered = new LinkedHashMap<>();
        inOrder(byEngine.keySet()).forEach(engine -> ordered.put(engine, Objects.requireNonNull(byEngine.get(engine))));
        return ordered;
    }

    /** What belongs to one engine. */
    public Chart.Series series(String engine, List<Chart.Point> points) {
        return new Chart.Series(engine, mark(engine), points);
    }

    /** An engine's mark. */
    public Chart.Mark mark(String engine) {
        return new Chart.OfEngine(palette.of(engine));
    }
}
