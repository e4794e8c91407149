package io.enginebench.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The page in a real browser, opened from a file. Skipped where there is no chromium with its driver. */
@Tag("browser")
class ReportPageInBrowserTest {
    @TempDir
    static Path folder;

    private static Path seed;
    private static Path fixture;
    private static Path rounds;
    private static Browser browser;

    @BeforeAll
    static void writePagesAndStartTheBrowser() throws IOException {
        Browser.assumeThere();
        seed = folder.resolve("seed.html");
        ReportPage.write(seed, List.of(new ReportPage.Named("seed.json", PublishedSeed.result())));
        fixture = folder.resolve("fixture.html");
        ReportPage.write(fixture, List.of(new ReportPage.Named("fixture.json", PageFixture.result())));
        rounds = folder.resolve("rounds.html");
        ReportPage.write(rounds, List.of(new ReportPage.Named("rounds.json", Pages.published("fashion-throughput"))));
        browser = Browser.start(folder);
    }

    @AfterAll
    static void stopTheBrowser() {
        if (browser != null) {
            browser.stop();
        }
    }

    private static void open(Path page, int width, String colours) {
        browser.open(page, width, colours);
    }

    private static List<String> messages(String log) {
        return browser.messages(log);
    }

    @Test
    void pageRunsWithoutAnErrorAndAsksForNothingButItself() {
        for (Path page : List.of(seed, fixture)) {
            messages("browser");
            messages("performance");
            open(page, 1280, "light");
            assertEquals(List.of(), messages("browser"), "console");
            List<String> requests = messages("performance").stream()
                    .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                    .toList();
            assertEquals(1, requests.size(), requests.toString());
            assertTrue(requests.get(0).contains(page.getFileName().toString()), requests.get(0));
        }
    }

    @Test
    void policyStopsScriptsAndRequestsThatAnybodyAdds() {
        open(fixture, 1280, "light");
        messages("browser");
        messages("performance");
        browser.driver()
                .executeAsyncScript(
                        "const done = arguments[arguments.length - 1];"
                                + "const script = document.createElement('script'); script.textContent = 'window.attacked = true';"
                                + "document.body.append(script);"
                                + "const image = new Image(); image.onerror = () => done(); image.src = 'http://127.0.0.1:9/x.png';");
        assertEquals(null, browser.driver().executeScript("return window.attacked"));
        assertTrue(
                messages("browser").stream().anyMatch(message -> message.contains("Content Security Policy")),
                "the browser says what it stopped");
        assertTrue(
                messages("performance").stream().noneMatch(message -> message.contains("Network.responseReceived\"")));
    }

    @Test
    void everyChartIsDrawn() {
        for (Path page : List.of(seed, fixture)) {
            open(page, 1280, "light");
            List<WebElement> charts = browser.driver().findElements(By.className("chart"));
            assertTrue(charts.size() >= 6, "charts: " + charts.size());
            for (WebElement chart : charts) {
                assertTrue(
                        chart.findElements(By.cssSelector("svg path")).size() > 2,
                        chart.getDomAttribute("id") + " is empty");
            }
        }
    }

    /** Below the legend, which has a page for what does not fit. */
    @Test
    void labelsOfChartsAreWholeAndApart() {
        for (Path page : List.of(seed, fixture, rounds)) {
            for (int width : List.of(340, 390, 1280)) {
                open(page, width, "light");
                assertEquals(
                        List.of(),
                        browser.driver()
                                .executeScript("const bad = [];"
                                        + "for (const chart of document.querySelectorAll('.chart')) {"
                                        + " const top = chart.getBoundingClientRect().top + 26;"
                                        + " const texts = [...chart.querySelectorAll('svg text')]"
                                        + "  .map((text) => ({words: text.textContent, at: text.getBoundingClientRect()}))"
                                        + "  .filter(({words, at}) => words.trim() && at.top > top);"
                                        + " texts.forEach((one, i) => {"
                                        + "  if (one.words.includes('…')) { bad.push(one.words); }"
                                        + "  texts.slice(0, i).filter((other) =>"
                                        + "   Math.min(one.at.right, other.at.right) - Math.max(one.at.left, other.at.left) > -3"
                                        + "   && Math.min(one.at.bottom, other.at.bottom) - Math.max(one.at.top, other.at.top) > 3)"
                                        + "   .forEach((other) => bad.push(`${chart.id}: ${other.words} | ${one.words}`));"
                                        + " });"
                                        + "}"
                                        + "return bad;"),
                        page + " at " + width);
            }
        }
    }

