/**
 * Values that cross the border of a process or land in a file, and the one rule for stating a mistake ({@link
 * io.enginebench.record.Check}). It must not depend on anything else of the project.
 */
package io.enginebench.record;
