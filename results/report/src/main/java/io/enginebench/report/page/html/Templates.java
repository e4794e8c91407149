package io.enginebench.report.page.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateException;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The templates, which the build makes into classes of this package. */
final class Templates {
    private Templates() {}

    /** A whole document. */
    static String write(String template, Map<String, Object> params) {
        StringOutput output = new StringOutput();
        try {
            TemplateEngine.createPrecompiled(
                            null, ContentType.Html, Templates.class.getClassLoader(), Templates.class.getPackageName())
                    .render(template, params, output);
        } catch (TemplateException e) {
            if (e.getCause() instanceof OutOfMemoryError full) {
                throw full;
            }
            throw e;
        }
        return output.toString();
    }
}
