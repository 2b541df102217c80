package dev.skew.world.quorum;

import dev.skew.kernel.SequenceMap;
import dev.skew.world.kv.Outcome;
import dev.skew.world.quorum.StoreCounters.Counter;
import dev.skew.world.quorum.StoreMessage.Cause;
import java.util.Arrays;
import java.util.List;

/**
 * The part of a node that carries clients' writes to the replicas (Dynamo sections 4.5 and 4.6;
 * Cassandra's StorageProxy).
 *
 * <p>A write goes: may it be done here, else hand it on; fetch a timestamp where another node gives
 * it; enough replicas up, else refuse; version; commit-wait; send to all replicas; answer when W
 * have it. What is not acknowledged when time is up becomes a hint.
 */
final class WriteCoordinator {

  private final StoreContext context;
  private final Replica replica;
  private final HintTable hints;
  private final Liveness liveness;
  private final CommitLog log;
  private final Versioner versioner;
  private final SequenceMap<Write> writes = new SequenceMap<>();
  private final DeadlineQueue deadlines;

  WriteCoordinator(
      StoreContext context, Replica replica, HintTable hints, Liveness liveness, CommitLog log) {
    this.context = context;
    this.replica = replica;
    this.hints = hints;
    this.liveness = liveness;
    this.log = log;
    this.versioner = new Versioner(context, replica);
    long timeout = context.settings.requests().writeTimeoutNanos();
    this.deadlines =
        new DeadlineQueue(context, Timers.WRITE_DEADLINE, timeout, id -> writes.get(id) != null);
  }

  void stretchTimeout(double factor) {
    deadlines.stretch(factor);
  }

  void onRequest(Requester requester, Mutation mutation) {
    int keyspace = context.settings.keyspaceOf(mutation.key());
    int range = context.ring.rangeOf(mutation.key());
    Write write = new Write(context.nextId(), requester, mutation, keyspace, range);
    Versioning versioning = context.keyspace(keyspace).versioning();
    boolean isReplica = Placement.isReplica(context, keyspace, range, context.place);
    if (!versioning.isByTimestamp() && !isReplica && !requester.isForwarded()) {
      handOn(write);
    } else if (versioning == Versioning.DB_TIMESTAMP && context.place != authority()) {
      askForStamp(write);
    } else {
      write.authorityNanos =
          versioning == Versioning.DB_TIMESTAMP ? versioner.wallTimestamp(keyspace) : 0;
      begin(write);
    }
  }

  /** Dots are made where the row is, so that whoever has a later dot has the earlier ones. */
  private void handOn(Write write) {
    int[] preference = context.ring.preference(write.range);
    for (int i = 0; i < Placement.copies(context, write.keyspace); i++) {
      if (!liveness.isSuspect(preference[i])) {
        write.isHandedOn = true;
        write.targets = new int[] {preference[i]};
        await(write);
        context.send(
            preference[i],
            new StoreMessage.Forward(context.stamp(), write.id, write.requester.request()));
        return;
      }
    }
    if (context.keyspace(write.keyspace).isSloppy()) {
      begin(write);
    } else {
      refuseUnavailable(write, "no replica of the key is up");
    }
  }

  void onForwarded(StoreMessage.Forwarded message) {
    Write write = writes.get(message.id());
    if (write != null && write.isHandedOn) {
      writes.remove(write.id);
      write.requester.answer(context, message.response());
    }
  }

  private int authority() {
    return Math.min(context.settings.stamps().authority(), context.ring.size() - 1);
  }

  private void askForStamp(Write write) {
    if (liveness.isSuspect(authority())) {
      refuseUnavailable(write, context.ring.at(authority()) + ", which gives timestamps, is down");
      return;
    }
    await(write);
    context.send(authority(), new StoreMessage.AskStamp(context.stamp(), write.id, write.keyspace));
  }

  void onAskStamp(int from, StoreMessage.AskStamp message) {
    long wall = versioner.wallTimestamp(message.keyspace());
    context.send(from, new StoreMessage.Stamped(context.stamp(), message.id(), wall));
  }

