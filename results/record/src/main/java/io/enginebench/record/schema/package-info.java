/**
 * The published JSON Schemas of {@code result.json} and of a task file, whose one source is {@code results/schema}. Start at
 * {@link io.enginebench.record.schema.ResultSchema}.
 */
package io.enginebench.record.schema;
