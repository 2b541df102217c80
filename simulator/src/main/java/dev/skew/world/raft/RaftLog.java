package dev.skew.world.raft;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A member's log: its last snapshot, and the entries that are still held. Immutable from outside;
 * appending to the newest view of an array writes into the array's free end, anything else copies
 * what is held.
 */
public final class RaftLog {

  /** What {@link #termAt} gives for an index that is not held. */
  public static final long UNKNOWN_TERM = -1;

  private static final int SMALLEST_ARRAY = 16;

  /** Slots below {@code used} are taken for good; the view that ends there may take the next. */
  private static final class Slots {
    private final @Nullable Entry[] items;
    private int used;

    Slots(int capacity, int used) {
      this.items = new Entry[capacity];
      this.used = used;
    }
  }

  private final Snapshot snapshot;
  private final long base; // index before the first held entry
  private final long baseTerm;
  private final Slots slots;
  private final int from;
  private final int to;

  private RaftLog(Snapshot snapshot, long base, long baseTerm, Slots slots, int from, int to) {
    this.snapshot = snapshot;
    this.base = base;
    this.baseTerm = baseTerm;
    this.slots = slots;
    this.from = from;
    this.to = to;
  }

  /** A log that holds nothing but a snapshot. */
  public static RaftLog startingAt(Snapshot snapshot) {
    return new RaftLog(
        snapshot, snapshot.index(), snapshot.term(), new Slots(SMALLEST_ARRAY, 0), 0, 0);
  }

  /** A log as read from disk: a snapshot and the entries after it. */
  public static RaftLog of(Snapshot snapshot, EntryList entries) {
    return startingAt(snapshot).replaceFrom(snapshot.index() + 1, entries);
  }

  /** The last snapshot; entries before its index may still be held. */
  public Snapshot snapshot() {
    return snapshot;
  }

  /** Index of the first entry held, one more than {@link #lastIndex} when none is. */
  public long firstIndex() {
    return base + 1;
  }

  public long lastIndex() {
    return base + (to - from);
  }

  public long lastTerm() {
    return to == from ? baseTerm : Objects.requireNonNull(slots.items[to - 1]).term();
  }

  /** The term of the entry at an index, {@link #UNKNOWN_TERM} when compacted or not there yet. */
  public long termAt(long index) {
    if (index == base) {
      return baseTerm;
    }
    return index < base || index > lastIndex() ? UNKNOWN_TERM : entryAt(index).term();
  }

  /** The entry at an index from {@link #firstIndex} to {@link #lastIndex}. */
  public Entry entryAt(long index) {
    if (index <= base || index > lastIndex()) {
      throw new IndexOutOfBoundsException("no entry " + index + " in a log that holds " + held());
    }
    return Objects.requireNonNull(slots.items[slot(index)]);
  }

  /** The entries from {@code first} to {@code last}, both held; empty when {@code first > last}. */
  public EntryList slice(long first, long last) {
    if (first > last) {
      return EntryList.EMPTY;
    }
    if (first <= base || last > lastIndex()) {
      throw new IndexOutOfBoundsException(
          "slice [" + first + ", " + last + "] of a log that holds " + held());
    }
    return new EntryList(slots.items, slot(first), slot(last) + 1);
  }

  /** The entries from {@code first} on, at most {@code maxBytes} of them but at least one. */
  public EntryList sliceFrom(long first, long maxBytes) {
    long last = first - 1;
    long bytes = 0;
    while (last < lastIndex()) {
      bytes += entryAt(last + 1).sizeBytes();
      if (bytes > maxBytes && last >= first) {
        break;
      }
      last++;
    }
    return slice(first, last);
  }

  /** Whether a log that ends so is at least as up to date as this one (paper §5.4.1). */
  public boolean isNotNewerThan(long otherLastTerm, long otherLastIndex) {
    return otherLastTerm > lastTerm()
        || (otherLastTerm == lastTerm() && otherLastIndex >= lastIndex());
  }

  /** Keeps what is before {@code index}, then holds {@code entries}, the first of which is it. */
  RaftLog replaceFrom(long index, EntryList entries) {
    if (!entries.isEmpty() && entries.first().index() != index) {
      throw new IllegalArgumentException("entries " + entries + " do not begin at " + index);
    }
    Slots target = room(slot(index), entries.size());
    int keptFrom = target == slots ? from : 0;
    int end = target.used;
    entries.copyInto(target.items, end);
    target.used = end + entries.size();
    return new RaftLog(snapshot, base, baseTerm, target, keptFrom, target.used);
  }

  /** One more entry at the end. */
  RaftLog append(Entry entry) {
    Slots target = room(to, 1);
    int keptFrom = target == slots ? from : 0;
    target.items[target.used++] = entry;
    return new RaftLog(snapshot, base, baseTerm, target, keptFrom, target.used);
  }

  /** Forgets everything but a snapshot that was received. */
  RaftLog restoredFrom(Snapshot received) {
    return startingAt(received);
  }

  /** Takes note of an own snapshot and forgets the entries more than {@code kept} behind it. */
  RaftLog compactedTo(Snapshot taken, long kept) {
    long newBase = Math.max(base, Math.min(taken.index() - kept, lastIndex()));
    return new RaftLog(taken, newBase, termAt(newBase), slots, from + (int) (newBase - base), to);
  }

  /**
   * The largest index up to {@code index} whose term is at most {@code term}: how 3.5 skips a whole
   * term that cannot match. An index beyond the log is given back as it is.
   */
  long lastIndexWithin(long index, long term) {
    if (index > lastIndex()) {
      return index;
    }
    long candidate = index;
    while (candidate > base && termAt(candidate) > term) {
      candidate--;
    }
    return candidate;
  }

  private String held() {
    return "[" + firstIndex() + ", " + lastIndex() + "]";
  }

  private int slot(long index) {
    return from + (int) (index - base - 1);
  }

  /** An array whose next free slot is the one after the {@code end - from} entries kept. */
  private Slots room(int end, int count) {
    if (end == slots.used && end + count <= slots.items.length) {
      return slots;
    }
    int kept = end - from;
    Slots copy = new Slots(Math.max(SMALLEST_ARRAY, 2 * (kept + count)), kept);
    System.arraycopy(slots.items, from, copy.items, 0, kept);
    return copy;
  }
}
