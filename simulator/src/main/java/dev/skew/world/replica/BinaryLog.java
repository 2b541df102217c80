package dev.skew.world.replica;

import static dev.skew.kernel.Checks.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A server's binary log: files of transactions, the oldest of which are deleted (manual 5.4.4).
 *
 * <p>Files are deleted as a new one begins, by their age and never one that a connected replica
 * still has to read. A replica that is not connected counts for nothing.
 */
final class BinaryLog {

  /** One file; the last one is written to. */
  private static final class File {

    final long firstIndex;
    long bytes;
    long writtenWallNanos;

    File(long firstIndex) {
      this.firstIndex = firstIndex;
    }
  }

  private final ReplicaSettings.Log settings;
  private final List<LoggedTransaction> transactions = new ArrayList<>();
  private final ArrayDeque<File> files = new ArrayDeque<>();
  private long firstIndex = 1;
  private GtidSet purged = GtidSet.EMPTY;

  BinaryLog(ReplicaSettings.Log settings) {
    this.settings = settings;
    files.addLast(new File(1));
  }

  long lastIndex() {
    return firstIndex + transactions.size() - 1;
  }

  LoggedTransaction at(long index) {
    return transactions.get((int) (index - firstIndex));
  }

  /** What the log held once and no longer does ({@code gtid_purged}). */
  GtidSet purged() {
    return purged;
  }

  /**
   * Appends a transaction.
   *
   * @return its place
   */
  long append(LoggedTransaction transaction, long wallNanos) {
    transactions.add(transaction);
    File file = files.getLast();
    file.bytes += transaction.bytes();
    file.writtenWallNanos = wallNanos;
    if (file.bytes >= settings.fileBytes()) {
      files.addLast(new File(lastIndex() + 1));
    }
    return lastIndex();
  }

  /** The place of the oldest transaction that a set lacks; one past the end where there is none. */
  long firstMissing(GtidSet had) {
    long index = firstIndex;
    while (index <= lastIndex() && had.contains(at(index).gtid())) {
      index++;
    }
    return index;
  }

  /**
   * Deletes files that are old enough.
   *
   * @param neededIndex the oldest place that somebody still reads, and nothing from there on goes
   * @return whether any went
   */
  boolean purge(long wallNanos, long neededIndex) {
    boolean any = false;
    while (files.size() > 1 && isExpired(files.getFirst(), wallNanos)) {
      long next = secondFirstIndex();
      if (next > neededIndex) {
        break;
      }
      files.removeFirst();
      for (long index = firstIndex; index < next; index++) {
        purged = purged.with(at(index).gtid());
      }
      transactions.subList(0, (int) (next - firstIndex)).clear();
      firstIndex = next;
      any = true;
    }
    return any;
  }

  /** A crash took what was not synced. */
  void truncate(long survivingIndex) {
    check(survivingIndex >= firstIndex - 1, "the log begins after %d", survivingIndex);
    while (lastIndex() > survivingIndex) {
      transactions.remove(transactions.size() - 1);
    }
    while (files.size() > 1 && files.getLast().firstIndex > survivingIndex + 1) {
      files.removeLast();
    }
  }

  /** Begins anew, after a copy of another server: {@code RESET MASTER} and {@code gtid_purged}. */
  void restart(GtidSet executed) {
    firstIndex = lastIndex() + 1;
    transactions.clear();
    files.clear();
    files.addLast(new File(firstIndex));
    purged = executed;
  }

  private boolean isExpired(File file, long wallNanos) {
    return wallNanos - file.writtenWallNanos > settings.retentionNanos();
  }

  private long secondFirstIndex() {
    var each = files.iterator();
    each.next();
    return each.next().firstIndex;
  }
}
