/** Reading files that nobody vouches for, no further than is agreed. */
package io.enginebench.data.files;
