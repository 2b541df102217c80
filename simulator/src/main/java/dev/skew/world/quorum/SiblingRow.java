package dev.skew.world.quorum;

import static dev.skew.kernel.Checks.check;

import dev.skew.world.clock.VectorClock;
import dev.skew.world.quorum.Claim.WriteId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Versions that stand side by side, each named by its dot, over one causal context: the compact
 * form of dotted version vectors (Preguiça et al. 2010; Almeida et al. 2014).
 *
 * <p>The context covers every dot that ever stood here: a version that the other row lacks but
 * whose dot the other's context covers has been overwritten. That is sound because whoever makes a
 * dot keeps the row and passes the whole row on, never the new version alone. The same shape is an
 * add-wins set when the versions are its elements.
 */
final class SiblingRow implements Row {

  static final SiblingRow EMPTY = new SiblingRow(VectorClock.EMPTY, List.of(), 0);

  private static final int OVERHEAD_BYTES = 24;
  private static final int ENTRY_BYTES = 12;

  private final VectorClock context;
  private final List<Version> versions;
  private final long changedAtNanos;
  private final long hash;
  private final int sizeBytes;

  private SiblingRow(VectorClock context, List<Version> versions, long changedAtNanos) {
    this.context = context;
    this.versions = versions;
    this.changedAtNanos = changedAtNanos;

    long digest = changedAtNanos;
    int bytes = OVERHEAD_BYTES + ENTRY_BYTES * context.size();
    for (int i = 0; i < context.size(); i++) {
      digest = Hashing.combine(digest, context.actorAt(i));
      digest = Hashing.combine(digest, context.counterAt(i));
    }
    for (Version version : versions) {
      digest = Hashing.combine(digest, version.actor);
      digest = Hashing.combine(digest, version.counter);
      bytes += ENTRY_BYTES + version.bytes;
    }
    this.hash = digest;
    this.sizeBytes = bytes;
  }

  /**
   * One version.
   *
   * @param actor who wrote it, see {@link Actors}
   * @param counter which of that actor's writes it is
   * @param atNanos when it was written, by the coordinator's wall clock; decides nothing by itself
   * @param isHearsay see {@link Claim#isHearsay}
   */
  record Version(
      int actor, long counter, String value, int bytes, long atNanos, boolean isHearsay) {

    Version(int actor, long counter, String value, int bytes, long atNanos) {
      this(actor, counter, value, bytes, atNanos, false);
    }

    Version telling(String other) {
      return new Version(actor, counter, other, bytes, atNanos);
    }

    Version vouched(boolean isNowHearsay) {
      return new Version(actor, counter, value, bytes, atNanos, isNowHearsay);
    }

    WriteId write() {
      return new WriteId(counter, 0, actor);
    }

    boolean isSameWriteAs(Version other) {
      return actor == other.actor && counter == other.counter;
    }

    boolean isCoveredBy(VectorClock clock) {
      return clock.get(actor) >= counter;
    }
  }

  VectorClock context() {
    return context;
  }

  @Override
  public VectorClock clock() {
    return context;
  }

  List<Version> versions() {
    return versions;
  }

  /**
   * Adds a version that overwrites those which {@code seen} covers; its dot is in no context yet.
   */
  SiblingRow with(VectorClock seen, Version version, long atNanos) {
    check(!version.isCoveredBy(context), "version %s has been here", version);
    List<Version> standing = new ArrayList<>(versions.size() + 1);
    keepUnseen(seen, standing);
    insert(standing, version);
    VectorClock after = context.merge(seen).with(version.actor, version.counter);
    return new SiblingRow(after, standing, Math.max(changedAtNanos, atNanos));
  }

  /** Removes the versions which {@code seen} covers. */
  SiblingRow without(VectorClock seen, long atNanos) {
    List<Version> standing = new ArrayList<>(versions.size());
    keepUnseen(seen, standing);
    return new SiblingRow(context.merge(seen), standing, Math.max(changedAtNanos, atNanos));
  }

  /** The row of a set after its element was added again, or for the first time, by a new dot. */
  SiblingRow withElement(Version version, long atNanos) {
    SiblingRow rest = withoutElement(version.value, atNanos);
    return rest.with(VectorClock.EMPTY, version, atNanos);
  }

  SiblingRow withoutElement(String value, long atNanos) {
    List<Version> standing = new ArrayList<>(versions);
    standing.removeIf(version -> version.value.equals(value));
    return new SiblingRow(context, standing, Math.max(changedAtNanos, atNanos));
  }

  private void keepUnseen(VectorClock seen, List<Version> standing) {
    for (Version version : versions) {
      if (!version.isCoveredBy(seen)) {
        standing.add(version);
      }
    }
  }

