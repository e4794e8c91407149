package io.enginebench.campaign.parity.reference.array;

/** How exactly is computed. */
public enum Precision {
    /** In doubles. */
    FLOAT64 {
        @Override
        public double of(double value) {
            return value;
        }

        @Override
        public Tensor of(Tensor made) {
            return made;
        }
    },
    /**
     * With what each operator makes, forward and backward, rounded to a 32-bit float, and so is every sum after every term: what the
     * most straightforward engine does.
     */
    FLOAT32 {
        @Override
        public double of(double value) {
            return (float) value;
        }

        @Override
        public Tensor of(Tensor made) {
            return made.asFloats();
        }
    };

    /** A number. */
    public abstract double of(double value);

    /** What an operator made. */
    public abstract Tensor of(Tensor made);
}
