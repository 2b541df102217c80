package dev.skew.world.check;

import java.util.Arrays;

/** When the reads and conditional writes that are under way on a key began, oldest first. */
final class ReadersUnderWay {

  private static final int FEW = 32;

  private long[] begunAt = new long[4];
  private int count;
  private int forgetBeyond = FEW;

  void add(long at) {
    if (count == begunAt.length) {
      begunAt = Arrays.copyOf(begunAt, count * 2);
    }
    begunAt[count++] = at;
  }

  void remove(long at) {
    int place = Arrays.binarySearch(begunAt, 0, count, at);
    if (place >= 0) {
      count--;
      System.arraycopy(begunAt, place + 1, begunAt, place, count - place);
    }
  }

  boolean any() {
    return count > 0;
  }

  /** When they began, oldest first. */
  long[] begunAt() {
    return Arrays.copyOf(begunAt, count);
  }

  /** Instant at which the oldest began; beyond every instant when there is none. */
  long oldest() {
    return count == 0 ? Long.MAX_VALUE : begunAt[0];
  }

  /** Lists of sightings longer than this are worth cutting down. */
  int forgetBeyond() {
    return forgetBeyond;
  }

  /** How many sightings the last cut left. */
  void keptSightings(int kept) {
    forgetBeyond = Math.max(FEW, 2 * kept);
  }
}
