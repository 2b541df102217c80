package dev.skew.world.replica;

import static dev.skew.kernel.Checks.check;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A set of transactions, as {@code gtid_executed}: of every server the first so many. A log is
 * applied in its order, so that no set here has a hole. Immutable.
 */
public final class GtidSet {

  public static final GtidSet EMPTY = new GtidSet(new TreeMap<>());

  private static final String FIRST = ":1-";

  private final SortedMap<String, Long> last;

  private GtidSet(SortedMap<String, Long> last) {
    this.last = last;
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static GtidSet parse(String text) {
    TreeMap<String, Long> last = new TreeMap<>();
    if (!text.isEmpty()) {
      for (String part : text.split(",", -1)) {
        int at = part.indexOf(FIRST);
        if (at < 1) {
          throw new IllegalArgumentException("malformed GTID set specification '" + text + "'");
        }
        last.put(part.substring(0, at), Long.parseLong(part.substring(at + FIRST.length())));
      }
    }
    return new GtidSet(last);
  }

  public boolean contains(Gtid gtid) {
    return gtid.number() <= lastOf(gtid.server());
  }

  /** The highest number of a server's transactions, 0 where there is none. */
  public long lastOf(String server) {
    return last.getOrDefault(server, 0L);
  }

  public boolean containsAll(GtidSet other) {
    return other.countOutside(this) == 0;
  }

  /** How many of these transactions another set lacks. */
  public long countOutside(GtidSet other) {
    long count = 0;
    for (Map.Entry<String, Long> each : last.entrySet()) {
      count += Math.max(0, each.getValue() - other.lastOf(each.getKey()));
    }
    return count;
  }

  /** What is in either. */
  public GtidSet union(GtidSet other) {
    TreeMap<String, Long> both = new TreeMap<>(last);
    other.last.forEach((server, number) -> both.merge(server, number, Math::max));
    return new GtidSet(both);
  }

  /** With one more transaction, the next of its server. */
  GtidSet with(Gtid gtid) {
    check(
        gtid.number() == lastOf(gtid.server()) + 1,
        "%s does not follow %s",
        gtid,
        this); // a hole could not be told from what is there
    TreeMap<String, Long> next = new TreeMap<>(last);
    next.put(gtid.server(), gtid.number());
    return new GtidSet(next);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GtidSet set && set.last.equals(last);
  }

  @Override
  public int hashCode() {
    return last.hashCode();
  }

  /** As MySQL writes it: {@code mysql-0:1-100,mysql-1:1-7}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    last.forEach(
        (server, number) ->
            text.append(text.isEmpty() ? "" : ",").append(server).append(FIRST).append(number));
    return text.toString();
  }
}
