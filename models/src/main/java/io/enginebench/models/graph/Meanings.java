package io.enginebench.models.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tells values that were made by the same calls of the same arrays: a number for each meaning. */
final class Meanings {
    private final Map<List<Object>, Integer> numbers = new HashMap<>();
    private final Map<Value, Integer> known = new HashMap<>();

    /** Says that a value that is made of nothing stands for the same as others of that number. */
    void source(Value value, int number) {
        known.put(value, numbers.computeIfAbsent(List.of(number), any -> numbers.size()));
    }

    /** The number of a value; arrays of nothing that nobody said anything of mean only themselves, unless they are constants. */
    int of(Value value) {
        Integer number = known.get(value);
        if (number == null) {
            List<Object> call = new ArrayList<>(List.of(value.operator(), value.attributes(), value.shape()));
            value.inputs().forEach(input -> call.add(of(input)));
            if (value.operator().equals(Value.PARAMETER)) {
                call.add(value);
            }
            number = numbers.computeIfAbsent(call, any -> numbers.size());
            known.put(value, number);
        }
        return Objects.requireNonNull(number);
    }
}
