package io.enginebench.campaign.engine;

import java.util.Locale;

/** This machine by the name that DJL's native artifacts use. */
public final class Platform {
    private Platform() {}

    /** {@code <os>-<arch>}: {@code linux-x86_64}, {@code osx-aarch64}, {@code win-x86_64}. */
    public static String current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static String of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String shortOs = os.startsWith("mac") ? "osx" : os.startsWith("win") ? "win" : os;
        return shortOs + "-" + (osArch.equals("amd64") ? "x86_64" : osArch);
    }
}
