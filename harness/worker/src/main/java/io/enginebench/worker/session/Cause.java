package io.enginebench.worker.session;

/** What is said of a fault: what could not be done, and why. */
public final class Cause {
    private Cause() {}

    /** The first line of the fault's message and, where that does not have it, of the innermost one, which has the reason. */
    public static String of(Throwable fault) {
        String what = line(fault);
        String why = innermost(fault);
        return what.contains(why) ? what : what + ": " + why;
    }

    /** The first line of the innermost message, that of a fault that was suppressed included. */
    public static String innermost(Throwable fault) {
        Throwable root = fault;
        while (true) {
            if (root.getCause() != null) {
                root = root.getCause();
            } else if (root.getSuppressed().length > 0) {
                root = root.getSuppressed()[0];
            } else {
                return line(root);
            }
        }
    }

    private static String line(Throwable fault) {
        String message = fault.getMessage() == null ? fault.toString() : fault.getMessage();
        return message.lines().findFirst().orElse("");
    }
}
