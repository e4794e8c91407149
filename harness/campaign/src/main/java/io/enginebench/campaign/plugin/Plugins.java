package io.enginebench.campaign.plugin;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.Home;
import io.enginebench.ground.Plugin;
import io.enginebench.record.Hashes;
import io.enginebench.record.Mistakes;
import io.enginebench.record.run.PluginRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Opens the files of code, and of networks, that a command names. Nothing of a jar is run here. */
public final class Plugins {
    /** The file in a jar that names its providers. */
    static final String SERVICE = "META-INF/services/io.enginebench.models.NetworkProvider";

    private static final long MOST_BYTES = 1L << 30;
    /** With this, the number and type of its first member, the protobuf of every ONNX model begins. */
    private static final byte IR_VERSION = 0x08;

    private Plugins() {}

    /**
     * Jars and networks as they are, Java sources compiled.
     *
     * @throws Usage if a file is not there, two have one name, or two are networks
     * @throws BadInput if one is no plugin
     */
    public static List<Plugin> open(List<Path> files, Home home) {
        Mistakes mistakes = new Mistakes();
        for (Path file : files) {
            String name = name(file);
            if (mistakes.unless(
                    name.endsWith(".jar") || name.endsWith(".java") || PluginRecord.isNetwork(name),
                    "plugin",
                    "a .jar, .java or .onnx file",
                    file)) {
                mistakes.unless(Files.isRegularFile(file), "plugin", "a file that is there", file);
            }
        }
        List<String> names = files.stream().map(Plugins::name).toList();
        mistakes.unless(
                names.stream().distinct().count() == names.size(),
                "plugins",
                "of different names",
                String.join(", ", names));
        List<String> networks = names.stream().filter(PluginRecord::isNetwork).toList();
        mistakes.unless(networks.size() < 2, ".onnx files", "one", String.join(", ", networks));
        Usage.refuse(mistakes);
        List<Plugin> plugins = new ArrayList<>();
        for (Path file : files) {
            try {
                plugins.add(opened(file.toAbsolutePath().normalize(), home));
            } catch (IOException e) {
                throw new BadInput(
                        "plugin " + file + " must be one that can be read, got: " + BenchException.messageOf(e));
            }
        }
        return plugins;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static Plugin opened(Path file, Home home) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new BadInput("plugin " + file + " must have at most 1 GiB, got " + Files.size(file) + " bytes");
        }
        byte[] content = Files.readAllBytes(file);
        PluginRecord named = new PluginRecord(name(file), Hashes.sha256(content));
        if (named.network()) {
            if (content.length == 0 || content[0] != IR_VERSION) {
                throw new BadInput(
                        "plugin " + file + " must be an ONNX model, got a file that does not begin like one");
            }
            return new Plugin(named, file, named.sha256());
        }
        if (named.file().endsWith(".java")) {
            Path jar = SourcePlugin.compiled(file, named.sha256(), home);
            return new Plugin(named, jar, Hashes.sha256(Files.readAllBytes(jar)));
        }
        try (ZipFile jar = new ZipFile(file.toFile())) {
            ZipEntry service = jar.getEntry(SERVICE);
            if (service == null || service.isDirectory()) {
                throw new BadInput("plugin %s must name a provider in %s, got none".formatted(file, SERVICE));
            }
        } catch (java.util.zip.ZipException e) {
            throw new BadInput("plugin " + file + " must be a jar, got a file that is none: " + e.getMessage());
        }
        return new Plugin(named, file, named.sha256());
    }
}
