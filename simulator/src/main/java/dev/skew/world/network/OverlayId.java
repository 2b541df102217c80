package dev.skew.world.network;

/**
 * A change of link quality in force.
 *
 * @param number counted from 1 in the order in which they began
 */
public record OverlayId(int number) implements Comparable<OverlayId> {

  @Override
  public int compareTo(OverlayId other) {
    return Integer.compare(number, other.number);
  }
}
