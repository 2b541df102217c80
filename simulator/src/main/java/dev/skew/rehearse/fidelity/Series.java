package dev.skew.rehearse.fidelity;

/** One quantity of one experiment, measured many times. */
public final class Series {

  private final String metric;
  private final Unit unit;
  private final double[] values;

  /**
   * A series of these values.
   *
   * @param metric as the recordings call it
   * @param values in the order in which they were measured
   */
  public Series(String metric, Unit unit, double[] values) {
    this.metric = metric;
    this.unit = unit;
    this.values = values.clone();
  }

  public String metric() {
    return metric;
  }

  public Unit unit() {
    return unit;
  }

  public double[] values() {
    return values.clone();
  }

  public int size() {
    return values.length;
  }

  @Override
  public String toString() {
    return metric + " (" + unit.label() + ", n = " + values.length + ")";
  }

  /** What a value counts. */
  public enum Unit {
    MILLIS("ms"),
    COUNT("count");

    private final String label;

    Unit(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
