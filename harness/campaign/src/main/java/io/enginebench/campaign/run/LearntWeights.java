package io.enginebench.campaign.run;

import io.enginebench.record.array.Digest;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.job.WorkerFiles;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the trainings of a campaign have learnt, which other engines answer with: a worker leaves it beside its row, which has the SHA-256.
 *
 * @param cells the folder of all cells
 */
record LearntWeights(Path cells) {
    private static Path file(Path cell) {
        return cell.resolve(WorkerFiles.WEIGHTS);
    }

    /** Whether a cell's are there. */
    boolean isThere(String cell) {
        return Files.exists(file(cells.resolve(cell)));
    }

    /** Files that do not hold what the rows beside them say. */
    List<Path> changed() throws IOException {
        if (!Files.isDirectory(cells)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(cells)) {
            return all.map(LearntWeights::file)
                    .filter(Files::exists)
                    .filter(LearntWeights::isChanged)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isChanged(Path weights) {
        CellResult row;
        try {
            row = Json.read(weights.resolveSibling(WorkerFiles.RESULT), CellResult.class);
        } catch (IOException e) {
            return false; // A training that did not come to its row is done again.
        }
        try {
            return row instanceof QualityCell trained
                    && trained.evidence() != null
                    && !new Digest()
                            .add(Npy.read(weights))
                            .hex()
                            .equals(trained.evidence().finalWeightsSha256());
        } catch (IOException e) {
            return true;
        }
    }
}
