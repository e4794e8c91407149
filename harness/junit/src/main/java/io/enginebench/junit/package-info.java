/** A gate in a JUnit suite: {@link io.enginebench.junit.EngineBenchGate}. What it says is {@code ./bench gate}'s. */
@NullMarked
package io.enginebench.junit;

import org.jspecify.annotations.NullMarked;