    private static Object heightsOfCharts() {
        return browser.driver()
                .executeScript("return [...document.querySelectorAll('.chart')].map((chart) => chart.clientHeight);");
    }

    /** Letters are smaller on paper, and what is drawn is not: it would lie on what stands below it. */
    @Test
    void chartsKeepTheirHeightOnPaper() {
        for (Path page : List.of(seed, fixture, rounds)) {
            open(page, 1280, "light");
            Object onScreen = heightsOfCharts();
            browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
            assertEquals(onScreen, heightsOfCharts(), page.toString());
        }
    }

    @Test
    void pointerOnAnEstimateShowsItsFiguresAndHostileNamesAsText() {
        open(fixture, 1280, "light");
        WebElement chart = browser.driver().findElements(By.className("chart")).stream()
                .filter(one -> Objects.requireNonNull(one.getDomAttribute("aria-label"))
                        .contains("recall of each class with intervals"))
                .findFirst()
                .orElseThrow();
        // 0.03 on the first row: the fixture's estimate of the recall of the class with the hostile name.
        List<?> pixel = (List<?>) browser.driver()
                .executeScript(
                        "arguments[0].scrollIntoView({block: 'center'});"
                                + "const chart = echarts.getInstanceByDom(arguments[0]);"
                                + "const at = chart.convertToPixel({gridIndex: 0}, [0.03, 0]);"
                                + "return [at[0] - arguments[0].clientWidth / 2, at[1] - arguments[0].clientHeight / 2]"
                                + ".map(Math.round);",
                        chart);
        new Actions(browser.driver())
                .moveToElement(chart, ((Number) pixel.get(0)).intValue(), ((Number) pixel.get(1)).intValue())
                .perform();
        String shown = (String) browser.driver()
                .executeScript("return [...arguments[0].children].map((child) => child.innerText).join('')", chart);
        assertTrue(
                shown.contains("faces " + PageFixture.HOSTILE + ": 0.0300 [-0.0200, 0.0800], n = 2, inconclusive"),
                "'" + shown + "'");
        assertEquals(List.of(), browser.driver().findElements(By.tagName("img")));
        assertEquals(null, browser.driver().executeScript("return window.attacked"));
    }

    @Test
    void hostileNamesAreTextInTables() {
        open(fixture, 1280, "light");
        List<String> heads = browser.driver().findElements(By.cssSelector("th[scope=row]")).stream()
                .map(head -> head.getDomProperty("textContent"))
                .toList();
        assertTrue(heads.contains(PageFixture.HOSTILE), heads.toString());
        assertTrue(heads.contains(PageFixture.SEPARATED), heads.toString());
    }

    @Test
    void tablesHaveThePublishedFigures() throws IOException {
        open(seed, 1280, "light");
        String text = (String) browser.driver().executeScript("return document.querySelector('main').innerText");
        String row = "accuracy\t" + String.join("\t", PublishedSeed.accuracies());
        assertTrue(text.contains(row), row + " in " + text.substring(0, 2000));
    }

    @Test
    void everythingIsThereWithoutScripts() {
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            open(seed, 1280, "light");
            List<WebElement> tables = browser.driver().findElements(By.cssSelector("details.figures table"));
            assertTrue(tables.size() >= 6, "tables: " + tables.size());
            assertTrue(tables.stream().allMatch(WebElement::isDisplayed), "tables of figures must be open");
            assertTrue(
                    browser.driver().findElements(By.className("chart")).stream()
                            .noneMatch(WebElement::isDisplayed),
                    "empty charts must be hidden");
        } finally {
            browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
    }

