package io.enginebench.record.graph;

import io.enginebench.record.json.JsonEnum;

/** What an array's elements are, by the names that DJL and NumPy give them. */
public enum ElementType implements JsonEnum {
    FLOAT16(2),
    FLOAT32(4),
    FLOAT64(8),
    INT8(1),
    UINT8(1),
    INT32(4),
    INT64(8),
    BOOLEAN(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}
