package io.enginebench.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.metric.Margin;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.ResultFile;
import io.enginebench.report.table.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The list of published runs in a real browser, opened from a file: real runs, and three that were made up. */
@Tag("browser")
class IndexPageInBrowserTest {
    private static final RunSummary FASHION =
            run("fashion-run", List.of("fashion"), List.of("alpha", "beta"), "Here, 2 cores, Linux");
    private static final RunSummary EMOJIS =
            run("emojis-run", List.of("emojis", "navigability"), List.of("alpha"), "There \"x\" & y, 64 cores, Linux");
    private static final RunSummary HOSTILE =
            run("hostile-run", List.of("emojis"), List.of("beta", "alpha-2"), PageFixture.HOSTILE);

    @TempDir
    static Path folder;

    private static Path made;
    private static Path real;
    private static Browser browser;

    private static RunSummary run(String id, List<String> tasks, List<String> engines, String machine) {
        return new RunSummary(
                id,
                "0".repeat(64),
                "2026-11-23T10:00:00Z",
                "none",
                null,
                tasks.stream()
                        .map(task -> new RunSummary.Task(
                                task, task.equals("fashion") ? DataKind.REAL : DataKind.SYNTHETIC, true))
                        .toList(),
                engines.stream()
                        .map(engine -> new RunSummary.Engine(engine, "Engine " + engine, "1.0", "0.35.1"))
                        .toList(),
                machine,
                20,
                10,
                id.equals("emojis-run") ? 2 : 0,
                true,
                new RunSummary.Controls(4, 4),
                // As many as a run of three tasks, two modes and three batches has.
                Collections.nCopies(
                        18,
                        new RunSummary.Headline(
                                tasks.get(0),
                                "cnn",
                                "training, batch 32, 1 thread",
                                List.of("alpha", "beta"),
                                "alpha faster",
                                Margin.Scale.RATIO,
                                1.25,
                                List.of(1.1, 1.375))));
    }

