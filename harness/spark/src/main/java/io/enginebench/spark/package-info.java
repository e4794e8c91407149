/**
 * Runs inside Spark and hands shares of a plan to its executors. Start at {@link io.enginebench.spark.SharesOnSpark}. It is shipped to machines that
 * have nothing else of the project on their class path, so it must depend on Spark's Java API and the JDK alone.
 */
package io.enginebench.spark;
