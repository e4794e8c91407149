package io.enginebench.engines.pytorch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.training.initializer.Initializer;
import io.enginebench.engines.djl.ParameterUpdate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's own fused Adam, the kernel behind {@code torch.optim.Adam(fused=True)}, on all parameters in one call.
 *
 * <p>DJL has no binding for the operation, but it runs TorchScript, in which the operation has a name: so the step is a
 * function of two lines ({@link TorchScript}).
 *
 * <p>{@code torch.optim} adds eps to the corrected root of v, Keras to the uncorrected one. The kernel is therefore told a
 * number of steps at which its own corrections are exactly 1, and gets Keras's as part of the learning rate.
 */
final class FusedAdam implements ParameterUpdate {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    /** 0.999 to this power is 0. */
    private static final float NO_CORRECTION = 1e9f;

    private static final String PARAMETERS = "weights: List[Tensor], gradients: List[Tensor], means: List[Tensor],"
            + " variances: List[Tensor], steps: List[Tensor], rate: float, beta1: float, beta2: float, eps: float) -> NoneType";

    private static final String BODY = """
            torch._fused_adam_(weights, gradients, means, variances, annotate(List[Tensor], []), steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=0., eps=eps, amsgrad=False, maximize=False)
            torch._foreach_zero_(gradients)
            return None
            """;

    private final List<Parameter> parameters;
    private final PtSymbolBlock module;
    private final IValue weights;
    private final IValue means;
    private final IValue variances;
    private final IValue steps;
    private final IValue beta1 = IValue.from(BETA1);
    private final IValue beta2 = IValue.from(BETA2);
    private final IValue epsilon;
    private final double learningRate;
    private @Nullable IValue gradients;
    private double beta1Power = 1;
    private double beta2Power = 1;

    FusedAdam(List<Parameter> parameters, NDManager owner, float learningRate, float epsilon) {
        this.parameters = List.copyOf(parameters);
        this.learningRate = learningRate;
        this.epsilon = IValue.from((double) epsilon);
        module = TorchScript.load((PtNDManager) owner, PARAMETERS, BODY);
        weights = list(Parameter::getArray);
        means = list(parameter -> owner.zeros(parameter.getArray().getShape()));
        variances = list(parameter -> owner.zeros(parameter.getArray().getShape()));
        NDArray many = owner.create(NO_CORRECTION);
        steps = list(parameter -> many);
    }

    /**
     * Why the kernel cannot be used, found by using it on one weight: there has been one for the CPU only since PyTorch 2.4. A line;
     * empty if it can be.
     */
    static String obstacle(NDManager owner) {
        Parameter parameter = Parameter.builder()
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(1))
                .optInitializer(Initializer.ONES)
                .build();
        try (NDManager manager = owner.newSubManager()) {
            parameter.initialize(manager, DataType.FLOAT32);
            try (FusedAdam adam = new FusedAdam(List.of(parameter), manager, 1e-3f, 1e-7f)) {
                adam.step();
                return "";
            }
        } catch (EngineException e) {
            return "PyTorch's fused one cannot be used: " + reason(String.valueOf(e.getMessage()));
        } finally {
            parameter.close();
        }
    }

    /** The first sentence of what the kernel says, without the trace around it. */
    private static String reason(String message) {
        String error = "RuntimeError: ";
        return message.lines()
                .filter(line -> line.startsWith(error))
                .findFirst()
                .or(() -> message.lines().findFirst())
                .orElse("")
                .replaceFirst(error, "")
                .replaceFirst("[.]( .*)?$", "");
    }

    @Override
    public String name() {
        return "fused, one call for all parameters";
    }

    @Override
    public void step() {
        if (gradients == null) {
            // The arrays stay the same ones from the first backward pass on: each pass adds to them.
            gradients = list(parameter -> parameter.getArray().getGradient());
        }
        beta1Power *= BETA1;
        beta2Power *= BETA2;
        double rate = learningRate * Math.sqrt(1 - beta2Power) / (1 - beta1Power);
        try (IValue now = IValue.from(rate)) {
            IValueUtils.runMethod(
                            module, "forward", weights, gradients, means, variances, steps, now, beta1, beta2, epsilon)
                    .close();
        }
    }

    @Override
    public void close() {
        if (gradients != null) {
            gradients.close();
        }
        List.of(weights, means, variances, steps, beta1, beta2, epsilon).forEach(IValue::close);
        module.close();
    }

    private IValue list(Function<Parameter, NDArray> array) {
        return IValue.listFrom(parameters.stream().map(array).toArray(PtNDArray[]::new));
    }
}
