package dev.skew.world.quorum;

import dev.skew.world.quorum.StoreCounters.Counter;
import dev.skew.world.quorum.StoreEvent.ConflictMerged.By;
import dev.skew.world.quorum.StoreMessage.Cause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a node that keeps rows: takes them in, logs them, notices when versions clash. */
final class Replica {

  private static final long PURGE_INTERVAL_NANOS = 60_000_000_000L;

  private final StoreContext context;
  private final CommitLog log;
  private final HintTable hints;
  private final Liveness liveness;
  private final RowTable table;
  private By mergesBy = By.WRITER;

  Replica(StoreContext context, CommitLog log, HintTable hints, Liveness liveness) {
    this.context = context;
    this.log = log;
    this.hints = hints;
    this.liveness = liveness;
    this.table = new RowTable(context);
    log.savedRows().forEach(this::restore);
  }

  /** The hybrid clock goes on from the newest timestamp that the disk knows of. */
  private void restore(String key, Row row) {
    table.put(key, row);
    KeyspaceSettings keyspace = context.keyspace(context.settings.keyspaceOf(key));
    if (keyspace.versioning() == Versioning.HLC && row instanceof StampedRow stamped) {
      context.hlc.receive(stamped.stamp().wallNanos(), stamped.stamp());
    }
  }

  void start() {
    context.setTimer(Timers.TOMBSTONES, PURGE_INTERVAL_NANOS);
  }

  void onTimer() {
    start();
    long grace = context.settings.repair().tombstoneGraceNanos();
    for (String key : table.purgeTombstones(context.wallNanos(), grace)) {
      log.appendRowDropped(key);
      context.counters.increment(Counter.TOMBSTONES_PURGED);
    }
  }

  RowTable table() {
    return table;
  }

  /** What this node knows of a key, rows kept for others included. */
  @Nullable Row read(String key) {
    Row own = table.get(key);
    if (!context.keyspace(context.settings.keyspaceOf(key)).isSloppy()) {
      return own;
    }
    Row kept = hints.find(key);
    if (own == null || kept == null) {
      return own == null ? kept : own;
    }
    return own.merge(kept);
  }

  void onMutate(int from, StoreMessage.Mutate message) {
    KeyedRow keyed = message.keyed();
    var ack = new CommitLog.Ack(from, message.id(), message.cause());
    if (message.standsInFor() < 0) {
      apply(keyed, message.cause());
      log.acknowledgeWhenSafe(ack);
    } else if (hints.store(message.standsInFor(), keyed, true)) {
      log.acknowledgeWhenSafe(ack);
    } else {
      context.send(
          from, new StoreMessage.Mutated(context.stamp(), message.id(), message.cause(), false));
    }
  }

  /**
   * Takes a row in.
   *
   * @return whether it told anything new
   */
  boolean apply(KeyedRow keyed, Cause cause) {
    boolean isHearsay = cause == Cause.ANTI_ENTROPY && context.settings.detectsLies();
    Row incoming = isHearsay ? keyed.row().vouched(write -> true) : keyed.row();
    Row known = table.get(keyed.key());
    if (known == null) {
      if (isForgotten(incoming)) {
        return false;
      }
      keep(new KeyedRow(keyed.key(), incoming));
      noteSiblings(keyed.key(), 1, incoming);
      return true;
    }
    Row merged =
        context.settings.detectsLies() && known.contradicts(incoming)
            ? reconcile(known, incoming, cause)
            : known.merge(incoming);
    noteConflict(keyed.key(), known, incoming, merged, cause);
    if (context.settings.byzantine().masking() > 0 && !isHearsay) {
      merged = Masking.confirmed(merged, incoming);
    }
    if (merged == known) {
      if (log.isUnsaved(keyed.key())) {
        log.appendRow(new KeyedRow(keyed.key(), known));
      }
      return false;
    }
    context.liar.replaced(keyed.key(), known);
    keep(new KeyedRow(keyed.key(), merged));
    return true;
  }

  /**
   * Two values for one write: what this node has from who coordinated it stands, what it has from
   * hearsay gives way to who has compared more answers.
   */
  private static Row reconcile(Row known, Row incoming, Cause cause) {
    Row basis = cause == Cause.ANTI_ENTROPY ? known : known.amendedBy(incoming, true);
    return basis.merge(incoming.amendedBy(basis, false));
  }

  /** A deletion that was purged here must not come back from a peer that has yet to purge it. */
  private boolean isForgotten(Row row) {
    long grace = context.settings.repair().tombstoneGraceNanos();
    return row.isTombstone() && row.changedAtNanos() + grace < context.wallNanos();
  }

