/** Commands that hand the shares of a plan to a scheduler. Start at {@link io.enginebench.cli.cluster.SharesCommand}. */
package io.enginebench.cli.cluster;
