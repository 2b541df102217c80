package dev.skew.world.clock;

import java.util.Arrays;

/**
 * How many events of each actor are known (Mattern 1989, Fidge 1988). Immutable; two arrays sorted
 * by actor, and actors at zero are left out, so that equal clocks are equal objects.
 */
public final class VectorClock {

  public static final VectorClock EMPTY = new VectorClock(new int[0], new long[0]);

  private final int[] actors;
  private final long[] counters;

  private VectorClock(int[] actors, long[] counters) {
    this.actors = actors;
    this.counters = counters;
  }

  public static VectorClock of(int actor, long counter) {
    return EMPTY.with(actor, counter);
  }

  /** How many events of the actor are known; 0 when none. */
  public long get(int actor) {
    int place = Arrays.binarySearch(actors, actor);
    return place < 0 ? 0 : counters[place];
  }

  public VectorClock increment(int actor) {
    return with(actor, get(actor) + 1);
  }

  /** The same with at least {@code counter} events of the actor. */
  public VectorClock with(int actor, long counter) {
    if (counter <= get(actor)) {
      return this;
    }
    int place = Arrays.binarySearch(actors, actor);
    if (place >= 0) {
      long[] raised = counters.clone();
      raised[place] = counter;
      return new VectorClock(actors, raised);
    }
    int at = -place - 1;
    int[] moreActors = new int[actors.length + 1];
    long[] moreCounters = new long[actors.length + 1];
    System.arraycopy(actors, 0, moreActors, 0, at);
    System.arraycopy(counters, 0, moreCounters, 0, at);
    moreActors[at] = actor;
    moreCounters[at] = counter;
    System.arraycopy(actors, at, moreActors, at + 1, actors.length - at);
    System.arraycopy(counters, at, moreCounters, at + 1, actors.length - at);
    return new VectorClock(moreActors, moreCounters);
  }

  /** The least clock that knows what either knows. */
  public VectorClock merge(VectorClock other) {
    if (other.isDominatedBy(this)) {
      return this;
    }
    if (isDominatedBy(other)) {
      return other;
    }
    int[] mergedActors = new int[actors.length + other.actors.length];
    long[] mergedCounters = new long[mergedActors.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < actors.length || j < other.actors.length) {
      int mine = i < actors.length ? actors[i] : Integer.MAX_VALUE;
      int theirs = j < other.actors.length ? other.actors[j] : Integer.MAX_VALUE;
      mergedActors[size] = Math.min(mine, theirs);
      long myCount = mine <= theirs ? counters[i++] : 0;
      long theirCount = theirs <= mine ? other.counters[j++] : 0;
      mergedCounters[size++] = Math.max(myCount, theirCount);
    }
    return new VectorClock(Arrays.copyOf(mergedActors, size), Arrays.copyOf(mergedCounters, size));
  }

  /** How this clock stands to the other. */
  public Order compare(VectorClock other) {
    boolean below = isDominatedBy(other);
    boolean above = other.isDominatedBy(this);
    if (below) {
      return above ? Order.EQUAL : Order.BEFORE;
    }
    return above ? Order.AFTER : Order.CONCURRENT;
  }

  /** Whether the other knows every event that this one knows. */
  public boolean isDominatedBy(VectorClock other) {
    int j = 0;
    for (int i = 0; i < actors.length; i++) {
      while (j < other.actors.length && other.actors[j] < actors[i]) {
        j++;
      }
      if (j == other.actors.length
          || other.actors[j] != actors[i]
          || other.counters[j] < counters[i]) {
        return false;
      }
    }
    return true;
  }

  public boolean isEmpty() {
    return actors.length == 0;
  }

  /** How many actors it knows of. */
  public int size() {
    return actors.length;
  }

  /** The actor at a place, in ascending order. */
  public int actorAt(int place) {
    return actors[place];
  }

  public long counterAt(int place) {
    return counters[place];
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException when the text is no vector clock
   */
  public static VectorClock parse(String text) {
    VectorClock clock = EMPTY;
    int at = 0;
    while (at < text.length()) {
      int colon = text.indexOf(':', at);
      int comma = text.indexOf(',', at);
      int end = comma < 0 ? text.length() : comma;
      if (colon < 0 || colon > end) {
        throw new IllegalArgumentException(
            "a vector clock is written as actor:counter,actor:counter, got \"" + text + "\"");
      }
      int actor = Integer.parseInt(text, at, colon, 10);
      clock = clock.with(actor, Long.parseLong(text, colon + 1, end, 10));
      at = end + 1;
    }
    return clock;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VectorClock that
        && Arrays.equals(actors, that.actors)
        && Arrays.equals(counters, that.counters);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(actors) + Arrays.hashCode(counters);
  }

  /** As {@code 0:3,4:1}; empty for the empty clock. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < actors.length; i++) {
      text.append(i == 0 ? "" : ",").append(actors[i]).append(':').append(counters[i]);
    }
    return text.toString();
  }

  /** How two clocks can stand to each other. */
  public enum Order {
    BEFORE,
    AFTER,
    EQUAL,
    CONCURRENT
  }
}
