package dev.skew.world.quorum;

import static dev.skew.kernel.Checks.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a node's state is on its disk, and which acknowledgements wait for more to be there.
 *
 * <p>The simulated disk only counts records, so this keeps what is in them: those known to be
 * synced are folded into tables, the others wait in order. After a crash the disk says how far it
 * got.
 */
final class CommitLog {

  private static final int RECORD_BYTES = 24;

  private final StoreContext context;
  private final AckSink acks;
  private final Map<String, Row> rows;
  private final Map<HintKey, Row> hints;
  private final ArrayDeque<Entry> unsynced = new ArrayDeque<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final ArrayDeque<Vote> votes = new ArrayDeque<>();
  private final Set<String> unsaved = new HashSet<>(); // never iterated
  private Minutes minutes = Minutes.NONE;
  private long lastToken;
  private long awaitedToken;
  private long persistedToken;

  /** Told when a row is safe, or cannot be made so. */
  interface AckSink {
    void acknowledge(Ack ack, boolean isStored);
  }

  /** Who is to be told: the node at {@code place}, of its operation {@code id}. */
  record Ack(int place, long id, StoreMessage.Cause cause) {}

  /** A hint's target and key. */
  record HintKey(int target, String key) {}

  /** A hint as it was on disk. */
  record SavedHint(int target, KeyedRow keyed) {}

  /**
   * A record.
   *
   * @param target the node that a hint is for, -1 for a row of this node's own
   * @param row null when it was dropped
   * @param minutes of decisions, null in a record of a row
   */
  private record Entry(
      long token, int target, String key, @Nullable Row row, @Nullable Minutes minutes) {}

  private record Waiting(long token, Ack ack) {}

  /** What is done once a vote cannot be forgotten any more. */
  private record Vote(long token, Runnable then) {}

  CommitLog(StoreContext context, AckSink acks) {
    this(context, acks, new LinkedHashMap<>(), new LinkedHashMap<>(), 0);
  }

  private CommitLog(
      StoreContext context,
      AckSink acks,
      Map<String, Row> rows,
      Map<HintKey, Row> hints,
      long lastToken) {
    this.context = context;
    this.acks = acks;
    this.rows = rows;
    this.hints = hints;
    this.lastToken = lastToken;
    this.awaitedToken = lastToken;
    this.persistedToken = lastToken;
  }

  /** The log as the node's next life finds it. */
  CommitLog afterCrash(long survivingToken, StoreContext next, AckSink nextAcks) {
    check(
        survivingToken >= persistedToken,
        "record %d was reported persisted, but only %d survive",
        persistedToken,
        survivingToken);
    while (!unsynced.isEmpty() && unsynced.peek().token <= survivingToken) {
      fold(unsynced.remove());
    }
    CommitLog log = new CommitLog(next, nextAcks, rows, hints, Math.min(survivingToken, lastToken));
    log.minutes = minutes;
    return log;
  }

  /** Batch or not, what nobody waits for, as hints, is synced now and then. */
  void start() {
    context.setTimer(Timers.LOG_SYNC, context.settings.storage().periodNanos());
  }

  void onTimer() {
    start();
    if (!unsynced.isEmpty()) { // what could not be written is not there to be synced
      context.emit(new StoreEffect.Sync(unsynced.getLast().token));
    }
  }

  void appendRow(KeyedRow keyed) {
    if (!unsaved.isEmpty()) {
      unsaved.remove(keyed.key());
    }
    append(-1, keyed.key(), keyed.row(), !isPeriodic());
  }

  void appendRowDropped(String key) {
    append(-1, key, null, false);
  }

  /**
   * Writes down how decisions stand.
   *
   * @param then what may be done once it is on disk; null where nobody waits for that
   */
  void appendMinutes(Minutes now, @Nullable Runnable then) {
    append(new Entry(lastToken + 1, -1, "", null, now), then != null);
    if (then != null) {
      votes.add(new Vote(lastToken, then));
    }
  }

  void appendHint(int target, KeyedRow keyed, boolean isAwaited) {
    append(target, keyed.key(), keyed.row(), isAwaited && !isPeriodic());
  }

  void appendHintDropped(int target, String key) {
    append(target, key, null, false);
  }

  private void append(int target, String key, @Nullable Row row, boolean isSyncWanted) {
    append(new Entry(lastToken + 1, target, key, row, null), isSyncWanted);
  }

  private void append(Entry entry, boolean isSyncWanted) {
    lastToken++;
    awaitedToken = isSyncWanted ? lastToken : awaitedToken;
    unsynced.add(entry);
    Row row = entry.row;
    int bytes = RECORD_BYTES + entry.key.length() + (row == null ? 0 : row.sizeBytes());
    context.emit(new StoreEffect.Append(bytes, lastToken, isSyncWanted));
  }

  /**
   * Acknowledges once every row appended so far is safe; at once when the sync is periodic. Records
   * that nobody waits for do not hold it up.
   */
  void acknowledgeWhenSafe(Ack ack) {
    if (persistedToken >= awaitedToken) {
      acks.acknowledge(ack, true);
    } else {
      waiting.add(new Waiting(awaitedToken, ack));
    }
  }

  void onPersisted(long token) {
    persistedToken = Math.max(persistedToken, token);
    while (!unsynced.isEmpty() && unsynced.peek().token <= token) {
      fold(unsynced.remove());
    }
    while (!waiting.isEmpty() && waiting.peek().token <= token) {
      acks.acknowledge(waiting.remove().ack, true);
    }
    while (!votes.isEmpty() && votes.peek().token <= token) {
      votes.remove().then.run();
    }
  }

  void onFailed(long token) {
    unsynced.removeIf(
        entry -> {
          if (entry.token == token && entry.target < 0 && entry.minutes == null) {
            unsaved.add(entry.key);
          }
          return entry.token == token;
        });
    votes.removeIf(vote -> vote.token == token);
    List<Ack> refused = new ArrayList<>();
    waiting.removeIf(
        wait -> {
          if (wait.token == token) {
            refused.add(wait.ack);
          }
          return wait.token == token;
        });
    refused.forEach(ack -> acks.acknowledge(ack, false));
  }

  /** Whether the key's row is in memory only because its record could not be written. */
  boolean isUnsaved(String key) {
    return !unsaved.isEmpty() && unsaved.contains(key);
  }

  /** How decisions stood, as far as the disk knows. */
  Minutes savedMinutes() {
    return minutes;
  }

  /** The rows that are on disk, in the order in which their keys came. */
  Map<String, Row> savedRows() {
    return rows;
  }

  List<SavedHint> savedHints() {
    List<SavedHint> saved = new ArrayList<>();
    hints.forEach((at, row) -> saved.add(new SavedHint(at.target, new KeyedRow(at.key, row))));
    return saved;
  }

  private boolean isPeriodic() {
    return context.settings.storage().isPeriodic();
  }

  private void fold(Entry entry) {
    if (entry.minutes != null) {
      minutes = entry.minutes;
    } else if (entry.target < 0) {
      fold(rows, entry.key, entry.row);
    } else {
      fold(hints, new HintKey(entry.target, entry.key), entry.row);
    }
  }

  private static <K> void fold(Map<K, Row> table, K key, @Nullable Row row) {
    if (row == null) {
      table.remove(key);
    } else {
      table.put(key, row);
    }
  }
}
