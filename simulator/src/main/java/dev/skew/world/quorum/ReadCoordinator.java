package dev.skew.world.quorum;

import dev.skew.kernel.SequenceMap;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.quorum.StoreCounters.Counter;
import dev.skew.world.quorum.StoreMessage.Cause;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of a node that answers clients' reads from R replicas and mends those it finds behind
 * (Dynamo section 4.5; Cassandra 4's read path, with whole rows in place of digests).
 *
 * <p>A linearizable read is asked of so many replicas that it must meet every acknowledged write,
 * and mends before it answers. That is as far as a store without consensus goes: a write that timed
 * out may still come up later.
 */
final class ReadCoordinator {

  private final StoreContext context;
  private final Replica replica;
  private final Liveness liveness;
  private final CommitLog log;
  private final Consumer<Accusation> accuser;
  private final Masking masking;
  private final SequenceMap<ReadOperation> reads = new SequenceMap<>();
  private final DeadlineQueue deadlines;
  private final DeadlineQueue speculations;

  /**
   * @param accuser told of what proves that a replica lied
   */
  ReadCoordinator(
      StoreContext context,
      Replica replica,
      Liveness liveness,
      CommitLog log,
      Consumer<Accusation> accuser) {
    this.context = context;
    this.replica = replica;
    this.liveness = liveness;
    this.log = log;
    this.accuser = accuser;
    this.masking = new Masking(context);
    StoreSettings.Requests requests = context.settings.requests();
    long timeout = requests.readTimeoutNanos();
    deadlines =
        new DeadlineQueue(context, Timers.READ_DEADLINE, timeout, id -> reads.get(id) != null);
    speculations =
        new DeadlineQueue(
            context, Timers.SPECULATION, requests.speculativeRetryNanos(), this::couldSpeculate);
  }

  void stretchTimeout(double factor) {
    deadlines.stretch(factor);
  }

  void onRequest(Requester requester, Operation.Get get) {
    int keyspace = context.settings.keyspaceOf(get.key());
    int needed = needed(keyspace, get.consistency());
    int range = context.ring.rangeOf(get.key());
    int[] replicas = replicas(keyspace, range);
    if (replicas.length < needed) {
      context.counters.increment(Counter.UNAVAILABLE);
      context.counters.increment(Counter.READS_FAILED);
      String error = needed + " replicas must answer, " + replicas.length + " are up";
      requester.fail(context, Outcome.FAILED, "unavailable: " + error);
      return;
    }
    ReadOperation read =
        new ReadOperation(context.nextId(), requester, get.key(), needed, replicas);
    read.maskedLiars = masking.liars(keyspace, range);
    double chance = context.settings.repair().backgroundReadChance();
    boolean isOfAll = context.random.nextBoolean(chance);
    reads.put(read.id, read);
    ask(read, isOfAll ? read.replicas.length : read.needed);
    if (reads.get(read.id) != null) {
      deadlines.add(read.id);
      if (couldSpeculate(read.id) && context.settings.requests().speculativeRetryNanos() > 0) {
        speculations.add(read.id);
      }
    }
  }

  private int[] replicas(int keyspace, int range) {
    int copies = Placement.copies(context, keyspace);
    int[] live =
        context.keyspace(keyspace).isSloppy()
            ? Substitutes.firstLive(range, copies, context.ring, liveness)
            : liveReplicas(range, copies);
    putSelfFirst(live);
    return live;
  }

  private int needed(int keyspace, Consistency consistency) {
    KeyspaceSettings.Replication replication = context.keyspace(keyspace).replication();
    return switch (consistency) {
      case ONE, SERIALIZABLE, PLAIN -> 1;
      case QUORUM -> replication.readReplies();
      case ALL -> replication.copies();
      case LINEARIZABLE ->
          Math.max(replication.readReplies(), replication.copies() - replication.writeAcks() + 1);
    };
  }

  private int[] liveReplicas(int range, int copies) {
    int[] preference = context.ring.preference(range);
    int count = 0;
    int[] live = new int[copies];
    for (int i = 0; i < copies; i++) {
      if (!liveness.isSuspect(preference[i])) {
        live[count++] = preference[i];
      }
    }
    return count == copies ? live : Arrays.copyOf(live, count);
  }

  private void putSelfFirst(int[] places) {
    for (int i = 1; i < places.length; i++) {
      if (places[i] == context.place) {
        places[i] = places[0];
        places[0] = context.place;
      }
    }
  }

  /** Asks replicas until so many have been asked; this node itself, if it is one, last. */
  private void ask(ReadOperation read, int count) {
    int from = read.asked;
    read.asked = count;
    StoreMessage.Read message = null;
    boolean isOwnAsked = false;
    for (int i = from; i < count; i++) {
      if (read.replicas[i] == context.place) {
        isOwnAsked = true;
        continue;
      }
      message =
          message == null ? new StoreMessage.Read(context.stamp(), read.id, read.key) : message;
      context.send(read.replicas[i], message);
    }
    if (isOwnAsked) {
      onFound(context.place, read.id, replica.read(read.key));
    }
  }

  void onRead(int from, StoreMessage.Read message) {
    Row row = context.liar.answer(from, message.key(), replica.read(message.key()));
    context.send(from, new StoreMessage.Found(context.stamp(), message.id(), row));
  }

  /** A replica has answered. */
  void onFound(int from, long id, @Nullable Row row) {
    ReadOperation read = reads.get(id);
    int index = read == null ? -1 : read.indexOf(from);
    if (read == null || index < 0 || read.hasReplied(index)) {
      return; // only the first word counts: a liar who is asked twice may say two things
    }
    read.take(index, row);
    boolean isEnough = !read.isAnswered && !read.isRepairing && read.replies() >= read.needed;
    if (isEnough && isBelieved(read)) {
      onEnough(read);
    }
    finishIfSettled(read);
  }

  /**
   * Whether a quorum of answers stands and enough replicas vouch for what they say; otherwise more
   * are asked, as long as any are.
   */
  private boolean isBelieved(ReadOperation read) {
    boolean isOpen = weigh(read);
    if (!isOpen && read.believed() >= read.needed && Masking.isVouched(read)) {
      return true;
    }
    if (!read.isExhausted()) {
      if (read.replies() == read.asked) {
        ask(read, read.asked + 1);
      }
      return false;
    }
    if (masking.withhold(read)) {
      return true;
    }
    reads.remove(read.id);
    context.counters.increment(Counter.UNAVAILABLE);
    context.counters.increment(Counter.READS_FAILED);
    String problem =
        isOpen ? "replicas contradict each other about " : "too few replicas vouch for the newest ";
    String error = "unavailable: " + problem + read.key;
    read.requester.fail(context, Outcome.FAILED, error);
    return false;
  }

  /**
   * Looks for two values of one write among the answers, and accuses whom they convict.
   *
   * @return whether it is still open which of two values is right
   */
  private boolean weigh(ReadOperation read) {
    if (!context.settings.detectsLies() || read.isConsistent()) {
      return false;
    }
    Testimony testimony = Testimony.of(read, context.settings.byzantine().witnessesNeeded());
    if (!read.isContested) {
      read.isContested = true;
      context.record(new StoreEvent.ContradictionFound(context.self, read.key, answered(read)));
    }
    int known = read.accusedMask;
    read.refute(testimony.disbelieved(), testimony.accused());
    for (Accusation accusation : testimony.accusations()) {
      if ((known & 1 << read.indexOf(accusation.accused())) == 0) {
        accuser.accept(accusation);
      }
    }
    return testimony.isOpen();
  }

  private List<NodeId> answered(ReadOperation read) {
    List<NodeId> peers = new ArrayList<>();
    for (int i = 0; i < read.asked; i++) {
      if ((read.repliedMask & 1 << i) != 0) {
        peers.add(context.ring.at(read.replicas[i]));
      }
    }
    return peers;
  }

  private void onEnough(ReadOperation read) {
    read.found = read.merged;
    if (read.needed > 1 && context.settings.repair().isReadRepairBlocking()) {
      read.isRepairing = true;
      mend(read, true);
    }
    if (read.repairMask == 0) {
      answer(read);
    }
  }

  /** Sends what all answers together say to those whose answer said less. */
  private void mend(ReadOperation read, boolean isBlocking) {
    Row merged = read.merged;
    if (merged == null) {
      return;
    }
    int behind = 0;
    for (int i = 0; i < read.asked; i++) {
      behind |= read.isBehind(i) ? 1 << i : 0;
    }
    read.repairMask = isBlocking ? behind : read.repairMask;
    if (behind == 0) {
      return;
    }
    KeyedRow keyed = new KeyedRow(read.key, vouched(read, merged));
    for (int i = 0; i < read.asked; i++) {
      if ((behind & 1 << i) != 0) {
        mend(read, i, keyed, isBlocking);
      }
    }
  }

  /** What only one replica has first hand is passed on as that one's word. */
  private Row vouched(ReadOperation read, Row merged) {
    return context.settings.detectsLies()
        ? merged.vouched(
            write -> read.witnesses(write) < context.settings.byzantine().witnessesNeeded())
        : merged;
  }

  private void mend(ReadOperation read, int index, KeyedRow keyed, boolean isBlocking) {
    int place = read.replicas[index];
    read.rows[index] = keyed.row();
    read.disbelievedMask &= ~(1 << index);
    context.counters.increment(
        isBlocking ? Counter.READ_REPAIRS_BLOCKING : Counter.READ_REPAIRS_BACKGROUND);
    context.record(
        new StoreEvent.ReadRepaired(context.self, context.ring.at(place), read.key, isBlocking));
    Cause cause = Cause.READ_REPAIR;
    if (place == context.place) {
      replica.apply(keyed, cause);
      log.acknowledgeWhenSafe(new CommitLog.Ack(place, read.id, cause));
    } else {
      context.send(place, new StoreMessage.Mutate(context.stamp(), read.id, keyed, cause, -1));
    }
  }

  /** A replica has been mended. */
  void onMended(int from, long id) {
    ReadOperation read = reads.get(id);
    int index = read == null ? -1 : read.indexOf(from);
    if (read == null || index < 0 || read.repairMask == 0) {
      return;
    }
    read.repairMask &= ~(1 << index);
    if (read.repairMask == 0 && !read.isAnswered) {
      answer(read);
      finishIfSettled(read);
    }
  }

  private void answer(ReadOperation read) {
    read.isAnswered = true;
    context.counters.increment(Counter.READS_OK);
    Row row = read.found;
    String seen = read.requester.request().context();
    if (row == null) {
      read.requester.succeed(context, List.of(), seen);
      return;
    }
    if (row instanceof SiblingRow siblings) {
      seen = CausalContext.withClock(seen, read.key, siblings.context());
    } else if (row instanceof StampedRow stamped && isHybrid(read)) {
      seen = CausalContext.withStamp(seen, stamped.stamp());
    }
    read.requester.succeed(context, row.values(), seen);
  }

  private boolean isHybrid(ReadOperation read) {
    int keyspace = context.settings.keyspaceOf(read.key);
    return context.keyspace(keyspace).versioning() == Versioning.HLC;
  }

  /** Once all that were asked have answered, the late ones are mended in the background. */
  private void finishIfSettled(ReadOperation read) {
    if (read.isAnswered && read.replies() == read.asked) {
      reads.remove(read.id);
      mendUnlessOpen(read);
    }
  }

  private void mendUnlessOpen(ReadOperation read) {
    boolean isOpen = weigh(read);
    if (read.maskedLiars > 0 ? masking.withhold(read) : !isOpen) {
      mend(read, false);
    }
  }

  private boolean couldSpeculate(long id) {
    ReadOperation read = reads.get(id);
    return read != null
        && !read.isAnswered
        && read.replies() < read.needed
        && read.asked < read.replicas.length;
  }

  void onSpeculationTimer() {
    speculations.fire(
        id -> {
          ReadOperation read = reads.get(id);
          if (read != null) {
            context.counters.increment(Counter.SPECULATIVE_RETRIES);
            ask(read, read.asked + 1);
          }
        });
  }

  void onDeadlineTimer() {
    deadlines.fire(this::onDeadline);
  }

  private void onDeadline(long id) {
    ReadOperation read = reads.get(id);
    if (read == null) {
      return;
    }
    reads.remove(id);
    for (int i = 0; i < read.asked; i++) {
      boolean isMissing = ((~read.repliedMask | read.repairMask) & 1 << i) != 0;
      if (isMissing && read.replicas[i] != context.place) {
        liveness.missed(read.replicas[i]);
      }
    }
    if (!read.isAnswered && !read.isRepairing && masking.withhold(read)) {
      read.found = read.merged;
      answer(read);
    }
    if (!read.isAnswered) {
      context.counters.increment(Counter.READS_TIMED_OUT);
      context.counters.increment(Counter.UNAVAILABLE);
      String error = "read timed out with " + read.replies() + " of " + read.needed + " answers";
      read.requester.fail(context, Outcome.UNKNOWN, error);
    }
    mendUnlessOpen(read);
  }
}
