package dev.skew.world.fault;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a Byzantine node tells its peers instead of the truth. */
public enum Untruth {
  /** Another value for a version that it holds. */
  VALUE("value"),
  /** The value of an older version, signed with the newest one's timestamp. */
  STALE("stale"),
  /** Another hash of rows than they have, when replicas compare their hash trees. */
  DIGEST("digest"),
  /** That it votes for a candidate, when it has voted for another one in that term. */
  VOTE("vote");

  /** Every kind that stores know. */
  static final Set<Untruth> ALL =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(VOTE)));

  /** The one that members of the consensus group know. */
  static final Set<Untruth> OF_MEMBERS = Collections.unmodifiableSet(EnumSet.of(VOTE));

  /** What stands for every kind of stores' in a command. */
  private static final String EVERYTHING = "all";

  private final String label;

  Untruth(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  static Flag<Set<Untruth>> flag() {
    String kinds = labels(EnumSet.allOf(Untruth.class), "|");
    return new Flag<>(
        "what",
        kinds + "|" + EVERYTHING,
        Untruth::read,
        Untruth::write,
        ALL,
        "other values, old values as new ones, hashes that are not those of the rows, several joined"
            + " by commas, or all of these; or second votes in a term, of members of the consensus"
            + " group");
  }

  private static Set<Untruth> read(String text) {
    if (text.equals(EVERYTHING)) {
      return ALL;
    }
    Set<Untruth> kinds = EnumSet.noneOf(Untruth.class);
    for (String word : text.split(",", -1)) {
      List<Untruth> found =
          Arrays.stream(values())
              .filter(kind -> kind.label.equals(word))
              .collect(Collectors.toList());
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "must be some of %s joined by commas, or %s, got %s"
                .formatted(labels(EnumSet.allOf(Untruth.class), ", "), EVERYTHING, text));
      }
      kinds.addAll(found);
    }
    return Collections.unmodifiableSet(kinds);
  }

  private static String write(Set<Untruth> kinds) {
    return kinds.equals(ALL) ? EVERYTHING : labels(kinds, ",");
  }

  private static String labels(Set<Untruth> kinds, String between) {
    return Arrays.stream(values())
        .filter(kinds::contains)
        .map(Untruth::label)
        .collect(Collectors.joining(between));
  }
}
