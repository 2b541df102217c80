package dev.skew.world.quorum;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The newest heartbeat known of every node, as gossip carries it. Immutable; dense by place on the
 * ring, since sooner or later every node is known.
 */
final class Heartbeats {

  private final int[] beats;
  private final int known;

  /**
   * Takes over heartbeats by place, 0 for a node never heard of.
   *
   * @param beats nobody may change it any more
   */
  Heartbeats(int[] beats) {
    int count = 0;
    for (int beat : beats) {
      count += -beat >>> (Integer.SIZE - 1); // one for every beat above 0
    }
    this.beats = beats;
    this.known = count;
  }

  /** A node's beat, which grows through all its lives; 0 when it was never heard of. */
  int of(int place) {
    return beats[place];
  }

  /** How many nodes were ever heard of. */
  int known() {
    return known;
  }

  /**
   * Takes over what is newer here. Of a thousand heartbeats about half are, in no order that a
   * processor could foresee, so there are no branches; and with four bytes for each it takes
   * sixteen of them at once.
   *
   * @param movedAt set to {@code now} where a heartbeat was newer
   */
  void mergeInto(int[] newest, int[] movedAt, int now) {
    for (int place = 0; place < newest.length; place++) {
      int ahead = (newest[place] - beats[place]) >> (Integer.SIZE - 1); // all ones or none
      newest[place] = Math.max(newest[place], beats[place]);
      movedAt[place] = (now & ahead) | (movedAt[place] & ~ahead);
    }
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
