/**
 * One worker process: its environment, its life and the meaning of its end. Start at {@link
 * io.enginebench.campaign.process.WorkerLauncher}.
 */
package io.enginebench.campaign.process;
