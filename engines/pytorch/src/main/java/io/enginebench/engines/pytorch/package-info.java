/** The adapter for PyTorch, found by the worker through the service loader. */
package io.enginebench.engines.pytorch;
