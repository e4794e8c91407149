/**
 * What a task is, as a value: read from {@code models/tasks/<id>.json}, or from a user's {@link
 * io.enginebench.record.task.TaskFile}, by the campaign and handed on to the worker. Start at
 * {@link io.enginebench.record.task.TaskDescriptor}.
 */
package io.enginebench.record.task;
