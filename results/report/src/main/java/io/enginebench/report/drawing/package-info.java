/** Pictures of values: {@link io.enginebench.report.drawing.GraphDrawing}. */
package io.enginebench.report.drawing;
