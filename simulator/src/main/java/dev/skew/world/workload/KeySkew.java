package dev.skew.world.workload;

/** How unevenly operations fall on keys. */
public sealed interface KeySkew {

  /** Every key is as likely as any other. */
  record Uniform() implements KeySkew {}

  /**
   * The k-th key is chosen with a probability proportional to {@code 1 / k^theta}.
   *
   * @param theta 0 is uniform, 0.99 is what YCSB calls zipfian
   */
  record Zipf(double theta) implements KeySkew {

    public Zipf {
      if (!(theta >= 0 && theta <= 10)) {
        throw new IllegalArgumentException("theta must lie in [0, 10], got " + theta);
      }
    }
  }

  /**
   * A few keys take most operations; inside and outside that set choice is uniform.
   *
   * @param keyShare share of the keys that are hot, at least one key is
   * @param operationShare share of the operations that fall on them
   */
  record Hotspot(double keyShare, double operationShare) implements KeySkew {

    public Hotspot {
      if (!(keyShare >= 0 && keyShare <= 1 && operationShare >= 0 && operationShare <= 1)) {
        throw new IllegalArgumentException(
            "hot shares must lie in [0, 1], got " + keyShare + " and " + operationShare);
      }
    }
  }
}
