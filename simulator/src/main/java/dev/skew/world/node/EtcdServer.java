package dev.skew.world.node;

import dev.skew.kernel.SimTime;
import dev.skew.world.kv.CancelRequest;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.network.Channel;
import dev.skew.world.network.WireMessage;
import dev.skew.world.raft.Entry;
import dev.skew.world.raft.EntryList;
import dev.skew.world.raft.MembershipChange;
import dev.skew.world.raft.RaftCore;
import dev.skew.world.raft.RaftEffect;
import dev.skew.world.raft.RaftInput;
import dev.skew.world.raft.RaftMessage;
import dev.skew.world.raft.RaftNotice;
import dev.skew.world.raft.RaftState;
import dev.skew.world.raft.RaftStep;
import dev.skew.world.raft.Ready;
import dev.skew.world.raft.Snapshot;
import dev.skew.world.topology.NodeId;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An etcd member: etcd 3.4's server loop around the pure Raft core ({@code etcdserver/raft.go},
 * {@code server.go}). While the disk is busy the core goes on taking input, and what it wants done
 * waits for the next round; a leader's messages leave beside its own write, a follower's after it.
 */
public final class EtcdServer implements NodeProcess {

  private enum Timer {
    TICK,
    PEER_CHECK
  }

  /** A round of the loop whose write is under way. */
  private record Round(Ready.Batch batch, boolean sent, boolean applied) {}

  private static final int RECORD_BYTES = 64;

  /** How often a booted member looks whether its peers are there. */
  private static final long PEER_CHECK_NANOS = 50 * SimTime.MILLISECOND;

  private static final String REMOVED = "the member has been permanently removed from the cluster";

  private final NodeContext context;
  private final EtcdSettings settings;
  private final WalDisk<RaftWal.LogRecord> disk;
  private final EtcdRequests requests;
  private final EtcdBallots ballots;
  private final Ready ready = new Ready();
  private final Lessor lessor;
  private final int cluster;

  private KvStore store;
  private RaftState state;
  private boolean saving;
  private boolean pumping;
  private boolean ended;
  private boolean leading;
  private boolean isMember;
  private @Nullable NodeId knownLeader;
  private long applied;
  private long appliedTerm;
  private long ticks;
  private long nextTickNanos;
  private boolean snapshotDue;
  private int peerChecks;
  private @Nullable EtcdShutdown shutdown;

  /** Boots a member from what its disk holds. */
  public EtcdServer(
      NodeContext context, EtcdSettings settings, WalDisk<RaftWal.LogRecord> disk, EtcdBoot boot) {
    this.context = context;
    this.settings = settings;
    this.disk = disk;
    this.cluster = boot.wal().cluster();
    Snapshot snapshot = boot.wal().snapshot();
    this.state =
        RaftState.recover(
            settings.raft(),
            context.self(),
            boot.wal().hardState(),
            boot.wal().log(),
            boot.random());
    this.isMember = state.configuration().contains(context.self());
    this.store = EtcdImage.of(snapshot).thawStore();
    this.lessor = new Lessor(settings.raft().electionTicks(), settings.tickNanos());
    this.lessor.restore(EtcdImage.of(snapshot).leaseTtls());
    this.applied = snapshot.index();
    this.appliedTerm = snapshot.term();
    this.requests = new EtcdRequests(this, context, settings, boot.life());
    this.ballots = new EtcdBallots(this, requests, context, settings, boot);
  }

  @Override
  public void onStart() {
    EntryList replayed = state.unapplied();
    if (!replayed.isEmpty()) {
      apply(replayed);
      step(new RaftInput.Applied(applied));
    }
    nextTickNanos = monotonicNanos();
    armTick();
    if (state.configuration().members().size() == 1) {
      passTicks(settings.raft().electionTicks() - 1);
    } else {
      context.setTimer(PEER_CHECK_NANOS, Timer.PEER_CHECK);
    }
  }