    @Test
    void textsHaveContrastInLightAndDark() throws IOException {
        for (Path page : List.of(seed, fixture)) {
            for (String colours : List.of("light", "dark")) {
                open(page, 1280, colours);
                browser.driver()
                        .executeScript("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
                assertEquals(List.of(), browser.script("contrast.js"), page.getFileName() + " in " + colours);
            }
        }
    }

    @Test
    void marksOfEnginesStandOutFromThePaper() {
        for (String colours : List.of("light", "dark")) {
            open(fixture, 1280, colours);
            Object faint = browser.driver()
                    .executeScript("const style = getComputedStyle(document.documentElement);"
                            + "const light = (name) => { const hex = style.getPropertyValue(name).trim();"
                            + " return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)"
                            + " .map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)"
                            + " .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0); };"
                            + "const paper = light('--paper');"
                            + "return [...[...Array(10).keys()].map((engine) => '--e' + engine), '--study'].filter((name) => {"
                            + " const own = light(name);"
                            + " return (Math.max(own, paper) + .05) / (Math.min(own, paper) + .05) < 3; });");
            assertEquals(List.of(), faint, colours);
        }
    }

    @Test
    void pageFitsAPhone() {
        for (Path page : List.of(seed, fixture)) {
            open(page, 390, "light");
            browser.driver()
                    .executeScript("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
            assertEquals(
                    390L,
                    browser.driver().executeScript("return document.scrollingElement.scrollWidth"),
                    page.toString());
        }
    }

    /** Before a table is scrolled and after. */
    @Test
    void captionsOfWideTablesAreWholeAndInViewOnAPhone() {
        for (Path page : List.of(seed, fixture, rounds)) {
            for (int width : List.of(340, 390)) {
                open(page, width, "light");
                assertEquals(
                        List.of(),
                        browser.driver()
                                .executeScript(
                                        "document.querySelectorAll('details').forEach((one) => { one.open = true; });"
                                                + "const cut = [];"
                                                + "let scrolled = 0;"
                                                + "for (const table of document.querySelectorAll('.wide')) {"
                                                + " const caption = table.querySelector('caption');"
                                                + " for (const left of [0, table.scrollWidth]) {"
                                                + "  table.scrollLeft = left;"
                                                + "  scrolled = Math.max(scrolled, table.scrollLeft);"
                                                + "  const box = caption.getBoundingClientRect();"
                                                + "  if (box.left < 0 || box.right > innerWidth || caption.scrollWidth > caption.clientWidth) {"
                                                + "   cut.push(`${caption.textContent}: ${box.left}..${box.right}`);"
                                                + "  }"
                                                + " }"
                                                + "}"
                                                + "return scrolled > 0 ? cut : ['no table is wide'];"),
                        page + " at " + width);
            }
        }
    }

    @Test
    void tablesOfFiguresBesideSentencesDoNotScrollOnAPhone() {
        open(fixture, 390, "light");
        List<WebElement> tables = browser.driver().findElements(By.cssSelector(".wide:has(.stacks)"));
        assertFalse(tables.isEmpty(), "parity's is one");
        for (WebElement table : tables) {
            assertEquals(
                    0L,
                    browser.driver().executeScript("return arguments[0].scrollWidth - arguments[0].clientWidth", table),
                    table.getText());
        }
    }

    @Test
    void keyboardReachesTheSkipLinkFirst() {
        open(seed, 1280, "light");
        new Actions(browser.driver()).sendKeys(Keys.TAB).perform();
        WebElement first = browser.driver().switchTo().activeElement();
        assertEquals("Skip to the results", first.getText());
        assertTrue(first.getRect().getX() >= 0, "seen when it has the focus");
        assertFalse(browser.driver().findElements(By.id("main")).isEmpty());
    }
}
