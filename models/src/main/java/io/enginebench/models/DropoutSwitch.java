package io.enginebench.models;

import ai.djl.nn.Block;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.recurrent.RecurrentBlock;
import java.lang.reflect.Field;

/** Switches dropout off. DJL's blocks keep their rates to themselves, so it takes them by name, those of other versions of DJL included. */
final class DropoutSwitch {
    private DropoutSwitch() {}

    /** The block itself, in which no block drops anything any more. */
    static Block off(Block block) {
        if (block instanceof Dropout) {
            clear(block, Dropout.class, "rate");
        } else if (block instanceof RecurrentBlock) {
            clear(block, RecurrentBlock.class, "dropRate");
        }
        block.getChildren().values().forEach(DropoutSwitch::off);
        return block;
    }

    private static void clear(Block block, Class<?> owner, String rate) {
        try {
            Field field = owner.getDeclaredField(rate);
            field.setAccessible(true);
            field.setFloat(block, 0);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException(
                    "dropout of " + owner.getSimpleName() + " must be one that can be switched off", e);
        }
    }
}
