/**
 * What every job of a process has: the started engine and someone to tell how far the work is. Start at {@link
 * io.enginebench.worker.session.EngineSession}. Sees no other room of the worker.
 */
package io.enginebench.worker.session;
