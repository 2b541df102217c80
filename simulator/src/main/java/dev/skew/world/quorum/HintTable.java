package dev.skew.world.quorum;

import dev.skew.world.quorum.StoreCounters.Counter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows put aside for replicas that did not take them (hinted handoff, Dynamo section 4.6). Kept at
 * the coordinator as in Cassandra, or with a sloppy quorum at the node that stands in, as in Riak;
 * several for one key are merged into one.
 */
final class HintTable {

  private final StoreContext context;
  private final StoreSettings.Hints settings;
  private final CommitLog log;
  private final Liveness liveness;
  private final Map<Integer, Target> targets = new TreeMap<>();
  private final Map<Long, Hint> sent = new HashMap<>(); // never iterated

  /** What is kept for one node, oldest first, and how many of the first are on their way. */
  private static final class Target {
    final Map<String, Hint> hints = new LinkedHashMap<>();
    int underWay;
  }

  private static final class Hint {
    final int target;
    final String key;
    Row row;
    @Nullable Row sentRow; // what the target was last sent
    long sentId; // 0 while it is not on its way

    Hint(int target, KeyedRow keyed) {
      this.target = target;
      this.key = keyed.key();
      this.row = keyed.row();
    }
  }

  HintTable(StoreContext context, CommitLog log, Liveness liveness) {
    this.context = context;
    this.settings = context.settings.repair().hints();
    this.log = log;
    this.liveness = liveness;
    for (CommitLog.SavedHint saved : log.savedHints()) {
      target(saved.target())
          .hints
          .put(saved.keyed().key(), new Hint(saved.target(), saved.keyed()));
    }
  }

  void start() {
    context.setTimer(Timers.HINT_REPLAY, settings.replayIntervalNanos());
  }

  /**
   * Puts a row aside, unless the target has been gone for too long.
   *
   * @param isAwaited whether somebody is told when it is safe
   * @return whether it is kept
   */
  boolean store(int target, KeyedRow keyed, boolean isAwaited) {
    boolean isTooLate = liveness.goneForNanos(target) > settings.windowNanos();
    if (settings.windowNanos() == 0 || isTooLate) {
      context.counters.increment(Counter.HINTS_DROPPED);
      return false;
    }
    Map<String, Hint> hints = target(target).hints;
    Hint hint = hints.get(keyed.key());
    if (hint == null) {
      hint = new Hint(target, keyed);
      hints.put(keyed.key(), hint);
    } else {
      hint.row = hint.row.merge(keyed.row());
    }
    log.appendHint(target, new KeyedRow(keyed.key(), hint.row), isAwaited);
    context.counters.increment(Counter.HINTS_STORED);
    context.record(new StoreEvent.HintStored(context.self, context.ring.at(target), keyed.key()));
    return true;
  }

  /** What is known of a key by rows kept for others. */
  @Nullable Row find(String key) {
    Row found = null;
    for (Target target : targets.values()) {
      Hint hint = target.hints.get(key);
      if (hint != null) {
        found = found == null ? hint.row : found.merge(hint.row);
      }
    }
    return found;
  }

  void onTimer() {
    start();
    for (Map.Entry<Integer, Target> entry : targets.entrySet()) {
      if (!liveness.isSuspect(entry.getKey())) {
        forgetUnanswered(entry.getValue());
        replay(entry.getKey());
      }
    }
  }

  private void forgetUnanswered(Target target) {
    for (Hint hint : target.hints.values()) {
      if (target.underWay == 0) {
        return;
      }
      if (hint.sentId != 0) {
        sent.remove(hint.sentId);
        hint.sentId = 0;
        target.underWay--;
      }
    }
  }

  /** Sends a batch to a target, unless one is on its way. */
  void replay(int place) {
    Target target = targets.get(place);
    if (target == null || target.underWay > 0) {
      return;
    }
    for (Hint hint : target.hints.values()) {
      if (target.underWay == settings.batch()) {
        return;
      }
      target.underWay++;
      hint.sentId = context.nextId();
      hint.sentRow = hint.row;
      sent.put(hint.sentId, hint);
      KeyedRow keyed = new KeyedRow(hint.key, hint.row);
      StoreMessage.Cause cause = StoreMessage.Cause.HINT;
      context.send(place, new StoreMessage.Mutate(context.stamp(), hint.sentId, keyed, cause, -1));
    }
  }

  /** The target has answered; drops the hint if nothing was added to it since it was sent. */
  void onMutated(long id, boolean isStored) {
    Hint hint = sent.remove(id);
    if (hint == null) {
      return;
    }
    hint.sentId = 0;
    Target target = target(hint.target);
    target.underWay--;
    if (isStored && isWhatWasSent(hint)) {
      target.hints.remove(hint.key);
      log.appendHintDropped(hint.target, hint.key);
      context.counters.increment(Counter.HINTS_REPLAYED);
      context.record(
          new StoreEvent.HintReplayed(context.self, context.ring.at(hint.target), hint.key));
    }
    if (isStored && target.underWay == 0) {
      replay(hint.target);
    }
  }

  private static boolean isWhatWasSent(Hint hint) {
    return hint.sentRow != null && hint.sentRow.hash() == hint.row.hash();
  }

  /** How many hints are kept, for all targets. */
  int size() {
    int size = 0;
    for (Target target : targets.values()) {
      size += target.hints.size();
    }
    return size;
  }

  private Target target(int place) {
    return targets.computeIfAbsent(place, unused -> new Target());
  }
}
