/**
 * What fixes a measurement, on both sides of it: in the plan and in what comes out. Start at {@link
 * io.enginebench.record.setting.Setting}. It must not depend on cells.
 */
package io.enginebench.record.setting;