  private void keep(KeyedRow keyed) {
    table.put(keyed.key(), keyed.row());
    log.appendRow(keyed);
  }

  private void noteConflict(String key, Row known, Row incoming, Row merged, Cause cause) {
    if (merged instanceof SiblingRow) {
      noteSiblings(key, known.versionCount(), merged);
      return;
    }
    boolean isClash =
        merged instanceof StampedRow stamped
            ? merged == known && isLost(stamped, incoming, cause)
            : merged != known && merged != incoming; // both knew what the other did not
    if (isClash && isCountedHere(key)) {
      detected(key, known, incoming);
      context.counters.increment(Counter.CONFLICTS_MERGED_BY_POLICY);
      context.record(new StoreEvent.ConflictMerged(context.self, key, By.POLICY));
    }
  }

  /**
   * Whether a fresh write arrives only to find a later timestamp in place: last write wins has
   * dropped it, though it was acknowledged or will be. Under commit-wait an earlier timestamp that
   * comes later was concurrent, so either order is right; only a version from the future of this
   * node's clock shows that some clock broke its bound.
   */
  private boolean isLost(StampedRow known, Row incoming, Cause cause) {
    boolean isWrite = cause == Cause.WRITE || cause == Cause.HINT;
    if (!isWrite || incoming.hash() == known.hash()) {
      return false;
    }
    return !(incoming instanceof StampedRow lost && lost.isCommitWaited())
        || known.stamp().wallNanos() > context.trueTime.now(context.nowNanos()).latestNanos();
  }

  private void noteSiblings(String key, int before, Row after) {
    int versions = after.versionCount();
    if (versions > Math.max(1, before) && isCountedHere(key)) {
      detected(key, after, after);
    } else if (before > 1 && versions < 2 && isCountedHere(key)) {
      context.counters.increment(counterOf(mergesBy));
      context.record(new StoreEvent.ConflictMerged(context.self, key, mergesBy));
    }
  }

  /** Who is to be named for merges from now on. */
  void mergesBy(By by) {
    mergesBy = by;
  }

  private static Counter counterOf(By by) {
    return switch (by) {
      case POLICY -> Counter.CONFLICTS_MERGED_BY_POLICY;
      case WRITER -> Counter.CONFLICTS_MERGED_BY_WRITER;
      case OPERATOR -> Counter.CONFLICTS_MERGED_BY_OPERATOR;
    };
  }

  private void detected(String key, Row one, Row other) {
    List<Integer> writers = new ArrayList<>(one.writers());
    other.writers().stream().filter(writer -> !writers.contains(writer)).forEach(writers::add);
    List<Long> hashes = new ArrayList<>();
    one.values().forEach(value -> hashes.add(Hashing.of(value)));
    if (other != one) {
      other.values().forEach(value -> hashes.add(Hashing.of(value)));
    }
    Versioning versioning = context.keyspace(context.settings.keyspaceOf(key)).versioning();
    context.counters.increment(Counter.CONFLICTS_DETECTED);
    context.record(new StoreEvent.ConflictDetected(context.self, key, versioning, writers, hashes));
  }

  /** Whether this is the first replica of the key that does not seem down. */
  private boolean isCountedHere(String key) {
    int[] preference = context.ring.preference(context.ring.rangeOf(key));
    int copies = Placement.copies(context, context.settings.keyspaceOf(key));
    for (int i = 0; i < copies; i++) {
      if (!liveness.isSuspect(preference[i])) {
        return preference[i] == context.place;
      }
    }
    return false;
  }

  /** The rows with several versions that this node answers for. */
  List<RowTable.Entry> openHere() {
    List<RowTable.Entry> open = new ArrayList<>();
    for (RowTable.Entry entry : table.conflicted()) {
      if (isCountedHere(entry.key)) {
        open.add(entry);
      }
    }
    return open;
  }

  /** The conflicts that this node answers for. */
  List<OpenConflict> openConflicts() {
    return openHere().stream().map(this::openConflict).toList();
  }

  private OpenConflict openConflict(RowTable.Entry entry) {
    Row row = entry.row;
    KeyspaceSettings.Merging merging = context.keyspace(entry.keyspace).merging();
    boolean isManual =
        !(row instanceof SiblingRow siblings)
            || !merging.policy().decides(siblings.versions(), merging.limit());
    List<Long> hashes = row.values().stream().map(Hashing::of).toList();
    return new OpenConflict(
        entry.key, row.values(), row.writers(), hashes, row.changedAtNanos(), isManual);
  }
}
