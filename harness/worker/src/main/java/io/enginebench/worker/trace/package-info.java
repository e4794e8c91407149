/** What the first steps of a training do, written down: {@link io.enginebench.worker.trace.Tracer}. */
package io.enginebench.worker.trace;
