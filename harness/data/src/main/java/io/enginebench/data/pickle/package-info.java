/**
 * Python pickles from people nobody knows, read without ever calling what they name. Start at {@link
 * io.enginebench.data.pickle.NumpyUnpickler}.
 */
package io.enginebench.data.pickle;
