/** PyTorch with each network called as a whole: one TorchScript function, written from the network's recorded graph. */
package io.enginebench.engines.pytorch.script;
