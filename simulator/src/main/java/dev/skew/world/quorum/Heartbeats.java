package dev.skew.world.quorum;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The newest heartbeat known of every node, as gossip carries it. Immutable; dense by place on the
 * ring, since sooner or later every node is known.
 */
final class Heartbeats {

  private final long[] beats;
  private final int known;

  /** Takes over an array that nobody changes any more. */
  private Heartbeats(long[] beats, int known) {
    this.beats = beats;
    this.known = known;
  }

  /** Copies heartbeats by place, 0 for a node never heard of. */
  static Heartbeats copyOf(long[] beats) {
    int known = 0;
    for (long beat : beats) {
      known += beat > 0 ? 1 : 0;
    }
    return new Heartbeats(beats.clone(), known);
  }

  /** Life and beat of a node in one number that grows, 0 when it was never heard of. */
  long of(int place) {
    return beats[place];
  }

  /** How many nodes were ever heard of. */
  int known() {
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Heartbeats that && Arrays.equals(beats, that.beats);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(beats);
  }

  @Override
  public String toString() {
    return Arrays.toString(beats);
  }
}
