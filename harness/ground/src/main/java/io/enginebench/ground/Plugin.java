package io.enginebench.ground;

import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.record.Hashes;
import io.enginebench.record.run.PluginRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Code of the user that is on the class path of workers and of whoever records networks, and on no other's; or a network's file, which is read by an
 * engine that serves it.
 *
 * @param named what results say of it
 * @param loaded the file that was named, or the jar that its source was compiled into
 * @param loadedSha256 of that file's content
 */
public record Plugin(PluginRecord named, Path loaded, String loadedSha256) {
    /**
     * Goes on only if the file is still the one that it was: what a run measures must not change under it.
     *
     * @throws Unfit if it is another, or gone
     */
    public void refuseIfChanged() {
        String now;
        try {
            now = Hashes.sha256(Files.readAllBytes(loaded));
        } catch (IOException e) {
            now = "none";
        }
        if (!now.equals(loadedSha256)) {
            throw new Unfit("plugin %s must stay as it is while a command uses it (SHA-256 %s), got %s"
                    .formatted(named.file(), loadedSha256, now));
        }
    }
}