  @Override
  public SiblingRow merge(Row other) {
    check(other instanceof SiblingRow, "a row of siblings met a %s", other.getClass());
    SiblingRow that = (SiblingRow) other;
    if (hash == that.hash || that == EMPTY) {
      return this;
    }
    if (this == EMPTY) {
      return that;
    }
    List<Version> standing = standing(that);
    VectorClock both = context.merge(that.context);
    long changed = Math.max(changedAtNanos, that.changedAtNanos);
    SiblingRow merged = new SiblingRow(both, standing, changed);
    if (merged.hash == hash) {
      return this;
    }
    return merged.hash == that.hash ? that : merged;
  }

  /** Versions that both hold, and those of either that the other's context does not cover. */
  private List<Version> standing(SiblingRow that) {
    List<Version> standing = new ArrayList<>(versions.size() + that.versions.size());
    int i = 0;
    int j = 0;
    while (i < versions.size() || j < that.versions.size()) {
      Version mine = i < versions.size() ? versions.get(i) : null;
      Version theirs = j < that.versions.size() ? that.versions.get(j) : null;
      if (theirs == null || (mine != null && isBefore(mine, theirs))) {
        addUnlessCovered(standing, versions.get(i++), that.context);
      } else if (mine == null || isBefore(theirs, mine)) {
        addUnlessCovered(standing, theirs, context);
        j++;
      } else {
        standing.add(mine);
        i++;
        j++;
      }
    }
    return standing;
  }

  private static void addUnlessCovered(
      List<Version> standing, Version version, VectorClock context) {
    if (!version.isCoveredBy(context)) {
      standing.add(version);
    }
  }

  /** Keeps the list sorted by dot, so that equal sets are equal lists. */
  private static void insert(List<Version> sorted, Version version) {
    int at = sorted.size();
    while (at > 0 && isBefore(version, sorted.get(at - 1))) {
      at--;
    }
    sorted.add(at, version);
  }

  private static boolean isBefore(Version one, Version other) {
    return one.actor != other.actor ? one.actor < other.actor : one.counter < other.counter;
  }

  @Override
  public List<Claim> claims() {
    List<Claim> claims = new ArrayList<>(versions.size());
    for (Version version : versions) {
      claims.add(new Claim(version.write(), version.value, version.isHearsay));
    }
    return claims;
  }

  @Override
  public boolean contradicts(Row other) {
    if (this == other || !(other instanceof SiblingRow that)) {
      return false;
    }
    for (Version mine : versions) {
      Version theirs = that.version(mine);
      if (theirs != null && !theirs.value.equals(mine.value)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Version version(Version same) {
    for (Version version : versions) {
      if (version.isSameWriteAs(same)) {
        return version;
      }
    }
    return null;
  }

  @Override
  public SiblingRow amendedBy(Row other, boolean isHearsayOnly) {
    return other instanceof SiblingRow that
        ? mapped(mine -> amended(mine, mine.isHearsay || !isHearsayOnly, that))
        : this;
  }

  private static Version amended(Version mine, boolean isOpen, SiblingRow other) {
    Version theirs = isOpen ? other.version(mine) : null;
    return theirs == null || theirs.value.equals(mine.value) ? mine : theirs;
  }

  @Override
  public SiblingRow vouched(Predicate<WriteId> isHearsay) {
    return mapped(
        version -> {
          boolean now = isHearsay.test(version.write());
          return now == version.isHearsay ? version : version.vouched(now);
        });
  }

  @Override
  public SiblingRow forged(UnaryOperator<String> change) {
    if (versions.isEmpty()) {
      return this;
    }
    Version last = versions.get(versions.size() - 1);
    String lie = change.apply(last.value);
    return mapped(one -> one.isSameWriteAs(last) ? one.telling(lie) : one);
  }

  private SiblingRow mapped(UnaryOperator<Version> change) {
    List<Version> after = new ArrayList<>(versions);
    after.replaceAll(change);
    return after.equals(versions) ? this : new SiblingRow(context, after, changedAtNanos);
  }

  @Override
  public List<String> values() {
    if (versions.size() == 1) {
      return List.of(versions.get(0).value);
    }
    Set<String> distinct = new LinkedHashSet<>();
    versions.forEach(version -> distinct.add(version.value));
    return List.copyOf(distinct);
  }

  /** The elements of a set, in their natural order. */
  List<String> elements() {
    Set<String> sorted = new TreeSet<>();
    versions.forEach(version -> sorted.add(version.value));
    return List.copyOf(sorted);
  }

  @Override
  public int versionCount() {
    return versions.size() < 2 ? versions.size() : values().size();
  }

  @Override
  public List<Integer> writers() {
    Set<Integer> nodes = new TreeSet<>();
    versions.forEach(version -> nodes.add(Actors.nodeIndexOf(version.actor)));
    return List.copyOf(nodes);
  }

  @Override
  public boolean isTombstone() {
    return versions.isEmpty();
  }

  @Override
  public long changedAtNanos() {
    return changedAtNanos;
  }

  @Override
  public long hash() {
    return hash;
  }

  @Override
  public int sizeBytes() {
    return sizeBytes;
  }

  @Override
  public String toString() {
    return "{" + context + "}" + versions;
  }
}
