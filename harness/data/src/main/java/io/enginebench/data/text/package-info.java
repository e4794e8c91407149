/** What readers of untrusted text share: which numbers they take, and how a piece of a file is shown in a message. */
package io.enginebench.data.text;
