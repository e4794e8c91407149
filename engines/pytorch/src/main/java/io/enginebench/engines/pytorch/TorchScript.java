package io.enginebench.engines.pytorch;

import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function in TorchScript, with which DJL runs what it has no binding for.
 *
 * <p>PyTorch loads code only as an archive of a module: the code, and pickles of an instance that holds nothing and of no constants.
 */
public final class TorchScript {
    private TorchScript() {}

    /**
     * A module that has this one function, as {@code forward}.
     *
     * @param owner of the module
     * @param parameters and what is returned, as in {@code x: Tensor, rate: float) -> Tensor}
     * @param body its lines, as PyTorch itself writes them into an archive
     * @throws ai.djl.engine.EngineException if PyTorch cannot read it
     */
    public static PtSymbolBlock load(PtNDManager owner, String parameters, String body) {
        String code = """
                class Function(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  def forward(self: __torch__.Function,
                    %s:
                %s
                """.formatted(parameters, body.stripTrailing().indent(4));
        try {
            return JniUtils.loadModule(owner, new ByteArrayInputStream(archive(code)), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] archive(String code) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            entry(zip, "version", "3\n");
            entry(zip, "data.pkl", "\u0080\u0002c__torch__\nFunction\n)\u0081}(X\b\0\0\0training\u0089ub.");
            entry(zip, "constants.pkl", "\u0080\u0002).");
            entry(zip, "code/__torch__.py", code);
        }
        return bytes.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry("function/" + name));
        zip.write(content.getBytes(StandardCharsets.ISO_8859_1));
        zip.closeEntry();
    }
}
