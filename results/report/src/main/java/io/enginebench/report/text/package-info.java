/**
 * How numbers and names are written, for tables, pages and lists alike; nothing of what is said with them. Start at {@link
 * io.enginebench.report.text.Numbers}.
 */
package io.enginebench.report.text;
