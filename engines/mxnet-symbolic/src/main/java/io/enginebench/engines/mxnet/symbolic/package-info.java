/**
 * MXNet, hybridised: a variant that trains only where it is named. Start at {@link
 * io.enginebench.engines.mxnet.symbolic.SymbolicMxNetAdapter}. Depends on the adapter of MXNet and on what that one may.
 */
package io.enginebench.engines.mxnet.symbolic;
