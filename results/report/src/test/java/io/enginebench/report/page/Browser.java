package io.enginebench.report.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's chromium without a window, its console and its requests kept. */
record Browser(ChromeDriver driver) {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    /** Skips the test where there is none. */
    static void assumeThere() {
        assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "chromium and chromedriver must be installed (Debian: chromium, chromium-driver)");
    }

    /** Starts one whose profile is in the folder; the caller stops it. */
    static Browser start(Path folder) throws IOException {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable("browser", Level.ALL);
        logs.enable("performance", Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + Files.createDirectory(folder.resolve("profile")));
        return new Browser(new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options));
    }

    void stop() {
        driver.quit();
    }

    /** Opens a file in a window of that width, which below 500 is a phone's. */
    void open(Path page, int width, String colours) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
        driver.get(page.toUri().toString());
    }

    /** Runs a script that lies beside the tests. */
    Object script(String name, Object... arguments) throws IOException {
        try (InputStream stream = Browser.class.getResourceAsStream(name)) {
            return driver.executeScript(
                    new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8), arguments);
        }
    }

    /** What was said since the last time: in {@code browser} by the console, in {@code performance} by the network. */
    List<String> messages(String log) {
        List<String> messages = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(log)) {
            messages.add(entry.getMessage());
        }
        return messages;
    }
}