  void onStamped(StoreMessage.Stamped message) {
    Write write = writes.get(message.id());
    if (write != null && write.keyed == null) {
      write.authorityNanos = message.wallNanos();
      begin(write);
    }
  }

  /** Whether a write of a key would not be refused for want of replicas. */
  boolean canReach(String key) {
    int keyspace = context.settings.keyspaceOf(key);
    int range = context.ring.rangeOf(key);
    int[] targets =
        Arrays.copyOf(context.ring.preference(range), Placement.copies(context, keyspace));
    boolean isSloppy = context.keyspace(keyspace).isSloppy();
    return isSloppy || up(targets) >= context.keyspace(keyspace).replication().writeAcks();
  }

  private int up(int[] targets) {
    int up = 0;
    for (int target : targets) {
      up += liveness.isSuspect(target) ? 0 : 1;
    }
    return up;
  }

  private void begin(Write write) {
    KeyspaceSettings keyspace = context.keyspace(write.keyspace);
    chooseTargets(write, keyspace);
    int up = up(write.targets);
    int needed = keyspace.replication().writeAcks();
    if (up < needed) {
      refuseUnavailable(write, needed + " replicas must take the write, " + up + " are up");
      return;
    }
    String problem = versioner.version(write);
    if (!problem.isEmpty()) {
      refuse(write, problem);
      return;
    }
    await(write);
    if (keyspace.isCommitWaiting()) {
      write.waitingSinceNanos = context.localNanos();
      waitOrSend(write);
    } else {
      send(write);
    }
  }

  private void chooseTargets(Write write, KeyspaceSettings keyspace) {
    int copies = Placement.copies(context, write.keyspace);
    int[] preference = context.ring.preference(write.range);
    write.targets = preference.length == copies ? preference : Arrays.copyOf(preference, copies);
    if (keyspace.isSloppy()) {
      Substitutes.replaceSuspects(write, context.ring, liveness);
    }
  }

  private void await(Write write) {
    if (writes.get(write.id) == null) {
      writes.put(write.id, write);
      deadlines.add(write.id);
    }
  }

  /**
   * Commit-wait comes before the write is sent, not beside it as in Spanner, which holds locks
   * meanwhile: nobody can see the value before its timestamp is past for certain.
   */
  private void waitOrSend(Write write) {
    KeyedRow keyed = write.keyed;
    if (keyed == null || !(keyed.row() instanceof StampedRow row)) {
      return;
    }
    long wait = context.trueTime.commitWaitNanos(context.nowNanos(), row.stamp().wallNanos());
    if (wait > 0) {
      context.setTimer(Timers.COMMIT_WAIT + write.id, wait);
      return;
    }
    context.counters.increment(Counter.COMMIT_WAITS);
    long waitedNanos = context.localNanos() - write.waitingSinceNanos;
    context.counters.add(Counter.COMMIT_WAIT_NANOS, waitedNanos);
    context.record(new StoreEvent.CommitWaited(context.self, waitedNanos));
    send(write);
  }

  void onCommitWaitOver(long id) {
    Write write = writes.get(id);
    if (write != null) {
      waitOrSend(write);
    }
  }

  private void send(Write write) {
    KeyedRow keyed = write.keyed;
    if (keyed == null) {
      return;
    }
    int own = write.bitOf(context.place);
    for (int i = 0; i < write.targets.length; i++) {
      if (liveness.isSuspect(write.targets[i])) {
        hints.store(write.targets[i], keyed, false);
      } else {
        write.sentMask |= 1 << i;
      }
    }
    StoreMessage.Mutate plain = mutate(write, keyed, -1);
    for (int i = 0; i < write.targets.length; i++) {
      int bit = 1 << i;
      if ((write.sentMask & bit) != 0 && bit != own) {
        int other = write.standsInFor(i);
        context.send(write.targets[i], other < 0 ? plain : mutate(write, keyed, other));
      }
    }
    storeHere(write, keyed, own);
  }

  private StoreMessage.Mutate mutate(Write write, KeyedRow keyed, int standsInFor) {
    return new StoreMessage.Mutate(context.stamp(), write.id, keyed, Cause.WRITE, standsInFor);
  }

