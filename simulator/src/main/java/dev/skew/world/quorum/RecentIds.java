package dev.skew.world.quorum;

/** Tells a message that comes twice, as a datagram may, while its ids ascend by and large. */
final class RecentIds {

  private static final int REMEMBERED = 256;

  private final long[] ids = new long[REMEMBERED];

  /** Whether the id has not been seen among the last ones. */
  boolean isNew(long id) {
    int place = (int) (id & (REMEMBERED - 1));
    boolean isNew = ids[place] != id;
    ids[place] = id;
    return isNew;
  }
}
