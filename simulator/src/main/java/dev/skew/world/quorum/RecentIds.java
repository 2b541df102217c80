package dev.skew.world.quorum;

/**
 * Tells a message that comes twice, as a datagram may, while its ids ascend by and large. Grows
 * with the ids that it has seen: most pairs of nodes exchange only a few.
 */
final class RecentIds {

  private static final int REMEMBERED = 256;

  private long[] ids = new long[16];
  private int seen;

  /** Whether the id, which is not 0, has not been seen among the last ones. */
  boolean isNew(long id) {
    if (seen == ids.length && ids.length < REMEMBERED) {
      grow();
    }
    int place = (int) id & (ids.length - 1);
    boolean isNew = ids[place] != id;
    seen += isNew && seen < ids.length ? 1 : 0;
    ids[place] = id;
    return isNew;
  }

  private void grow() {
    long[] fewer = ids;
    ids = new long[2 * fewer.length];
    for (long id : fewer) {
      ids[(int) id & (ids.length - 1)] = id;
    }
  }
}
