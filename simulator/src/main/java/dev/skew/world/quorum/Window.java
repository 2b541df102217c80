package dev.skew.world.quorum;

import org.jspecify.annotations.Nullable;

/**
 * Operations under way, by ids that are given out in ascending order: a table whose place is the
 * low bits of the id, wide enough for all that live at once. No boxing, no hashing.
 */
final class Window<T> {

  private @Nullable Object[] values = new Object[64];
  private long[] ids = new long[64];
  private int size;

  @SuppressWarnings("unchecked") // only put stores, and it takes T
  @Nullable T get(long id) {
    int place = (int) id & values.length - 1;
    return ids[place] == id ? (T) values[place] : null;
  }

  void put(long id, T value) {
    while (values[(int) id & values.length - 1] != null) {
      widen();
    }
    int place = (int) id & values.length - 1;
    ids[place] = id;
    values[place] = value;
    size++;
  }

  void remove(long id) {
    int place = (int) id & values.length - 1;
    if (ids[place] == id && values[place] != null) {
      values[place] = null;
      size--;
    }
  }

  int size() {
    return size;
  }

  private void widen() {
    @Nullable Object[] oldValues = values;
    long[] oldIds = ids;
    values = new Object[2 * oldValues.length];
    ids = new long[2 * oldIds.length];
    for (int i = 0; i < oldValues.length; i++) {
      if (oldValues[i] != null) {
        int place = (int) oldIds[i] & values.length - 1;
        values[place] = oldValues[i];
        ids[place] = oldIds[i];
      }
    }
  }
}
