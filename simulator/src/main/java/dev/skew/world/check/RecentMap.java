package dev.skew.world.check;

/**
 * Numbers by 64-bit digests, of the latest so many digests at least: two hash tables, of which the
 * older is dropped when the younger is full. Memory is bounded, and what was forgotten is known to
 * have been.
 */
final class RecentMap {

  /** No number is kept for a digest. */
  static final long MISSING = Long.MIN_VALUE;

  private static final int FIRST_CAPACITY = 1 << 10;

  private final int remembered;
  private Table young = new Table(FIRST_CAPACITY);
  private Table old = new Table(2);
  private boolean hasForgotten;

  /**
   * @param remembered how many digests are remembered at least
   */
  RecentMap(int remembered) {
    this.remembered = remembered;
  }

  /** Keeps a number; the one kept before for the same digest is replaced. */
  void put(long digest, long number) {
    if (young.size == remembered) {
      hasForgotten |= old.size > 0;
      old = young;
      young = new Table(FIRST_CAPACITY);
    }
    if (young.isCrowded()) {
      young = young.grown();
    }
    young.put(nonZero(digest), number);
  }

  long get(long digest) {
    long number = young.get(nonZero(digest));
    return number == MISSING ? old.get(nonZero(digest)) : number;
  }

  /** Whether a digest that is missing may have been there once. */
  boolean hasForgotten() {
    return hasForgotten;
  }

  private static long nonZero(long digest) {
    return digest == 0 ? 1 : digest;
  }

  private static final class Table {

    private final long[] digests;
    private final long[] numbers;
    private final int mask;
    private int size;

    Table(int capacity) {
      this.digests = new long[capacity];
      this.numbers = new long[capacity];
      this.mask = capacity - 1;
    }

    boolean isCrowded() {
      return size * 3L >= digests.length * 2L;
    }

    Table grown() {
      Table larger = new Table(digests.length * 2);
      for (int i = 0; i < digests.length; i++) {
        if (digests[i] != 0) {
          larger.put(digests[i], numbers[i]);
        }
      }
      return larger;
    }

    void put(long digest, long number) {
      int place = placeOf(digest);
      if (digests[place] == 0) {
        digests[place] = digest;
        size++;
      }
      numbers[place] = number;
    }

    long get(long digest) {
      int place = placeOf(digest);
      return digests[place] == 0 ? MISSING : numbers[place];
    }

    private int placeOf(long digest) {
      long mixed = digest * 0x9e3779b97f4a7c15L;
      int place = (int) (mixed >>> 32) & mask;
      while (digests[place] != 0 && digests[place] != digest) {
        place = place + 1 & mask;
      }
      return place;
    }
  }
}
