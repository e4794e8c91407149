/**
 * Rows, draws, and the networks that train on and answer them. Start at {@link io.enginebench.worker.learn.Answerer}, which a
 * {@link io.enginebench.worker.learn.Learner} is too. Of the worker's rooms it sees the session alone.
 */
package io.enginebench.worker.learn;
