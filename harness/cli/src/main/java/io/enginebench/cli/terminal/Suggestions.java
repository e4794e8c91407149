package io.enginebench.cli.terminal;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;
import picocli.CommandLine.UnmatchedArgumentException;

/** What somebody may have meant who mistyped a name. */
public final class Suggestions {
    /** {@code <what> must be one of <names>, got '<value>'}. */
    private static final Pattern ONE_OF =
            Pattern.compile("must be one of (?:[^:;]* )??\\(?([^()]+?)\\)?, got '([^']*)'$");

    /** Letters that may be wrong. */
    private static final int FAR = 2;

    private Suggestions() {}

    /** A mistake, with the nearest of the names that it lists where one is near. */
    public static String with(String mistake) {
        Matcher parts = ONE_OF.matcher(mistake);
        return parts.find()
                ? mistake + meant(parts.group(2), List.of(parts.group(1).split(", ", -1)))
                : mistake;
    }

    /** The same of a command or option that there is not. */
    public static String of(UnmatchedArgumentException mistake, Collection<String> commands) {
        String got = mistake.getUnmatched().get(0);
        if (!got.startsWith("-")) {
            return commands.isEmpty() ? "argument must be an option's, got '" + got + "'" : ofCommand(got, commands);
        }
        List<String> options = mistake.getCommandLine().getCommandSpec().options().stream()
                .flatMap(one -> Arrays.stream(one.names()))
                .toList();
        return "option must be one of ./bench %s--help, got '%s'%s"
                .formatted(path(mistake), got, meant(got.replaceFirst("=.*", ""), options));
    }

    /** The same of a command alone. */
    public static String ofCommand(String got, Collection<String> commands) {
        return "command must be one of ./bench --help, got '%s'%s".formatted(got, meant(got, commands));
    }

    private static String meant(String got, Collection<String> known) {
        LevenshteinDistance distance =
                new LevenshteinDistance(Math.min(FAR, got.replace("-", "").length() / 2 + 1));
        return known.stream()
                .filter(name -> distance.apply(got, name) >= 0)
                .min(Comparator.comparingInt(name -> distance.apply(got, name)))
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    private static String path(UnmatchedArgumentException mistake) {
        String name = mistake.getCommandLine().getCommandSpec().qualifiedName(" ");
        String own = name.replaceFirst("^bench( |$)", "");
        return own.isEmpty() ? "" : own + " ";
    }
}
