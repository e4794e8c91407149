package io.enginebench.record.json;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An enum whose constants are called by their names in lower case: in JSON, on the command line and in sentences. */
public interface JsonEnum {
    /** The constant's name in Java. */
    String name();

    /** The name in JSON. */
    @JsonValue
    default String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
