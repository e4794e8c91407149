package io.enginebench.campaign.plan;

import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.Mistakes;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import java.util.ArrayList;
import java.util.List;

/** Checks a request for timing rounds as a whole and expands it into a plan. */
public record TimingPlanner(Offer offer) {
    /** As many as a look needs; what is published has 20. */
    static final int ROUNDS = 10;

    static final int MOST_ROUNDS = 1000;
    private static final int MOST_BATCH = 65_536;
    private static final List<Integer> BATCHES = List.of(1, 32, 256);

    /**
     * The plan for a request.
     *
     * @throws Usage with every mistake of the request, one a line
     */
    public Plan plan(TimingRequest request) {
        Mistakes mistakes = new Mistakes();
        List<String> able = offer.ids(engine -> !engine.optIn() && (engine.trains() || answers(request)));
        Selection asked = Selection.of(request, offer, able, List.of(Division.values()), mistakes);
        List<Mode> modes = Selection.chosen(mistakes, "mode", request.modes, List.of(Mode.values()), Mode.USUAL);
        List<Integer> batches = numbers(mistakes, "batch", request.batches, BATCHES, MOST_BATCH);
        List<Integer> threads = numbers(mistakes, "threads", request.threads, List.of(1), offer.cores());
        int rounds = mistakes.within("rounds", request.rounds, ROUNDS, 1, MOST_ROUNDS);
        boolean controls = TimingRounds.controlled(request.controls, rounds);
        Usage.refuse(mistakes);
        Selection selection = asked.ready(offer, threads.get(0));
        List<TimingRounds.Group> groups = new ArrayList<>();
        for (TaskNetwork network : selection.networks()) {
            for (Mode mode : modes) {
                for (int batch : batches) {
                    for (int count : threads) {
                        selection
                                .divisions()
                                .forEach(division ->
                                        groups.add(new TimingRounds.Group(network, division, mode, batch, count)));
                    }
                }
            }
        }
        return new Plan(
                "throughput",
                selection.engines(),
                selection.tasks(),
                selection.env(),
                1,
                List.of(new Stage(
                        Stage.Kind.TIME,
                        new TimingRounds(
                                        groups,
                                        selection,
                                        offer.costs().of(selection.networks()),
                                        rounds,
                                        controls,
                                        false)
                                .inOrder())),
                selection.reference(),
                offer.plugins(),
                request.allowNoParity ? true : null,
                selection.retries(),
                selection.maxMemoryMb(),
                null);
    }

    private static boolean answers(TimingRequest request) {
        return request.modes.isEmpty() || request.modes.contains(Mode.INFER.json());
    }

    private static List<Integer> numbers(
            Mistakes mistakes, String name, List<Integer> asked, List<Integer> otherwise, int most) {
        asked.forEach(one -> mistakes.within(name, one, 1, 1, most));
        mistakes.unless(asked.stream().distinct().count() == asked.size(), name, "different numbers", asked);
        return asked.isEmpty() ? otherwise : asked;
    }
}
