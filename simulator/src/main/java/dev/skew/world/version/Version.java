package dev.skew.world.version;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of a node's software, as {@code v2.1.0}; ordered as Semantic Versioning 2.0.0 has it.
 */
public record Version(int major, int minor, int patch) implements Comparable<Version> {

  public static final int MAX_PART = 9_999;

  /** What a version looks like; the letter may be left out. */
  public static final String PATTERN = "^v?[0-9]{1,4}\\.[0-9]{1,4}\\.[0-9]{1,4}$";

  private static final Pattern PARTS = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");

  private static final Comparator<Version> BY_AGE =
      Comparator.comparingInt(Version::major)
          .thenComparingInt(Version::minor)
          .thenComparingInt(Version::patch);

  public Version {
    checkPart("major", major);
    checkPart("minor", minor);
    checkPart("patch", patch);
  }

  private static void checkPart(String name, int part) {
    if (part < 0 || part > MAX_PART) {
      throw new IllegalArgumentException(name + " must lie in 0 to " + MAX_PART + ", got " + part);
    }
  }

  /**
   * Reads a version.
   *
   * @throws IllegalArgumentException with what was expected and what was found
   */
  public static Version parse(String text) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      String found = text.length() > 60 ? text.substring(0, 60) + "..." : text;
      throw new IllegalArgumentException(
          "must be a version such as v2.1.0, got " + (found.isEmpty() ? "nothing" : found));
    }
    return new Version(
        Integer.parseInt(parts.group(1)),
        Integer.parseInt(parts.group(2)),
        Integer.parseInt(parts.group(3)));
  }

  /** The next minor release, or the next major one after the last minor one. */
  public Version next() {
    return minor < MAX_PART ? new Version(major, minor + 1, 0) : new Version(major + 1, 0, 0);
  }

  @Override
  public int compareTo(Version other) {
    return BY_AGE.compare(this, other);
  }

  @Override
  public String toString() {
    return "v" + major + "." + minor + "." + patch;
  }
}