  @Override
  public void onMessage(NodeId from, Channel channel, WireMessage message) {
    RaftMessage raftMessage = ClusterMessage.meantFor(cluster, message);
    if (raftMessage != null) {
      onRaftMessage(from, raftMessage);
    } else if (message instanceof ClientRequest request) {
      requests.onClientRequest(from, request);
    } else if (message instanceof CancelRequest cancel) {
      requests.onCancel(from, cancel.id());
    } else if (message instanceof MemberGone) {
      panic(REMOVED);
    } else if (message instanceof SnapshotAccepted) {
      step(new RaftInput.SnapshotSent(from, true));
    } else if (message instanceof AdminRequest request) {
      requests.onAdminRequest(from, request);
    } else if (message instanceof BallotReport report) {
      ballots.onReport(report);
    }
    goOnEnding();
  }

  @Override
  public void onTimer(Object token) {
    if (token == Timer.TICK) {
      armTick();
      onTick();
    } else if (token == Timer.PEER_CHECK) {
      onPeerCheck();
    } else if (token instanceof EtcdShutdown.Due due) {
      due.run();
    } else {
      requests.onTimer(token);
    }
    goOnEnding();
  }

  /** A round's write is durable: a follower may now speak, and the next round may begin. */
  @Override
  public void onDisk(Object token) {
    if (token instanceof Round round) {
      saving = false;
      finish(round);
      pump();
    }
    goOnEnding();
  }

  @Override
  public void onTerminate() {
    if (shutdown == null) {
      shutdown = new EtcdShutdown(this, requests, context, settings);
      shutdown.begin();
    }
  }

  private void goOnEnding() {
    if (shutdown != null && !ended) {
      shutdown.goOn();
    }
  }

  /** rafthttp reports what it could not send, and a snapshot that broke off, not broken streams. */
  @Override
  public void onDisconnect(NodeId peer, Channel channel) {
    if (channel == Channel.RAFT_PIPELINE) {
      step(new RaftInput.SnapshotSent(peer, false));
    }
  }

  @Override
  public void onUnreachable(NodeId peer, Channel channel) {
    step(new RaftInput.PeerUnreachable(peer));
    if (channel == Channel.RAFT_PIPELINE) {
      step(new RaftInput.SnapshotSent(peer, false));
    }
  }

  /** The member as its status API and the checkers see it; valid until its next step. */
  public RaftState state() {
    return state;
  }

  /** Revision, keys and values that this member has applied. */
  KvStore store() {
    return store;
  }

  Lessor lessor() {
    return lessor;
  }

  /** Which cluster it belongs to: 0, or that which operators started from its data. */
  public int cluster() {
    return cluster;
  }

  /** Index of the last entry applied to the store. */
  public long appliedIndex() {
    return applied;
  }

  /** The term that the status API shows: that of the last applied entry. */
  public long appliedTerm() {
    return appliedTerm;
  }

  /** Newest revision of the store. */
  public long revision() {
    return store.revision();
  }

  /** Every key that this member has, in order. */
  public Set<String> keys() {
    return Collections.unmodifiableSet(store.keys().keySet());
  }

  /** The newest value of a key as this member has it, or null: what a serializable read gives. */
  public @Nullable String valueOf(String key) {
    KvStore.KeyValue found = store.keys().get(key);
    return found == null ? null : found.value();
  }

  /** Hands an input to the core and does what it asks for. */
  void step(RaftInput input) {
    if (ended) {
      return;
    }
    RaftStep step = RaftCore.step(state, input);
    state = step.state();
    ready.absorb(step);
    List<RaftEffect> effects = step.effects();
    for (int i = 0; i < effects.size(); i++) {
      if (!perform(effects.get(i))) {
        return;
      }
    }
    requests.drainProposals();
    pump();
  }

  /** What does not wait for the next round; false when the process ended. */
  private boolean perform(RaftEffect effect) {
    if (effect instanceof RaftEffect.Send
        || effect instanceof RaftEffect.Persist
        || effect instanceof RaftEffect.Commit) {
      return true;
    }
    if (effect instanceof RaftNotice notice) {
      context.trace(new EtcdLogged(context.self(), notice));
    } else if (effect instanceof RaftEffect.ProposalDropped dropped) {
      requests.onDropped(dropped);
    } else if (effect instanceof RaftEffect.SnapshotDue) {
      snapshotDue = true;
    } else if (effect instanceof RaftEffect.ConfigurationChanged changed) {
      boolean wasMember = isMember; // one that joins reads of times before it did
      isMember = changed.configuration().contains(context.self());
      if (wasMember && !isMember) {
        panic(REMOVED);
      }
    } else if (effect instanceof RaftEffect.Panic panic) {
      panic(panic.reason());
    }
    return !ended;
  }

