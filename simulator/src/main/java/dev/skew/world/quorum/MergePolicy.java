package dev.skew.world.quorum;

import dev.skew.world.kv.MergedValue;
import dev.skew.world.quorum.SiblingRow.Version;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

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
   * Merges versions.
   *
   * @param limit how many clients' values a merged one may be made of: a union that only grows is a
   *     sibling explosion in disguise
   * @return empty when the policy cannot decide
   */
  Optional<Merged> merge(Collection<Version> versions, int limit) {
    return switch (this) {
      case MANUAL -> Optional.empty();
      case UNION -> union(versions, limit);
      case LONGEST -> greatest(versions, version -> version.value().length());
      case HIGHEST_WRITER -> greatest(versions, version -> Actors.nodeIndexOf(version.actor()));
      case NEWEST -> greatest(versions, Version::atNanos);
    };
  }

  private static Optional<Merged> union(Collection<Version> versions, int limit) {
    Set<String> distinct = new LinkedHashSet<>();
    int bytes = 0;
    for (Version version : versions) {
      bytes += distinct.add(version.value()) ? version.bytes() : 0;
    }
    String value = MergedValue.union(distinct);
    return MergedValue.parts(value).size() > limit
        ? Optional.empty()
        : Optional.of(new Merged(value, bytes));
  }

  /** The value that is greatest by a rank, unless another one is as great. */
  private static Optional<Merged> greatest(
      Collection<Version> versions, ToLongFunction<Version> rank) {
    long most = versions.stream().mapToLong(rank).max().orElseThrow();
    List<Merged> winners =
        versions.stream()
            .filter(version -> rank.applyAsLong(version) == most)
            .map(Merged::of)
            .distinct()
            .toList();
    return winners.size() == 1 ? Optional.of(winners.get(0)) : Optional.empty();
  }
}
