/** The adapter for Apache MXNet, found by the worker through the service loader. */
package io.enginebench.engines.mxnet;
