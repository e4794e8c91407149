/** Code that a user names: found, checked without being run, compiled where it is a source file. */
package io.enginebench.campaign.plugin;
