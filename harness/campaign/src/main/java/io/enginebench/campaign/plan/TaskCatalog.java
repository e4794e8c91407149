package io.enginebench.campaign.plan;

import io.enginebench.data.declared.OwnTask;
import io.enginebench.data.files.TaskFolder;
import io.enginebench.data.text.Excerpt;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.Home;
import io.enginebench.record.graph.ListedNetwork;
import io.enginebench.record.graph.RowInput;
import io.enginebench.record.json.Json;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tasks there are: those of {@code models/tasks}, and those of files that a user names.
 *
 * @param all in the order in which tasks are listed
 * @param pluginNetworks names of networks that plugins bring; they take part where none is named
 */
public record TaskCatalog(List<TaskDescriptor> all, List<String> pluginNetworks) {
    public TaskCatalog {
        all = List.copyOf(all);
        pluginNetworks = List.copyOf(pluginNetworks);
    }

    /** Tasks without networks of plugins. */
    public TaskCatalog(List<TaskDescriptor> all) {
        this(all, List.of());
    }

    /** Reads the catalog. */
    public static TaskCatalog read(Home home) {
        return new TaskCatalog(home.taskFiles().stream().map(TaskCatalog::task).toList());
    }

    private static TaskDescriptor task(Path file) {
        try {
            TaskDescriptor task = Json.read(file, TaskDescriptor.class);
            if (!file.getFileName().toString().equals(task.id() + ".json")) {
                throw new BadInput(
                        file.getFileName() + " must be named after its task, got the id '" + task.id() + "'");
            }
            return task;
        } catch (IOException e) {
            throw new BadInput(BenchException.messageOf(e));
        }
    }

    /** What a row of each is. */
    public List<RowInput> inputs() {
        return all.stream().map(TaskDescriptor::input).distinct().toList();
    }

    /** The same tasks, each with those of the networks that take its rows, behind its own. */
    public TaskCatalog with(List<ListedNetwork> networks) {
        return new TaskCatalog(
                all.stream()
                        .map(task -> task.offering(networks.stream()
                                .filter(network -> network.takes().contains(task.input()))
                                .map(ListedNetwork::name)
                                .toList()))
                        .toList(),
                networks.stream().map(ListedNetwork::name).toList());
    }

    /**
     * What a user names.
     *
     * @param catalog with the tasks of files behind the others
     * @param ids of what was named
     * @param folders by the ids of tasks of files, where these are
     * @param notes what a user should know of these, a line each
     */
    public record Chosen(TaskCatalog catalog, List<String> ids, Map<String, TaskFolder> folders, List<String> notes) {
        public Chosen {
            ids = List.copyOf(ids);
            folders = Map.copyOf(folders);
            notes = List.copyOf(notes);
        }

        /**
         * The same tasks, offered to the networks of plugins.
         *
         * @throws BadInput if a task file names a network that there is not
         */
        public Chosen with(List<ListedNetwork> networks) {
            List<String> known = Stream.concat(
                            catalog.all().stream()
                                    .filter(task -> !folders.containsKey(task.id()))
                                    .flatMap(task -> task.models().stream()),
                            networks.stream().map(ListedNetwork::name))
                    .distinct()
                    .toList();
            for (TaskDescriptor task : own()) {
                for (String model : task.models()) {
                    if (!known.contains(model)) {
                        throw Objects.requireNonNull(folders.get(task.id()))
                                .bad("models", "of " + String.join(", ", known), "'" + Excerpt.of(model) + "'");
                    }
                }
            }
            return new Chosen(catalog.with(networks), ids, folders, notes);
        }