  /** A node that makes a dot keeps the row, even when it only stands in for others. */
  private void storeHere(Write write, KeyedRow keyed, int own) {
    int other = own == 0 ? -1 : write.standsInFor(Integer.numberOfTrailingZeros(own));
    boolean isOwn = own != 0 && other < 0;
    if (isOwn || !(keyed.row() instanceof StampedRow)) {
      replica.apply(keyed, Cause.WRITE);
    }
    if (other >= 0) {
      hints.store(other, keyed, true);
    }
    if (own != 0) {
      log.acknowledgeWhenSafe(new CommitLog.Ack(context.place, write.id, Cause.WRITE));
    }
  }

  /** A replica has the write, or says that it cannot keep it. */
  void onMutated(int from, long id, boolean isStored) {
    Write write = writes.get(id);
    int bit = write == null ? 0 : write.bitOf(from) & write.sentMask;
    if (write == null || bit == 0) {
      return;
    }
    if (isStored) {
      write.ackedMask |= bit;
    } else {
      write.refusedMask |= bit;
    }
    if (!write.isAnswered) {
      answerIfDecided(write);
    }
    if (write.isAnswered && write.isSettled()) {
      writes.remove(write.id);
      keepHints(write);
    }
  }

  private void answerIfDecided(Write write) {
    int needed = context.keyspace(write.keyspace).replication().writeAcks();
    int acked = Integer.bitCount(write.ackedMask);
    int possible = Integer.bitCount(write.sentMask & ~write.refusedMask);
    if (acked >= needed) {
      write.isAnswered = true;
      context.counters.increment(Counter.WRITES_OK);
      write.requester.succeed(context, List.of(), write.seen);
    } else if (possible < needed) {
      write.isAnswered = true;
      context.counters.increment(Counter.WRITES_TIMED_OUT);
      String error = needed + " replicas must keep the write, only " + possible + " can";
      write.requester.fail(context, Outcome.UNKNOWN, error);
    }
  }

  void onDeadlineTimer() {
    deadlines.fire(this::onDeadline);
  }

  private void onDeadline(long id) {
    Write write = writes.get(id);
    if (write == null) {
      return;
    }
    writes.remove(id);
    if (write.isHandedOn) {
      liveness.missed(write.targets[0]);
      timeOut(write, "write timed out at " + context.ring.at(write.targets[0]));
    } else if (write.keyed == null) {
      liveness.missed(authority());
      refuse(write, "write timed out: " + context.ring.at(authority()) + " gave no timestamp");
    } else if (write.sentMask == 0) {
      refuse(write, "write timed out in commit-wait");
    } else {
      keepHints(write);
      String acks = Integer.bitCount(write.ackedMask) + " acknowledgements";
      timeOut(write, "write timed out with " + acks);
    }
  }

  private void keepHints(Write write) {
    int missing = write.sentMask & ~write.ackedMask;
    KeyedRow keyed = write.keyed;
    for (int i = 0; i < write.targets.length && keyed != null; i++) {
      if ((missing & 1 << i) == 0) {
        continue;
      }
      if ((write.refusedMask & 1 << i) == 0) {
        liveness.missed(write.targets[i]);
      }
      int other = write.standsInFor(i);
      int target = other < 0 ? write.targets[i] : other;
      if (target != context.place) {
        hints.store(target, keyed, false);
      }
    }
  }

  private void timeOut(Write write, String error) {
    if (!write.isAnswered) {
      context.counters.increment(Counter.WRITES_TIMED_OUT);
      context.counters.increment(Counter.UNAVAILABLE);
      write.requester.fail(context, Outcome.UNKNOWN, error);
    }
  }

  private void refuseUnavailable(Write write, String error) {
    context.counters.increment(Counter.UNAVAILABLE);
    refuse(write, "unavailable: " + error);
  }

  private void refuse(Write write, String error) {
    writes.remove(write.id);
    context.counters.increment(Counter.WRITES_FAILED);
    write.requester.fail(context, Outcome.FAILED, error);
  }
}
