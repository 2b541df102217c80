package dev.skew.world.topology;

/**
 * A place; links between two regions have the quality that the scenario gives the pair.
 *
 * @param name as {@code eu-west}
 */
public record Region(String name) implements Comparable<Region> {

  public Region {
    if (name.isBlank()) {
      throw new IllegalArgumentException("region name must not be blank");
    }
  }

  @Override
  public int compareTo(Region other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
