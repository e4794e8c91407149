/** Files for other programs, made without an engine: {@link io.enginebench.worker.export.ExportMain}. */
package io.enginebench.worker.export;