        /**
         * The named tasks, or the usual ones, each once for every size of its batches.
         *
         * @throws Usage if what comes of it cannot be a task's id, or is another's
         */
        public Chosen inBatchesOf(List<Integer> sizes) {
            List<String> swept = ids.isEmpty() ? catalog.usual() : ids;
            List<TaskDescriptor> tasks = new ArrayList<>();
            Map<String, List<String>> made = new LinkedHashMap<>();
            Map<String, TaskFolder> places = new LinkedHashMap<>();
            for (TaskDescriptor task : catalog.all()) {
                if (!swept.contains(task.id())) {
                    if (!ids.isEmpty()) { // Else the swept ones are all there are, and none of them is named.
                        tasks.add(task);
                    }
                    continue;
                }
                List<String> own = new ArrayList<>();
                made.put(task.id(), own);
                for (int size : sizes) {
                    TaskDescriptor one = inBatchesOf(task, size);
                    tasks.add(one);
                    own.add(one.id());
                    if (folders.containsKey(task.id())) {
                        places.put(one.id(), Objects.requireNonNull(folders.get(task.id())));
                    }
                }
            }
            List<String> all = tasks.stream().map(TaskDescriptor::id).toList();
            if (all.stream().distinct().count() < all.size()) {
                throw new Usage("ids of tasks in several sizes of batches", "different ones", all);
            }
            List<String> names = new ArrayList<>();
            // What is named and not known, or twice, is told with everything else that is wrong.
            ids.forEach(id -> names.addAll(made.getOrDefault(id, List.of(id))));
            return new Chosen(new TaskCatalog(tasks, catalog.pluginNetworks()), names, places, notes);
        }

        private static TaskDescriptor inBatchesOf(TaskDescriptor task, int size) {
            try {
                return task.inBatchesOf(size);
            } catch (IllegalArgumentException e) { // With what is behind it the id is too long.
                throw new Usage(List.of(BenchException.messageOf(e)));
            }
        }

        /** The same in those sizes of batches in which a run has tasks that are in none by themselves. */
        public Chosen sweptAs(List<TaskDescriptor> run) {
            List<Integer> sizes = run.stream()
                    .map(task -> task.hyperParameters().globalBatchSize())
                    .distinct()
                    .toList();
            boolean swept = own().stream()
                    .anyMatch(own -> run.stream().noneMatch(task -> task.id().equals(own.id()))
                            && run.stream().anyMatch(task -> task.isOf(own.id())));
            return swept ? inBatchesOf(sizes) : this;
        }

        /** The tasks of files. */
        public List<TaskDescriptor> own() {
            return catalog.all().stream()
                    .filter(task -> folders.containsKey(task.id()))
                    .toList();
        }
    }

    /**
     * Reads what is named by a path.
     *
     * @param asked ids, which are checked with everything else, and paths, which end in {@code .json}
     * @throws BadInput if a task file, or what it names, is not what it must be
     * @throws Usage if two tasks have one id
     */
    public Chosen choose(List<String> asked) {
        List<TaskDescriptor> tasks = new ArrayList<>(all);
        List<String> ids = new ArrayList<>();
        Map<String, TaskFolder> folders = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        for (String one : asked) {
            if (!one.endsWith(TaskFile.END)) {
                ids.add(one);
                swept(one).filter(task -> !tasks.contains(task)).ifPresent(tasks::add);
                continue;
            }
            OwnTask own = OwnTask.read(Path.of(one));
            String id = own.task().id();
            if (tasks.stream().anyMatch(task -> task.id().equals(id))) {
                throw new Usage("id of " + one, "one that no other task has", "'" + id + "'");
            }
            tasks.add(own.task());
            ids.add(id);
            folders.put(id, own.folder());
            notes.addAll(own.notes());
        }
        return new Chosen(new TaskCatalog(tasks), ids, folders, notes);
    }

    /** One of these tasks in batches of another size, as a sweep calls it; empty for any other id. */
    private Optional<TaskDescriptor> swept(String id) {
        return TaskDescriptor.swept(id)
                .flatMap(of -> all.stream()
                        .filter(task -> task.id().equals(of.getKey()))
                        .map(task -> task.inBatchesOf(of.getValue()))
                        .findFirst());
    }

    /** Those that are run where none is named: the study's, or all where there are none of it. */
    public List<String> usual() {
        List<String> study = all.stream()
                .filter(task -> task.study() != null)
                .map(TaskDescriptor::id)
                .toList();
        return study.isEmpty() ? ids() : study;
    }

    /** The ids in that order. */
    public List<String> ids() {
        return all.stream().map(TaskDescriptor::id).toList();
    }
}
