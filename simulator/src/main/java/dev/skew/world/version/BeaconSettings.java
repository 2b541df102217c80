package dev.skew.world.version;

import dev.skew.kernel.SimTime;

/**
 * How versions spread by themselves.
 *
 * @param intervalNanos from one beacon round of a node to its next, 0 for no beacons
 * @param fanout how many peers a round reaches
 * @param adoptWithinNanos a node that has heard of a newer revision restarts with it after a delay
 *     drawn from zero to this. Nobody counts how many are down at once: with the delays drawn, of n
 *     nodes about n times (down and boot) over this are (as systemd's RandomizedDelaySec and
 *     Puppet's splay spread restarts).
 */
public record BeaconSettings(long intervalNanos, int fanout, long adoptWithinNanos) {

  public static final BeaconSettings OFF = new BeaconSettings(0, 1, 30 * SimTime.SECOND);

  public static final int MAX_FANOUT = 3;

  public BeaconSettings {
    if (intervalNanos < 0 || adoptWithinNanos < 0) {
      throw new IllegalArgumentException(
          "beacon times must not be negative, got %d and %d"
              .formatted(intervalNanos, adoptWithinNanos));
    }
    if (fanout < 1 || fanout > MAX_FANOUT) {
      throw new IllegalArgumentException(
          "fanout must lie in 1 to " + MAX_FANOUT + ", got " + fanout);
    }
  }

  public boolean isOn() {
    return intervalNanos > 0;
  }
}
