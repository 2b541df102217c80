package dev.skew.world.raft;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive entries: an immutable window on an array that a log or a message shares. Nobody
 * writes to a slot of that array twice, so a window needs no copy.
 */
public final class EntryList implements Iterable<Entry> {

  public static final EntryList EMPTY = new EntryList(new Entry[0], 0, 0);

  private final @Nullable Entry[] items;
  private final int from;
  private final int to;

  EntryList(@Nullable Entry[] items, int from, int to) {
    this.items = items;
    this.from = from;
    this.to = to;
  }

  /**
   * Copies entries.
   *
   * @throws IllegalArgumentException when their indexes are not consecutive
   */
  public static EntryList of(List<Entry> entries) {
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i).index() != entries.get(0).index() + i) {
        throw new IllegalArgumentException(
            "entry "
                + entries.get(i).index()
                + " follows "
                + entries.get(i - 1).index()
                + "; indexes must be consecutive");
      }
    }
    return new EntryList(entries.toArray(new Entry[0]), 0, entries.size());
  }

  public int size() {
    return to - from;
  }

  public boolean isEmpty() {
    return to == from;
  }

  /** The entry at a position from 0. */
  public Entry get(int position) {
    if (position < 0 || position >= to - from) {
      throw new IndexOutOfBoundsException(position);
    }
    return Objects.requireNonNull(items[from + position]);
  }

  public Entry first() {
    return get(0);
  }

  public Entry last() {
    return get(size() - 1);
  }

  /** Sum of the entries' sizes. */
  public int sizeBytes() {
    int bytes = 0;
    for (int i = from; i < to; i++) {
      bytes += Objects.requireNonNull(items[i]).sizeBytes();
    }
    return bytes;
  }

  /** The entries from a position on, in the same array. */
  public EntryList skip(int count) {
    return count == 0 ? this : new EntryList(items, from + count, to);
  }

  /**
   * These entries up to where {@code later} begins, then {@code later}: what is on disk after both
   * were written.
   */
  EntryList overwrittenBy(EntryList later) {
    if (isEmpty() || later.isEmpty()) {
      return isEmpty() ? later : this;
    }
    int kept = (int) Math.min(size(), later.first().index() - first().index());
    if (kept <= 0) {
      return later;
    }
    if (later.items == items && later.from == from + kept) {
      return new EntryList(items, from, later.to);
    }
    Entry[] joined = new Entry[kept + later.size()];
    System.arraycopy(items, from, joined, 0, kept);
    System.arraycopy(later.items, later.from, joined, kept, later.size());
    return new EntryList(joined, 0, joined.length);
  }

  /** Copies the entries into an array that nobody else holds. */
  void copyInto(@Nullable Entry[] target, int at) {
    System.arraycopy(items, from, target, at, size());
  }

  @Override
  public Iterator<Entry> iterator() {
    return new Iterator<>() {
      private int next = from;

      @Override
      public boolean hasNext() {
        return next < to;
      }

      @Override
      public Entry next() {
        if (next >= to) {
          throw new NoSuchElementException();
        }
        return Objects.requireNonNull(items[next++]);
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof EntryList that) || that.size() != size()) {
      return false;
    }
    for (int i = 0; i < size(); i++) {
      if (!get(i).equals(that.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return isEmpty() ? 0 : Long.hashCode(first().index() * 31 + size());
  }

  @Override
  public String toString() {
    return isEmpty() ? "[]" : "[" + first().index() + ".." + last().index() + "]";
  }
}
