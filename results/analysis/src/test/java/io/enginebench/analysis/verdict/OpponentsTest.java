package io.enginebench.analysis.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.analysis.verdict.Opponents.Two;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpponentsTest {
    @Test
    void withoutAReferenceEachTwoMeetTheOneAskedForFirstBeingTheFirst() {
        assertEquals(
                List.of(new Two("x", "y"), new Two("x", "z"), new Two("y", "z")),
                Opponents.eachTwo(List.of("x", "y", "z")).pairs());
        assertEquals(List.of(), Opponents.eachTwo(List.of("x")).pairs());
    }

    @Test
    void referenceIsTheFirstOfEachPairWhereverItWasNamed() {
        assertEquals(
                List.of(new Two("y", "x"), new Two("y", "z"), new Two("y", "y.2")),
                new Opponents(List.of("x", "y", "z", "y.2"), "y").pairs());
    }
}
