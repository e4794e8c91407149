/**
 * Reading untrusted JSON and writing it whole or not at all. Start at {@link io.enginebench.results.json.Json}. The only
 * package that configures Jackson.
 */
package io.enginebench.results.json;
