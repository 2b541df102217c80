package dev.skew.world.raft;

/**
 * The last indexes of append messages that a peer has not answered, oldest first. Immutable; like
 * the log it shares its array between the views of it.
 */
final class Inflights {

  static final Inflights EMPTY = new Inflights(new Slots(0), 0, 0);

  private static final int SMALLEST_ARRAY = 16;

  private static final class Slots {
    private final long[] items;
    private int used;

    Slots(int capacity) {
      this.items = new long[capacity];
    }
  }

  private final Slots slots;
  private final int from;
  private final int to;

  private Inflights(Slots slots, int from, int to) {
    this.slots = slots;
    this.from = from;
    this.to = to;
  }

  int count() {
    return to - from;
  }

  Inflights plus(long lastIndex) {
    Slots target = slots;
    int first = from;
    if (to != slots.used || to == slots.items.length) {
      target = new Slots(Math.max(SMALLEST_ARRAY, 2 * (count() + 1)));
      System.arraycopy(slots.items, from, target.items, 0, count());
      target.used = count();
      first = 0;
    }
    target.items[target.used++] = lastIndex;
    return new Inflights(target, first, target.used);
  }

  /** Without those that end at or before an index. */
  Inflights acknowledged(long index) {
    int first = from;
    while (first < to && slots.items[first] <= index) {
      first++;
    }
    return first == from ? this : new Inflights(slots, first, to);
  }

  Inflights withoutOldest() {
    return count() == 0 ? this : new Inflights(slots, from + 1, to);
  }
}
