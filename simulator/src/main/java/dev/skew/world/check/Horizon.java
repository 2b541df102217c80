package dev.skew.world.check;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which instants of the past can still be told apart. Only what is under way looks back, and it
 * only asks whether something was before it began: instants with the same beginnings before them
 * are one.
 */
final class Horizon {

  /** Beginnings of those that look for values: reads and conditional writes. */
  private final long[] readers;

  /** Beginnings of those too that look for a place before an overwriting write. */
  private final long[] all;

  private Horizon(long[] readers, long[] all) {
    this.readers = readers;
    this.all = all;
  }

  /**
   * @param open writes that may take effect; null where there is none
   */
  static Horizon of(ReadersUnderWay readers, List<@Nullable OpenWrite> open) {
    long[] overwriting = new long[open.size()];
    long[] conditional = new long[open.size()];
    int overwritingCount = 0;
    int conditionalCount = 0;
    for (OpenWrite write : open) {
      if (write != null && write.overwrites()) {
        overwriting[overwritingCount++] = write.begunAt;
      } else if (write != null) {
        conditional[conditionalCount++] = write.begunAt;
      }
    }
    long[] looking = sorted(readers.begunAt(), conditional, conditionalCount);
    return new Horizon(looking, sorted(looking, overwriting, overwritingCount));
  }

  /** The first instant at which a value went that is like this one to all that look for values. */
  long ofSighting(long until) {
    return firstLike(until, readers);
  }

  /** The first instant of an overwriting write that is like this one to all under way. */
  long ofOverwriting(long at) {
    return firstLike(at, all);
  }

  private static long firstLike(long instant, long[] begun) {
    int place = Arrays.binarySearch(begun, instant - 1);
    int before = place >= 0 ? place + 1 : -place - 1;
    return before == 0 ? Math.min(instant, 0) : begun[before - 1] + 1;
  }

  private static long[] sorted(long[] some, long[] more, int count) {
    long[] both = Arrays.copyOf(some, some.length + count);
    System.arraycopy(more, 0, both, some.length, count);
    Arrays.sort(both);
    return both;
  }
}
