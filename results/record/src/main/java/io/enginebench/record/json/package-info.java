/**
 * Reading untrusted JSON and writing it whole or not at all. Start at {@link io.enginebench.record.json.Json}. The only
 * package that configures Jackson.
 */
package io.enginebench.record.json;
