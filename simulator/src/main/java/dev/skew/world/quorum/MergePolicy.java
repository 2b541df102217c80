package dev.skew.world.quorum;

import dev.skew.world.kv.MergedValue;
import dev.skew.world.quorum.SiblingRow.Version;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a store makes of versions that stand side by side, as the merge functions of Couchbase's
 * custom conflict resolution do; what a policy cannot decide is for somebody to decide.
 */
public enum MergePolicy {
  /** Nothing: clients that read them merge, or an operator. */
  MANUAL("manual"),
  /** All that is in any of them, as Dynamo's carts (2007, section 4.4): nothing is lost. */
  UNION("union"),
  /** The longest of them; two of the same length are undecided. */
  LONGEST("longest"),
  /** The one whose coordinator stands last in the ring's list; two of one node are undecided. */
  HIGHEST_WRITER("highest-writer"),
  /** The one with the latest wall clock of its coordinator: last write wins, after all. */
  NEWEST("newest");

  private final String label;

  MergePolicy(String label) {
    this.label = label;
  }

  /** The name as scenarios and commands write it. */
  public String label() {
    return label;
  }

  /**
   * What versions become.
   *
   * @param bytes size of the value
   */
  record Merged(String value, int bytes) {

    private static Merged of(Version version) {
      return new Merged(version.value(), version.bytes());
    }
  }

  /**
   * Whether the policy can decide: whether {@link #merge} would make one of these versions.
   *
   * @param limit as there
   */
  boolean decides(Collection<Version> versions, int limit) {
    return switch (this) {
      case MANUAL -> false;
      case UNION -> parts(versions) <= limit;
      case LONGEST, HIGHEST_WRITER, NEWEST -> winners(versions).size() == 1;
    };
  }

  /**
   * Merges versions.
   *
   * @param limit how many clients' values a merged one may be made of: a union that only grows is a
   *     sibling explosion in disguise
   * @return empty when the policy cannot decide
   */
  Optional<Merged> merge(Collection<Version> versions, int limit) {
    if (!decides(versions, limit)) {
      return Optional.empty();
    }
    return Optional.of(this == UNION ? union(versions) : winners(versions).iterator().next());
  }

  /** Of how many clients' values all of these are made. */
  private static int parts(Collection<Version> versions) {
    Set<String> parts = new HashSet<>();
    versions.forEach(version -> parts.addAll(MergedValue.parts(version.value())));
    return parts.size();
  }

  private static Merged union(Collection<Version> versions) {
    Set<String> distinct = new LinkedHashSet<>();
    int bytes = 0;
    for (Version version : versions) {
      bytes += distinct.add(version.value()) ? version.bytes() : 0;
    }
    return new Merged(MergedValue.union(distinct), bytes);
  }

  /** The value that is greatest by the policy's rank, and any other that is as great. */
  private Set<Merged> winners(Collection<Version> versions) {
    long most = versions.stream().mapToLong(this::rank).max().orElseThrow();
    Set<Merged> winners = new LinkedHashSet<>();
    for (Version version : versions) {
      if (rank(version) == most) {
        winners.add(Merged.of(version));
      }
    }
    return winners;
  }

  private long rank(Version version) {
    return switch (this) {
      case LONGEST -> version.value().length();
      case HIGHEST_WRITER -> Actors.nodeIndexOf(version.actor());
      case NEWEST -> version.atNanos();
      case MANUAL, UNION -> throw new AssertionError(this + " ranks nothing");
    };
  }
}
