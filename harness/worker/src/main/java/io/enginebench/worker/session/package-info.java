/**
 * What every job of a process has beside its engine: someone to tell how far the work is, {@link
 * io.enginebench.worker.session.Progress}. Sees no other room of the worker.
 */
package io.enginebench.worker.session;