  /** Ends the process; what is still on the stack must do nothing more. */
  private void panic(String complaint) {
    ended = true;
    context.panic(complaint);
  }

  /** Ends the process as it was asked to. */
  void exit() {
    ended = true;
    context.exit();
  }

  private void onRaftMessage(NodeId from, RaftMessage message) {
    if (requests.turnsAway(from) || !ballots.admits(from, message)) {
      return;
    }
    RaftInput.Receive input = new RaftInput.Receive(from, message);
    if (message instanceof RaftMessage.ForwardProposal && !state.hasLeader()) {
      requests.queueForwarded(input);
      return;
    }
    if (message instanceof RaftMessage.InstallSnapshot) {
      context.send(from, Channel.RAFT_PIPELINE, new SnapshotAccepted());
    }
    step(input);
  }

  /** Ticks keep their phase however late one of them is handled, as Go's tickers do. */
  private void armTick() {
    long nowNanos = monotonicNanos();
    long behind = Math.max(0, nowNanos - nextTickNanos) / settings.tickNanos();
    nextTickNanos += (behind + 1) * settings.tickNanos();
    context.setTimer(nextTickNanos - nowNanos, Timer.TICK);
  }

  private void onTick() {
    ticks++;
    step(RaftInput.Tick.INSTANCE);
    ballots.onTick();
    long perCheck = Math.max(1, Lessor.CHECK_INTERVAL_NANOS / settings.tickNanos());
    if (leading && lessor.size() > 0 && ticks % perCheck == 0) {
      lessor.takeExpired(monotonicNanos()).forEach(requests::revoke);
    }
  }

  /**
   * A booted member that sees its peers connected lets all but two ticks of its first election
   * time-out pass at once ({@code adjustTicks}); it looks for 5 s. A lone one lets all but one pass
   * and does not look.
   */
  private void onPeerCheck() {
    if (context.connectedPeers().size() > 1) {
      passTicks(settings.raft().electionTicks() - 2);
    } else if (++peerChecks < 100) {
      context.setTimer(PEER_CHECK_NANOS, Timer.PEER_CHECK);
    }
  }

  private void passTicks(int count) {
    for (int i = 0; i < count; i++) {
      step(RaftInput.Tick.INSTANCE);
    }
  }

  /** One round of etcd's loop after another, until there is nothing to do or the disk is busy. */
  private void pump() {
    if (pumping) {
      return; // a step within a round, as applying brings about, leaves its wishes to that round
    }
    pumping = true;
    while (!ended && !saving && !ready.isEmpty()) {
      Ready.Batch batch = ready.take();
      followLeadership();
      for (int i = 0; i < batch.reads().size(); i++) {
        RaftEffect.ReadReady read = batch.reads().get(i);
        requests.onReadReady(read.context(), read.index());
      }
      if (batch.snapshot() != null) {
        restore(batch.snapshot());
      }
      // A lone member must not answer before its own disk has what it answers for.
      boolean early =
          batch.entries().isEmpty()
              || batch.committed().isEmpty()
              || batch.committed().last().index() < batch.entries().first().index();
      if (early) {
        apply(batch.committed());
      }
      Round round = new Round(batch, batch.sendsFirst(), early);
      if (round.sent()) {
        send(batch);
      }
      save(round);
    }
    pumping = false;
  }

  private void save(Round round) {
    Ready.Batch batch = round.batch();
    if (!batch.writes()) {
      finish(round);
      return;
    }
    RaftWal.LogRecord record =
        new RaftWal.LogRecord(batch.hardState(), batch.entries(), batch.snapshot(), 0);
    int bytes = RECORD_BYTES + batch.entries().sizeBytes();
    boolean sync = batch.mustSync() || batch.snapshot() != null;
    if (!(sync ? disk.write(record, bytes, context.disk(), round) : disk.append(record, bytes))) {
      panic("wal: no space left on device");
    } else if (sync) {
      saving = true;
    } else {
      finish(round);
    }
  }

