package dev.skew.world.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides, event by event, whether the operations on one key can be put in an order that respects
 * real time and in which every answer is right.
 *
 * <p>This is the search of Wing and Gong ("Testing and verifying concurrent objects", 1993) in the
 * just-in-time form of Lowe ("Testing for linearizability", 2017): an operation is given its place
 * when it is answered and not before, together with the open writes that it needs before it, and
 * all configurations that come out equal are kept once. Three things make it fast for a register. A
 * write that nobody saw is not placed in advance, at every place it might have had, but when it is
 * answered: it fits in just before any overwriting write that took its place since it began. A
 * value that went is remembered as long as a reader is under way that may return it. And of the
 * past only what came before whose beginning is known ({@link Horizon}): in which order two writes
 * went by while no reader began between them is forgotten, else a read that hangs would double the
 * orders with each pair of writes. So the number of configurations stays near the number of writes
 * under way, and at a quiet moment it is one.
 *
 * <p>A write without an answer may take effect at any time after it began, or never; it stays open
 * until every configuration has placed it, and costs no order before somebody has read its value.
 * Values need not be unique, but search is cheapest when they are.
 *
 * <p>Instants are counted by beginnings: an end lies between two of them, and nobody could tell two
 * such ends apart.
 *
 * <p>Cost: one answer may explore at most {@code budget} configurations. Beyond that the key is
 * {@link #isExceeded}: undecided from there on.
 */
final class KeyLinearizer {

  /** What a key holds that holds nothing. */
  static final String ABSENT = "\0absent";

  /** So many configurations are not worth making fewer. */
  private static final int FEW = 3;

  /** Comparing so many configurations costs about as much as making one. */
  private static final int COMPARISONS_PER_STEP = 8;

  private final int budget;
  private final List<@Nullable OpenWrite> open = new ArrayList<>();
  private final List<Integer> freeSlots = new ArrayList<>();
  private final Map<String, List<OpenWrite>> producers = new HashMap<>();
  private final ReadersUnderWay readers = new ReadersUnderWay();
  private List<Configuration> configurations = new ArrayList<>(1);
  private long begun;
  private int explored;
  private boolean exceeded;

  /** A key that held nothing before its first operation. */
  KeyLinearizer(int budget) {
    this(budget, List.of(ABSENT));
  }

  /**
   * @param initial what the key may have held before its first operation
   */
  KeyLinearizer(int budget, Collection<String> initial) {
    this.budget = budget;
    for (String state : initial) {
      configurations.add(Configuration.holding(state));
    }
  }

  /** A write begins; {@code expected} is null when it overwrites whatever is there. */
  OpenWrite beginWrite(@Nullable String expected, String produced) {
    long at = ++begun;
    if (exceeded) {
      return new OpenWrite(expected, produced, at, 0);
    }
    int slot = freeSlots.isEmpty() ? open.size() : freeSlots.remove(freeSlots.size() - 1);
    OpenWrite write = new OpenWrite(expected, produced, at, slot);
    if (slot == open.size()) {
      open.add(write);
    } else {
      open.set(slot, write);
    }
    producers.computeIfAbsent(produced, value -> new ArrayList<>(1)).add(write);
    if (!write.overwrites()) {
      readers.add(at);
    }
    return write;
  }

  /** A read begins; its instant names it. */
  long beginRead() {
    readers.add(++begun);
    return begun;
  }

  /** A read ends without a value. */
  void dropRead(long begunAt) {
    readers.remove(begunAt);
    forgetDetails();
  }

  /**
   * A read was answered; returns false when no order explains the answer. Then all goes on as if
   * the read had not been made, or as if the key had held since what it found.
   */
  boolean completeRead(long begunAt, String value) {
    long at = now();
    readers.remove(begunAt);
    if (exceeded) {
      return true;
    }
    explored = 0;
    List<Configuration> next = new ArrayList<>(configurations.size());
    for (Configuration configuration : configurations) {
      if (configuration.state.equals(value)
          || Sighting.find(configuration.seen, value, begunAt, false) != null) {
        add(next, configuration);
      } else {
        for (Placement placement : unseenBefore(configuration, value, begunAt)) {
          add(next, placement.configuration());
        }
        for (Configuration moved : moveTo(configuration, value, at)) {
          add(next, moved);
        }
      }
    }
    if (!next.isEmpty() || isOverBudget()) {
      return replaceBy(next);
    }
    List<Configuration> either = new ArrayList<>(configurations);
    for (Configuration configuration : configurations) {
      add(either, configuration.assume(value));
    }
    replaceBy(either);
    return false;
  }

  /**
   * A write was acknowledged, in time or after its client gave up; returns false when no order
   * explains it. Then the key is taken to hold what was written.
   */
  boolean completeWrite(OpenWrite write) {
    long at = now();
    if (!write.overwrites() && !write.unanswered) {
      readers.remove(write.begunAt);
    }
    if (exceeded) {
      return true;
    }
    explored = 0;
    List<Configuration> next = new ArrayList<>(configurations.size());
    for (Configuration configuration : configurations) {
      if (configuration.hasTaken(write)) {
        add(next, configuration.release(write));
      } else if (write.overwrites()) {
        if (write.begunAt < configuration.overwrittenAt) {
          add(next, configuration.hide(write, readers.any()));
        }
        add(next, configuration.apply(write, at, readers.any()));
      } else {
        completeConditional(configuration, write, at, next);
      }
    }
    close(write);
    if (!next.isEmpty() || explored > budget) {
      return replaceBy(next);
    }
    for (Configuration configuration : configurations) {
      add(next, configuration.apply(write, at, readers.any()).release(write));
    }
    replaceBy(next);
    return false;
  }

  /**
   * A write under way was refused for good; returns false when its effect was seen nevertheless.
   * Then it is taken to have happened.
   */
  boolean failWrite(OpenWrite write) {
    if (!write.overwrites()) {
      readers.remove(write.begunAt);
    }
    if (exceeded) {
      return true;
    }
    explored = 0;
    List<Configuration> next = new ArrayList<>(configurations.size());
    for (Configuration configuration : configurations) {
      if (!configuration.hasTaken(write)) {
        add(next, configuration);
      }
    }
    close(write);
    if (!next.isEmpty() || explored > budget) {
      return replaceBy(next);
    }
    for (Configuration configuration : configurations) {
      add(next, configuration.release(write));
    }
    replaceBy(next);
    return false;
  }

  /** The client of a write gave up on it. */
  void abandonWrite(OpenWrite write) {
    if (!write.overwrites()) {
      readers.remove(write.begunAt);
    }
    if (exceeded) {
      return;
    }
    write.unanswered = true;
    if (write.certain) {
      forget(write);
    }
    forgetDetails();
  }

  boolean isExceeded() {
    return exceeded;
  }

  int configurationCount() {
    return configurations.size();
  }

  /** The present instant: after all that has begun, not before what begins next. */
  private long now() {
    return begun + 1;
  }

  private void completeConditional(
      Configuration configuration, OpenWrite write, long at, List<Configuration> next) {
    String expected = expectedBy(write);
    write.onPath = true;
    if (configuration.state.equals(expected)) {
      add(next, configuration.apply(write, at, readers.any()));
    }
    for (Configuration moved : moveTo(configuration, expected, at)) {
      add(next, moved.apply(write, at, readers.any()));
    }
    for (Placement placement : unseenBefore(configuration, expected, write.begunAt)) {
      add(next, placement.extend(write.produced).configuration());
    }
    write.onPath = false;
  }

  /** Every way to give open writes a place at the end, now, so that the key holds the value. */
  private List<Configuration> moveTo(Configuration from, String value, long at) {
    List<OpenWrite> writes = producers.get(value);
    if (writes == null) {
      return List.of();
    }
    List<Configuration> found = new ArrayList<>(2);
    boolean unansweredTried = false;
    for (OpenWrite write : writes) {
      if (write.onPath || from.hasTaken(write) || isOverBudget()) {
        continue;
      }
      if (write.overwrites()) {
        if (isFirstOfItsKind(write, unansweredTried)) {
          found.add(from.apply(write, at, true).take(write));
          unansweredTried |= write.unanswered;
        }
        continue;
      }
      String expected = expectedBy(write);
      write.onPath = true;
      if (from.state.equals(expected)) {
        found.add(from.apply(write, at, true).take(write));
      }
      for (Configuration moved : moveTo(from, expected, at)) {
        found.add(moved.apply(write, at, true).take(write));
      }
      write.onPath = false;
    }
    return found;
  }

  /**
   * Every way to give open writes a place in the past, just before an overwriting write, so that
   * the key held the value at a moment after instant {@code after}.
   */
  private List<Placement> unseenBefore(Configuration from, String value, long after) {
    List<Placement> found = new ArrayList<>(2);
    for (Sighting at = from.seen; at != null && at.until > after; at = at.older) {
      if (at.overwritten && at.value.equals(value)) {
        found.add(new Placement(from, at));
      }
    }
    List<OpenWrite> writes = producers.getOrDefault(value, List.of());
    boolean unansweredTried = false;
    for (OpenWrite write : writes) {
      long since = Math.max(after, write.begunAt);
      if (write.onPath || from.hasTaken(write) || isOverBudget()) {
        continue;
      }
      if (write.overwrites()) {
        if (from.overwrittenAt > since && isFirstOfItsKind(write, unansweredTried)) {
          found.add(Placement.of(from.take(write).hide(write, true), value, from.overwrittenAt));
          unansweredTried |= write.unanswered;
        }
        continue;
      }
      write.onPath = true;
      String expected = expectedBy(write);
      for (Placement placement : unseenBefore(from, expected, since)) {
        found.add(placement.extend(value).take(write));
      }
      write.onPath = false;
    }
    return found;
  }

  /** Of writes of one value that nobody will answer any more the first will do. */
  private static boolean isFirstOfItsKind(OpenWrite write, boolean unansweredTried) {
    write.exchanged |= write.unanswered && unansweredTried;
    return !(write.unanswered && unansweredTried);
  }

  private static String expectedBy(OpenWrite conditional) {
    return Objects.requireNonNull(conditional.expected);
  }

  private boolean isOverBudget() {
    explored++;
    return explored > budget;
  }

  private void add(List<Configuration> set, Configuration candidate) {
    if (isOverBudget()) {
      return;
    }
    long oldest = readers.oldest();
    explored += set.size() / COMPARISONS_PER_STEP;
    for (int i = 0; i < set.size(); i++) {
      if (set.get(i).dominates(candidate, open, oldest)) {
        return;
      }
      if (candidate.dominates(set.get(i), open, oldest)) {
        set.set(i, candidate);
        removeDominated(set, i + 1, candidate, oldest);
        return;
      }
    }
    set.add(candidate);
  }

  private void removeDominated(List<Configuration> set, int from, Configuration by, long oldest) {
    for (int i = set.size() - 1; i >= from; i--) {
      if (by.dominates(set.get(i), open, oldest)) {
        set.remove(i);
      }
    }
  }

  private boolean replaceBy(List<Configuration> next) {
    if (explored > budget) {
      giveUp();
      return true;
    }
    boolean explained = !next.isEmpty();
    if (explained) {
      configurations = next;
    }
    forgetDetails();
    if (explained && !exceeded) {
      noteCertain();
    }
    return explained;
  }

  private void giveUp() {
    exceeded = true;
    configurations = new ArrayList<>();
    producers.clear();
    open.clear();
  }

  /** Makes configurations equal that differ in nothing that can still matter. */
  private void forgetDetails() {
    if (configurations.size() <= FEW && !remembersMuch()) {
      return;
    }
    explored = 0;
    Horizon horizon = Horizon.of(readers, open);
    List<Configuration> next = new ArrayList<>(configurations.size());
    int longest = 0;
    for (Configuration configuration : configurations) {
      Configuration rest = configuration.within(horizon);
      longest = Math.max(longest, rest.seen == null ? 0 : rest.seen.length);
      add(next, rest);
    }
    readers.keptSightings(longest);
    if (explored > budget) {
      giveUp();
    } else {
      configurations = next;
    }
  }

  private boolean remembersMuch() {
    boolean much = false;
    for (int i = 0; i < configurations.size(); i++) {
      Sighting seen = configurations.get(i).seen;
      much |= seen != null && (!readers.any() || seen.length > readers.forgetBeyond());
    }
    return much;
  }

  private void noteCertain() {
    long[] common = configurations.get(0).taken;
    for (int i = 1; common.length > 0 && i < configurations.size(); i++) {
      common = Bits.both(common, configurations.get(i).taken);
    }
    for (int word = 0; word < common.length; word++) {
      for (long rest = common[word]; rest != 0; rest &= rest - 1) {
        OpenWrite write = open.get((word << 6) + Long.numberOfTrailingZeros(rest));
        if (write != null && !write.certain) {
          write.certain = true;
          if (write.unanswered) {
            forget(write);
          }
        }
      }
    }
  }

  /** Every order has placed the write and nobody will ever answer it. */
  private void forget(OpenWrite write) {
    configurations.replaceAll(configuration -> configuration.release(write));
    close(write);
  }

  private void close(OpenWrite write) {
    write.closed = true;
    open.set(write.slot, null);
    freeSlots.add(write.slot);
    List<OpenWrite> sameValue = producers.get(write.produced);
    if (sameValue != null) {
      sameValue.remove(write);
      if (sameValue.isEmpty()) {
        producers.remove(write.produced);
      }
    }
  }

  /** A configuration and the sighting in it that whatever comes next follows. */
  private record Placement(Configuration configuration, Sighting sighting) {

    static Placement of(Configuration configuration, String value, long until) {
      Sighting sighting = Sighting.find(configuration.seen, value, until - 1, true);
      if (sighting == null) {
        throw new AssertionError("no sighting of " + value + " until instant " + until);
      }
      return new Placement(configuration, sighting);
    }

    Placement extend(String produced) {
      Sighting seen = configuration.seen;
      if (seen == null) {
        throw new AssertionError("no sightings to extend");
      }
      long until = sighting.until;
      Configuration extended = configuration.withSeen(Sighting.extend(seen, sighting, produced));
      return of(extended, produced, until);
    }

    Placement take(OpenWrite write) {
      return new Placement(configuration.take(write), sighting);
    }
  }
}
