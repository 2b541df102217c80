package dev.skew.world.quorum;

import static dev.skew.kernel.Checks.check;

import dev.skew.kernel.RandomSource;
import dev.skew.world.clock.HybridTimestamp;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.clock.TrueTime;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.quorum.StoreCounters.Counter;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Revision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One node of the quorum store: coordinator, replica and keeper of hints. Inputs in, effects out.
 *
 * <p>The tables inside are mutable, for copying them at each step would cost more than the step;
 * but nothing gets in or out except through {@link #on}. Time, chance and the node's clock are
 * given to it. To drive it: feed {@link StoreInput.Started} first; carry out the effects in their
 * order; report messages, timers and the disk back. To crash it: drop its timers, ask the disk how
 * many records survived, and go on with {@link #afterCrash}.
 */
public final class StoreNode {

  private final StoreContext context;
  private final CommitLog log;
  private final Liveness liveness;
  private final HintTable hints;
  private final Replica replica;
  private final WriteCoordinator writes;
  private final ReadCoordinator reads;
  private final AntiEntropy antiEntropy;
  private final Merger merger;
  private final Quarantine quarantine;
  private final Beacons beacons;
  private final Messages messages = new Messages();
  private final Map<Integer, RecentIds> forwards = new HashMap<>(); // by sender, never iterated
  private boolean started;

  /**
   * A node with nothing on its disk.
   *
   * @param ring shared by all nodes of the store
   * @param random this node's own stream
   */
  public StoreNode(
      NodeId self, StoreSettings settings, HashRing ring, NodeClock clock, RandomSource random) {
    this(new StoreContext(self, settings, ring, clock, random), null, 0);
  }

  private StoreNode(StoreContext context, @Nullable StoreNode former, long survivingToken) {
    this.context = context;
    this.log =
        former == null
            ? new CommitLog(context, this::acknowledge)
            : former.log.afterCrash(survivingToken, context, this::acknowledge);
    this.liveness =
        new Liveness(context, former == null ? 0 : former.liveness.beat(), this::onReturn);
    this.hints = new HintTable(context, log, liveness);
    this.replica = new Replica(context, log, hints, liveness);
    this.writes = new WriteCoordinator(context, replica, hints, liveness, log);
    this.quarantine = new Quarantine(context, replica, log, liveness::readmit);
    this.reads = new ReadCoordinator(context, replica, liveness, log, quarantine::accuse);
    this.antiEntropy = new AntiEntropy(context, replica, liveness, quarantine::accuse);
    this.merger = new Merger(context, replica, writes);
    this.beacons = new Beacons(context, replica, liveness);
  }

  /**
   * The node, which has not lived yet, as it starts with this instead of a version of no deploy.
   */
  public StoreNode with(Launch launch) {
    check(!started, "%s has started already", context.self);
    return new StoreNode(context.with(launch), null, 0);
  }

  /** {@link #afterCrash(long, Revision)} with the revision of before. */
  public StoreNode afterCrash(long survivingToken) {
    return afterCrash(survivingToken, revision());
  }

  /**
   * The node as it comes back from a crash, to be given {@link StoreInput.Started}. What it held
   * only in memory is gone, and it counts as another life, whose messages and dots are its own.
   *
   * @param survivingToken the last {@link StoreEffect.Append} whose record is on disk; not less
   *     than what was reported persisted
   * @param installed what it comes back with
   */
  public StoreNode afterCrash(long survivingToken, Revision installed) {
    return new StoreNode(context.nextLife(installed), this, survivingToken);
  }

  /**
   * Takes one input in.
   *
   * @param nowNanos virtual time
   * @return what is to be done now, in this order
   */
  public List<StoreEffect> on(long nowNanos, StoreInput input) {
    context.begin(nowNanos);
    if (input instanceof StoreInput.Received received) {
      onReceived(received);
    } else if (input instanceof StoreInput.Persisted persisted) {
      log.onPersisted(persisted.token());
    } else if (input instanceof StoreInput.Asked asked) {
      onAsked(new Requester(asked.client(), 0, asked.request()));
    } else if (input instanceof StoreInput.TimerFired fired) {
      onTimer(fired.token());
    } else if (input instanceof StoreInput.AppendFailed failed) {
      log.onFailed(failed.token());
    } else if (input instanceof StoreInput.Ordered ordered) {
      onOrdered(ordered.order());
    } else if (input instanceof StoreInput.QuarantineOrdered order) {
      quarantine.onOrder(order);
    } else if (input instanceof StoreInput.Started) {
      onStarted();
    } else if (input instanceof StoreInput.Stretched stretched) {
      writes.stretchTimeout(stretched.factor());
      reads.stretchTimeout(stretched.factor());
    } else {
      throw new AssertionError("unknown input " + input);
    }
    return context.takeEffects();
  }

  /**
   * Sets how this node lies from now on, in this life and the next ones.
   *
   * @param stream of the lies alone
   */
  public void lie(StoreLies lies, RandomSource stream) {
    context.liar.lie(lies, stream);
  }

  private void onStarted() {
    check(!started, "%s was started twice in one life", context.self);
    started = true;
    log.start();
    liveness.start();
    hints.start();
    replica.start();
    antiEntropy.start();
    merger.start();
    beacons.start();
  }

  private void onOrdered(StoreOrder order) {
    if (order instanceof StoreOrder.Merge merge) {
      merger.onOrder(merge);
    }
  }

  private void onReceived(StoreInput.Received received) {
    StoreMessage message = received.message();
    int from = context.ring.placeOf(received.from());
    check(from >= 0, "%s is no member of the store", received.from());
    if (context.decree.isOut(from) && !(message instanceof StoreMessage.Decide)) {
      quarantine.onOutsider(from, message);
      return;
    }
    if (!context.hlc.receive(context.wallNanos(), message.sentAt())) {
      context.counters.increment(Counter.TIMESTAMPS_REFUSED);
    }
    liveness.heard(from);
    message.accept(from, messages);
  }

  private void onAsked(Requester requester) {
    ClientRequest request = requester.request();
    if (context.decree.isOut(context.place)) {
      requester.fail(context, Outcome.FAILED, "unavailable: " + context.self + " is in quarantine");
      return;
    }
    Mutation mutation = Mutation.of(request);
    if (!request.context().isEmpty() && !CausalContext.isWellFormed(request.context())) {
      String error = "context \"" + request.context() + "\" is not one this store gave out";
      requester.fail(context, Outcome.FAILED, error);
    } else if (mutation != null) {
      writes.onRequest(requester, mutation);
    } else if (request.operation() instanceof Operation.Get get) {
      reads.onRequest(requester, get);
    } else {
      String error = "a store without consensus cannot compare-and-set nor write keys together";
      requester.fail(context, Outcome.FAILED, error);
    }
  }

  private void onTimer(long token) {
    if (token > Timers.COMMIT_WAIT) {
      writes.onCommitWaitOver(token - Timers.COMMIT_WAIT);
      return;
    }
    switch ((int) token) {
      case Timers.WRITE_DEADLINE -> writes.onDeadlineTimer();
      case Timers.READ_DEADLINE -> reads.onDeadlineTimer();
      case Timers.SPECULATION -> reads.onSpeculationTimer();
      case Timers.GOSSIP -> liveness.onTimer();
      case Timers.HINT_REPLAY -> hints.onTimer();
      case Timers.TREE_EXCHANGE -> antiEntropy.onTimer();
      case Timers.LOG_SYNC -> log.onTimer();
      case Timers.TOMBSTONES -> replica.onTimer();
      case Timers.MERGE -> merger.onTimer();
      case Timers.DECISION -> quarantine.onTimer();
      case Timers.BEACON -> beacons.onTimer();
      case Timers.ADOPTION -> beacons.onAdoptionTimer();
      default -> throw new AssertionError("unknown timer " + token);
    }
  }

  /** A row that this node asked itself or another asked it to keep is safe, or cannot be. */
  private void acknowledge(CommitLog.Ack ack, boolean isStored) {
    if (ack.place() == context.place) {
      onMutated(ack.place(), ack.id(), ack.cause(), isStored);
    } else {
      HybridTimestamp stamp = context.stamp();
      context.send(ack.place(), new StoreMessage.Mutated(stamp, ack.id(), ack.cause(), isStored));
    }
  }

  private void onMutated(int from, long id, StoreMessage.Cause cause, boolean isStored) {
    switch (cause) {
      case WRITE -> writes.onMutated(from, id, isStored);
      case READ_REPAIR -> reads.onMended(from, id);
      case HINT -> hints.onMutated(id, isStored);
      case ANTI_ENTROPY -> throw new AssertionError("nobody waits for anti-entropy");
    }
  }

  private void onReturn(int place) {
    hints.replay(place);
  }

  /** The clock that commit-wait goes by; the node's time daemon reports to it. */
  public TrueTime trueTime() {
    return context.trueTime;
  }

  /** The newest hybrid timestamp this node has given out or heard. */
  public HybridTimestamp hybridTime() {
    return context.hlc.last();
  }

  /** What this node's process was started with. */
  public Revision revision() {
    return context.launch.revision();
  }

  /** The newest revision that it has heard of. */
  public Revision newestRevision() {
    return beacons.newest();
  }

  public StoreCounters counters() {
    return context.counters;
  }

  /** Conflicts that wait to be merged and that this node answers for. */
  public List<OpenConflict> openConflicts() {
    return replica.openConflicts();
  }

  /** The peers this node takes to be down. */
  public List<NodeId> suspects() {
    return context.ring.members().stream()
        .filter(node -> liveness.isSuspect(context.ring.placeOf(node)))
        .toList();
  }

  /** The members that are in quarantine, as far as this node knows. */
  public List<NodeId> quarantined() {
    return context.decree.out().stream().map(context.ring::at).toList();
  }

  /** Counts the decisions on quarantines that this node knows of. */
  public long quarantineEpoch() {
    return context.decree.epoch();
  }

  /** How many rows wait here for replicas that did not take them. */
  public int hintCount() {
    return hints.size();
  }

  /** How many keys this node holds. */
  public int rowCount() {
    return replica.table().size();
  }

  /** What this node holds under a key. */
  public Optional<Row> row(String key) {
    return Optional.ofNullable(replica.table().get(key));
  }

  /** Everything this node holds, in the order in which the keys came. */
  public List<KeyedRow> rows() {
    return replica.table().rows();
  }

  /** The roots of this node's hash trees: equal at all replicas of a range that agree. */
  public List<RangeHash> rangeHashes() {
    List<RangeHash> hashes = new ArrayList<>();
    int ranges = context.ring.rangeCount();
    replica
        .table()
        .trees()
        .forEach(
            (key, tree) -> {
              if (tree.root() != 0) { // 0: nothing in it any more
                String keyspace = context.keyspace(key / ranges).name();
                hashes.add(new RangeHash(keyspace, key % ranges, tree.root()));
              }
            });
    return hashes;
  }

  /**
   * All of {@link #rangeHashes} in one number: what the truth audit compares where every node keeps
   * every key.
   */
  public long hashRollup() {
    long rollup = 0;
    for (RangeHash hash : rangeHashes()) {
      rollup ^= Hashing.combine(Hashing.of(hash.keyspace()) + hash.range(), hash.root());
    }
    return rollup;
  }

  /** The root of the hash tree over one range. */
  public record RangeHash(String keyspace, int range, long root) {}

  /** The match table: who handles which message. */
  private final class Messages implements StoreMessageHandler {

    @Override
    public void onMutate(int from, StoreMessage.Mutate message) {
      replica.onMutate(from, message);
    }

    @Override
    public void onMutated(int from, StoreMessage.Mutated message) {
      StoreNode.this.onMutated(from, message.id(), message.cause(), message.isStored());
    }

    @Override
    public void onRead(int from, StoreMessage.Read message) {
      reads.onRead(from, message);
    }

    @Override
    public void onFound(int from, StoreMessage.Found message) {
      reads.onFound(from, message.id(), message.row());
    }

    @Override
    public void onForward(int from, StoreMessage.Forward message) {
      // Nothing else here minds coming twice, but a count would count twice.
      if (forwards.computeIfAbsent(from, unused -> new RecentIds()).isNew(message.id())) {
        onAsked(new Requester(context.ring.at(from), message.id(), message.request()));
      }
    }

    @Override
    public void onForwarded(int from, StoreMessage.Forwarded message) {
      writes.onForwarded(message);
    }

    @Override
    public void onAskStamp(int from, StoreMessage.AskStamp message) {
      writes.onAskStamp(from, message);
    }

    @Override
    public void onStamped(int from, StoreMessage.Stamped message) {
      writes.onStamped(message);
    }

    @Override
    public void onGossip(int from, StoreMessage.Gossip message) {
      liveness.onGossip(from, message);
      quarantine.onGossip(from, message.epoch());
    }

    @Override
    public void onDecide(int from, StoreMessage.Decide message) {
      quarantine.onStep(from, message.step());
    }

    @Override
    public void onTreeRoot(int from, StoreMessage.TreeRoot message) {
      antiEntropy.onRoot(from, message);
    }

    @Override
    public void onTreeLeaves(int from, StoreMessage.TreeLeaves message) {
      antiEntropy.onLeaves(from, message);
    }

    @Override
    public void onTreeRows(int from, StoreMessage.TreeRows message) {
      antiEntropy.onRows(from, message);
    }

    @Override
    public void onBeacon(int from, StoreMessage.Beaconed message) {
      beacons.onBeacon(from, message);
    }

    /** What cannot be read is dropped, and its sender finds out by its time-outs. */
    @Override
    public void onEncoded(int from, StoreMessage.Encoded encoded) {
      if (context.release.reads(encoded.encoding())) {
        encoded.message().accept(from, this);
        return;
      }
      context.counters.increment(Counter.DECODE_FAILURES);
      context.record(
          new StoreEvent.RowsUndecodable(context.self, context.ring.at(from), encoded.encoding()));
    }
  }
}
