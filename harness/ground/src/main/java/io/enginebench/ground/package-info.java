/**
 * What every room outside an engine's process stands on: where things are ({@link io.enginebench.ground.Home}), what a user
 * can be told ({@link io.enginebench.ground.BenchException}), folders that are deleted when they have served. It must not
 * know of plans, data or engines.
 */
package io.enginebench.ground;