    @BeforeAll
    static void writePagesAndStartTheBrowser() throws IOException {
        Browser.assumeThere();
        made = Files.writeString(folder.resolve("made.html"), IndexPage.html(List.of(FASHION, EMOJIS, HOSTILE), true));
        List<RunSummary> runs = new ArrayList<>();
        Path published = Path.of(System.getProperty("enginebench.home"), "results/published");
        try (var files = Files.newDirectoryStream(published, "*.json")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                runs.add(RunSummary.of(name.substring(0, name.length() - ".json".length()), ResultFile.read(file)));
            }
        }
        real = Files.writeString(folder.resolve("real.html"), IndexPage.html(runs, false));
        browser = Browser.start(folder);
    }

    @AfterAll
    static void stopTheBrowser() {
        if (browser != null) {
            browser.stop();
        }
    }

    private static List<String> shown() {
        return browser.driver().findElements(By.cssSelector(".runs tbody tr")).stream()
                .filter(WebElement::isDisplayed)
                .map(row -> row.findElement(By.cssSelector("th a")).getText())
                .toList();
    }

    private static void choose(String filter, String value) {
        browser.driver().findElements(By.cssSelector("#" + filter + " option")).stream()
                .filter(option -> value.equals(option.getDomProperty("value")))
                .findFirst()
                .orElseThrow()
                .click();
    }

    private static String count() {
        return browser.driver().findElement(By.id("count")).getText();
    }

    @Test
    void filtersShowTheRunsThatHaveAllThatWasChosen() {
        browser.open(made, 1280, "light");
        assertEquals(List.of("fashion-run", "emojis-run", "hostile-run"), shown());
        assertEquals("3 of 3 runs", count());
        choose("task", "emojis");
        assertEquals(List.of("emojis-run", "hostile-run"), shown());
        // An id that is the beginning of another's, which hostile-run has.
        choose("engine", "alpha");
        assertEquals(List.of("emojis-run"), shown());
        assertEquals("1 of 3 runs", count());
        choose("machine", "Here, 2 cores, Linux");
        assertEquals(List.of(), shown());
        assertTrue(browser.driver().findElement(By.id("nothing")).isDisplayed());
        choose("task", "");
        assertEquals(List.of("fashion-run"), shown());
        choose("engine", "");
        choose("machine", PageFixture.HOSTILE);
        assertEquals(List.of("hostile-run"), shown());
        choose("machine", "There \"x\" & y, 64 cores, Linux");
        assertEquals(List.of("emojis-run"), shown());
    }

    @Test
    void choiceIsInTheAddressAndComesFromIt() {
        browser.open(made, 1280, "light");
        choose("engine", "beta");
        String address = browser.driver().getCurrentUrl();
        assertTrue(address.endsWith("#engine=beta"), address);
        browser.driver().get("about:blank");
        browser.driver().get(address);
        assertEquals(List.of("fashion-run", "hostile-run"), shown());
        browser.driver().get("about:blank");
        browser.driver().get(address.replace("beta", "no-such-engine"));
        assertEquals(3, shown().size());
    }

    @Test
    void pageRunsWithoutAnErrorAndAsksForNothingButItself() {
        for (Path page : List.of(made, real)) {
            browser.messages("browser");
            browser.messages("performance");
            browser.open(page, 1280, "light");
            assertEquals(List.of(), browser.messages("browser"), "console");
            List<String> requests = browser.messages("performance").stream()
                    .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                    .toList();
            assertEquals(1, requests.size(), requests.toString());
            assertEquals(null, browser.driver().executeScript("return window.attacked"));
            assertEquals(List.of(), browser.driver().findElements(By.tagName("img")));
        }
    }

    @Test
    void tableHasEachRunWithItsDataAndLinks() {
        browser.open(made, 1280, "light");
        WebElement row =
                browser.driver().findElements(By.cssSelector(".runs tbody tr")).get(1);
        assertTrue(row.getText().contains("emojis synthetic"), row.getText());
        assertTrue(row.getText().contains("2 cells failed"), row.getText());
        assertTrue(row.getText().contains("Engine alpha 1.0, DJL 0.35.1"), row.getText());
        assertTrue(
                row.getText()
                        .contains(
                                "emojis, cnn, training, batch 32, 1 thread, alpha ÷ beta: alpha faster, 1.2500 [1.1000, 1.3750]"),
                row.getText());
        assertEquals(
                List.of("emojis-run.html", "../emojis-run.json"),
                row.findElements(By.tagName("a")).stream()
                        .map(link -> link.getDomAttribute("href"))
                        .toList());
    }

    @Test
    void runWithoutAPageBesideTheListLeadsToItsResult() {
        browser.open(real, 1280, "light");
        List<WebElement> links = browser.driver().findElements(By.cssSelector(".runs a"));
        assertFalse(links.isEmpty());
        for (WebElement link : links) {
            assertEquals("../" + link.getText() + ".json", link.getDomAttribute("href"));
        }
    }

    @Test
    void everyRunIsThereWithoutScripts() {
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            browser.open(made, 1280, "light");
            assertEquals(3, shown().size());
            assertFalse(browser.driver().findElement(By.id("filters")).isDisplayed(), "filters that could do nothing");
        } finally {
            browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
    }

    @Test
    void pageFitsEveryWidth() {
        for (Path page : List.of(made, real)) {
            for (int width : List.of(320, 390, 800, 1000, 1280)) {
                browser.open(page, width, "light");
                assertEquals(
                        0L,
                        browser.driver()
                                .executeScript("const page = document.scrollingElement;"
                                        + "return Math.max(0, page.scrollWidth - page.clientWidth)"),
                        page + " at " + width);
            }
        }
    }

    @Test
    void textsHaveContrastInLightAndDark() throws IOException {
        for (String colours : List.of("light", "dark")) {
            browser.open(made, 1280, colours);
            assertEquals(List.of(), browser.script("contrast.js"), colours);
        }
    }

    @Test
    void everyFilterHasALabel() {
        browser.open(made, 1280, "light");
        for (WebElement select : browser.driver().findElements(By.tagName("select"))) {
            assertFalse(browser.driver()
                    .findElements(By.cssSelector("label[for=" + select.getDomAttribute("id") + "]"))
                    .isEmpty());
        }
    }
}
