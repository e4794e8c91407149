package io.enginebench.engines.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.util.cuda.CudaUtils;
import io.enginebench.engines.pytorch.PyTorchAdapter;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.worker.ForwardingAdapter;
import io.enginebench.worker.Specs;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Devices and numbers that DJL would replace by others, or end the process for. */
@Tag("engine")
class DeviceTest {
    private static DjlSession session;

    @BeforeAll
    static void start() {
        session = new ForwardingAdapter().session();
    }

    @Test
    void gpuThatTheNativesCannotUseIsRefused() {
        UnsupportedException refused =
                assertThrows(UnsupportedException.class, () -> DjlSession.start(new PyTorchAdapter(), "gpu"));
        assertEquals(
                CudaUtils.getGpuCount() > 0
                        ? "library of PyTorch must be one with CUDA, got one for the CPU"
                        : "GPU must be there, with libcudart and a driver as new as that, got none;"
                                + " next: nvidia-smi shows the cards",
                refused.getMessage());
    }

    /** What a card is asked for at the start. A library without kernels for it may compute nonsense. */
    @Test
    void deviceThatCannotAddIsRefused() {
        try (NDManager manager = session.engine().newBaseManager(session.device())) {
            DjlSession.mustCompute(manager.create(1f));
            NDArray three = manager.create(3f);
            assertEquals(
                    "1 + 1 must be 2 on cpu(), got 6.0",
                    assertThrows(UnsupportedException.class, () -> DjlSession.mustCompute(three))
                            .getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(Division.class)
    void bfloat16IsRefusedBeforeAnArrayIsMade(Division division) {
        QualitySpec full = Specs.in(division, Specs.classification(List.of(1, 18, 18), 3, 1));
        QualitySpec narrow = new QualitySpec(
                full.task(), full.setting().on("pytorch", "gpu", Dtype.BFLOAT16), full.hyperParameters(), null);
        assertEquals(
                "dtype must be float32 or float16, got bfloat16",
                assertThrows(UnsupportedException.class, () -> session.answerer(narrow))
                        .getMessage());
    }
}
