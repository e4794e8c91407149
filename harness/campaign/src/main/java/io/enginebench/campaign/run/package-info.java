/**
 * What a campaign needs of the machine: a folder to write to, sole use of the host, and facts to record. Start at {@link
 * io.enginebench.campaign.run.RunFolder}.
 */
package io.enginebench.campaign.run;
