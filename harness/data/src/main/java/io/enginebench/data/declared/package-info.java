/**
 * A user's own files as rows: tables, arrays, pictures and texts, as a task file describes them, none of which is trusted. Start at {@link
 * io.enginebench.data.declared.OwnTask}.
 */
package io.enginebench.data.declared;
