package dev.skew.world.network;

/**
 * netem's {@code reorder PERCENT [CORRELATION] [gap DISTANCE]}: every gap-th packet is, with that
 * probability, sent at once, ahead of those whose delay still runs.
 *
 * @param chance probability that a candidate jumps the queue
 * @param gap each gap-th packet is a candidate; 1 makes every packet one
 */
public record Reordering(Chance chance, int gap) {

  public static final Reordering NONE = new Reordering(Chance.NEVER, 1);

  public Reordering {
    if (gap < 1) {
      throw new IllegalArgumentException("reordering gap must be at least 1, got " + gap);
    }
  }

  public static Reordering of(double ratio) {
    return new Reordering(Chance.of(ratio), 1);
  }
}
