package dev.skew.world.check;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known of operations under way, by their ids: a ring, since ids are dense and most
 * operations end soon after they began. Its size is the distance between the oldest and the newest.
 */
final class UnderWay<T> {

  private static final long FREE = -1;

  private long[] ids = new long[64];
  private @Nullable Object[] values = new Object[64];

  UnderWay() {
    Arrays.fill(ids, FREE);
  }

  /** Notes an operation whose id is not negative; what was noted before under its id is gone. */
  void put(long id, T value) {
    while (ids[placeOf(id)] != FREE && ids[placeOf(id)] != id) {
      grow();
    }
    ids[placeOf(id)] = id;
    values[placeOf(id)] = value;
  }

  @SuppressWarnings("unchecked") // only put fills the array
  @Nullable T get(long id) {
    int place = placeOf(id);
    return ids[place] == id ? (T) values[place] : null;
  }

  /** Forgets an operation; returns what was known of it. */
  @Nullable T remove(long id) {
    T value = get(id);
    if (value != null) {
      ids[placeOf(id)] = FREE;
      values[placeOf(id)] = null;
    }
    return value;
  }

  private int placeOf(long id) {
    return (int) id & (ids.length - 1);
  }

  private void grow() {
    long[] oldIds = ids;
    @Nullable Object[] oldValues = values;
    ids = new long[2 * oldIds.length];
    values = new Object[2 * oldIds.length];
    Arrays.fill(ids, FREE);
    for (int i = 0; i < oldIds.length; i++) {
      if (oldIds[i] != FREE) {
        ids[placeOf(oldIds[i])] = oldIds[i];
        values[placeOf(oldIds[i])] = oldValues[i];
      }
    }
  }
}
