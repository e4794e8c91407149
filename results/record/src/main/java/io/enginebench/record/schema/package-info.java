/**
 * The published JSON Schema of {@code result.json}, whose one source is {@code results/schema/result-1.schema.json}. Start at
 * {@link io.enginebench.record.schema.ResultSchema}.
 */
package io.enginebench.record.schema;
