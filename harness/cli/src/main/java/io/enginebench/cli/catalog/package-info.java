/** The commands that show what there is: engines, tasks, data. */
package io.enginebench.cli.catalog;
