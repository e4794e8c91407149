package io.enginebench.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.engine.InstalledEngine;
import io.enginebench.cli.Session;
import io.enginebench.ground.Home;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.json.Json;
import io.enginebench.record.parity.ParityReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MXNet hybridised, as whole commands. What its graphs compute is tested beside its adapter. */
@Tag("engine")
class VariantTest {
    @TempDir
    Path folder;

    @Test
    void variantIsThereButNotAmongTheUsualEngines() {
        EngineCatalog catalog = EngineCatalog.read(new Home(Session.HOME, Session.CACHE));
        assertEquals(
                List.of("pytorch", "mxnet", "mxnet-symbolic", "pytorch-script", "onnxruntime"),
                catalog.all().stream()
                        .filter(engine -> !engine.added())
                        .map(engine -> engine.descriptor().id())
                        .toList());
        assertEquals(
                List.of("mxnet-symbolic", "pytorch-script"),
                catalog.all().stream()
                        .map(InstalledEngine::descriptor)
                        .filter(descriptor -> descriptor.variant() != null)
                        .map(EngineDescriptor::id)
                        .toList());
    }

    /** 849 rows in five folds are 679 to train on: batches of 32 and one of 7 an epoch, three epochs in the loss curve. */
    @Test
    void variantPassesTheLadderAgainstItsEngine() throws IOException {
        Session session =
                Session.run("parity", "--tasks", "navigability", "--engines", "mxnet,mxnet-symbolic", "--json");
        assertEquals(0, session.exitCode(), session.err());
        List<ParityReport> reports = List.of(Json.read(session.out(), "output", ParityReport[].class));
        assertEquals(
                List.of(
                        List.of("mxnet", "mxnet-symbolic"),
                        List.of("mxnet", ParityReport.REFERENCE),
                        List.of("mxnet-symbolic", ParityReport.REFERENCE)),
                reports.stream().map(ParityReport::engines).toList());
        assertEquals(8, reports.get(0).rungs().size());
        assertTrue(reports.stream().allMatch(ParityReport::passed));
    }

    @Test
    void variantRepeatsItsBitsAndStartsFromTheSameWeights() throws IOException {
        QualityCell once = trained("once", "mxnet-symbolic");
        QualityCell again = trained("again", "mxnet-symbolic");
        assertEquals(once.evidence(), again.evidence());
        assertEquals(once.predictions(), again.predictions());
        assertEquals(once.lossPerEpoch(), again.lossPerEpoch());
        assertEquals(
                once.evidence().startingWeightsSha256(),
                trained("plain", "mxnet").evidence().startingWeightsSha256());
    }

    private QualityCell trained(String name, String engine) throws IOException {
        Path out = folder.resolve(name);
        Session session = Session.run(
                "run", "--engine", engine, "--task", "navigability", "--epochs", "2", "--out", out.toString());
        assertEquals(0, session.exitCode(), session.err());
        QualityCell cell = Session.result(out).qualityCells().get(0);
        assertEquals(CellStatus.OK, cell.status());
        return cell;
    }
}