  /** What remains of a round once it is on disk. */
  private void finish(Round round) {
    Ready.Batch batch = round.batch();
    if (!round.sent()) {
      send(batch);
    }
    if (!round.applied()) {
      apply(batch.committed());
    }
    if (batch.appliedIndex() != 0) {
      step(new RaftInput.Applied(applied));
    }
    if (snapshotDue && !ended) {
      snapshotDue = false;
      compact();
    }
  }

  private void send(Ready.Batch batch) {
    for (int i = 0; i < batch.messages().size(); i++) {
      RaftEffect.Send send = batch.messages().get(i);
      RaftMessage message = ballots.said(send.to(), send.message());
      if (message instanceof RaftMessage.InstallSnapshot install) {
        // etcd merges the newest state of its store into a snapshot as it leaves.
        message =
            new RaftMessage.InstallSnapshot(
                install.term(), state.snapshotOf(EtcdImage.freeze(store, lessor)));
      }
      context.send(
          send.to(), ClusterMessage.channelOf(message), ClusterMessage.of(cluster, message));
    }
  }

  /** Takes note of a new leader, or of the loss of one ({@code updateLeadership}). */
  private void followLeadership() {
    boolean leads = state.isLeader();
    if (leads && !leading) {
      lessor.promote(monotonicNanos(), settings.electionTimeoutNanos());
    } else if (!leads && leading) {
      lessor.demote();
    }
    leading = leads;
    NodeId leader = state.leader();
    if (leader != null && !leader.equals(knownLeader)) {
      requests.onNewLeader();
    }
    knownLeader = leader;
  }

  private void apply(EntryList committed) {
    for (int i = 0; i < committed.size(); i++) {
      Entry entry = committed.get(i);
      applied = entry.index();
      appliedTerm = entry.term();
      if (entry.payload() instanceof EtcdCommand command) {
        requests.onApplied(command, apply(command));
      } else if (entry.payload() instanceof MembershipChange change) {
        requests.onMembershipApplied(change);
        ballots.onApplied(change);
      }
    }
    if (!committed.isEmpty()) {
      requests.serveReads();
    }
  }

  private KvStore.Applied apply(EtcdCommand command) {
    if (command instanceof EtcdCommand.Kv kv) {
      return kv.lease() == 0 || lessor.holds(kv.lease())
          ? store.apply(kv.operation(), kv.lease())
          : store.refuse("etcdserver: requested lease not found");
    }
    if (command instanceof EtcdCommand.GrantLease grant) {
      if (!lessor.grant(grant.lease(), grant.ttlNanos(), monotonicNanos())) {
        return store.refuse("etcdserver: lease already exists");
      }
    } else if (command instanceof EtcdCommand.RevokeLease revoke && lessor.revoke(revoke.lease())) {
      store.revoke(revoke.lease());
    }
    return store.nothing();
  }

  private void restore(Snapshot snapshot) {
    EtcdImage image = EtcdImage.of(snapshot);
    store = image.thawStore();
    lessor.restore(image.leaseTtls());
    applied = snapshot.index();
    appliedTerm = snapshot.term();
    requests.serveReads();
  }

  /** Takes a snapshot, and lets the log before it go but for what slow followers may need. */
  private void compact() {
    Snapshot.Image image = EtcdImage.freeze(store, lessor);
    Snapshot snapshot = state.snapshotOf(image);
    step(new RaftInput.Compact(snapshot));
    RaftWal.LogRecord record =
        RaftWal.LogRecord.of(snapshot, settings.raft().limits().keptEntries());
    disk.append(record, RECORD_BYTES + (int) Math.min(Integer.MAX_VALUE / 2, image.sizeBytes()));
  }

  private long monotonicNanos() {
    return context.clock().monotonicNanos(context.nowNanos());
  }
}
