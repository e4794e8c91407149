package io.enginebench.report.publish;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What came of publishing a result, or of making index and site again. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Publication.Published.class, name = "published"),
    @JsonSubTypes.Type(value = Publication.AlreadyThere.class, name = "already_there"),
    @JsonSubTypes.Type(value = Publication.Rebuilt.class, name = "rebuilt"),
    @JsonSubTypes.Type(value = Publication.Refused.class, name = "refused")
})
public sealed interface Publication {
    /** It is among the runs now. */
    record Published(String id, List<String> warnings) implements Publication {
        public Published {
            warnings = List.copyOf(warnings);
        }
    }

    /** It had been published before, under this name; only index and site were made again. */
    record AlreadyThere(String id) implements Publication {}

    /** Index and site were made again. */
    record Rebuilt(int runs) implements Publication {}

    /** Nothing was written. */
    record Refused(List<String> reasons) implements Publication {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
