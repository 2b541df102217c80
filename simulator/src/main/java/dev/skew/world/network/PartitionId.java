package dev.skew.world.network;

/**
 * A partition in force.
 *
 * @param number counted from 1 in the order in which they began
 */
public record PartitionId(int number) implements Comparable<PartitionId> {

  @Override
  public int compareTo(PartitionId other) {
    return Integer.compare(number, other.number);
  }
}
