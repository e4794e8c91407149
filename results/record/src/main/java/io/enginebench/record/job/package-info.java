/**
 * How a campaign and its worker processes talk: what a process is told ({@link io.enginebench.record.job.Job}), what it says
 * meanwhile ({@link io.enginebench.record.job.WorkerEvent}) and by which files ({@link
 * io.enginebench.record.job.WorkerFiles}).
 */
package io.enginebench.record.job;
