package dev.skew.world.network;

/**
 * Something that happens to a share of packets.
 *
 * @param ratio share of packets, from 0 to 1
 * @param correlation weight of the last draw in the next, from 0 to below 1
 */
public record Chance(double ratio, double correlation) {

  public static final Chance NEVER = new Chance(0, 0);

  public Chance {
    Ratios.requireRatio("ratio", ratio);
    Ratios.requireCorrelation("correlation", correlation);
  }

  public static Chance of(double ratio) {
    return new Chance(ratio, 0);
  }
}
