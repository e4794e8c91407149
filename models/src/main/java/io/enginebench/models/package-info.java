/**
 * What is trained: networks as DJL blocks. Start at {@link io.enginebench.models.Networks}. The tasks that train them are the
 * JSON files in {@code models/tasks}. Depends on DJL's api and nothing else.
 */
package io.enginebench.models;
