package io.enginebench.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A composite action, as far as a shell can run it. */
record ActionFile(Map<String, Input> inputs, List<Step> steps) {
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ *([^}]+?) *}}");

    record Input(boolean required, String byDefault) {}

    /** What a shell is given; the variables still with their expressions. */
    record Step(String shell, String run, Map<String, String> environment) {
        /** The variables with the expressions' values, each of which must be known. */
        Map<String, String> environment(Map<String, String> values) {
            Map<String, String> filled = new TreeMap<>();
            environment.forEach((name, text) ->
                    filled.put(name, EXPRESSION.matcher(text).replaceAll(found -> {
                        if (!values.containsKey(found.group(1))) {
                            throw new AssertionError("no value of " + found.group(1));
                        }
                        return Matcher.quoteReplacement(values.get(found.group(1)));
                    })));
            return filled;
        }
    }

    static ActionFile read(Path file) throws IOException {
        Map<?, ?> action = map(yaml(Files.readString(file)));
        Map<String, Input> inputs = new TreeMap<>();
        map(action.get("inputs")).forEach((name, input) -> {
            Object byDefault = map(input).get("default");
            inputs.put(
                    String.valueOf(name),
                    new Input(
                            Boolean.TRUE.equals(map(input).get("required")),
                            byDefault == null ? "" : byDefault.toString()));
        });
        return new ActionFile(
                inputs,
                list(map(action.get("runs")).get("steps")).stream()
                        .map(ActionFile::map)
                        .map(step -> new Step(
                                String.valueOf(step.get("shell")),
                                String.valueOf(step.get("run")),
                                texts(step.get("env"))))
                        .toList());
    }

    static Object yaml(String text) {
        return new Load(LoadSettings.builder().build()).loadFromString(text);
    }

    static Map<?, ?> map(Object node) {
        return (Map<?, ?>) node;
    }

    static List<?> list(Object node) {
        return (List<?>) node;
    }

    static Map<String, String> texts(Object node) {
        Map<String, String> texts = new TreeMap<>();
        map(node).forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
        return texts;
    }
}
