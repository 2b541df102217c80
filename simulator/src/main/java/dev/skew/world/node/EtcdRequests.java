package dev.skew.world.node;

import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.network.Channel;
import dev.skew.world.raft.MembershipChange;
import dev.skew.world.raft.RaftEffect;
import dev.skew.world.raft.RaftInput;
import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * The client's side of an etcd member: proposals and who waits for them, reads, leases, transfers
 * ({@code etcdserver/v3_server.go} of etcd 3.4). Nothing fails fast because there is no leader: a
 * request waits out the server's own time-out.
 */
final class EtcdRequests {

  /** {@code maxGapBetweenApplyAndCommitIndex}: further behind, writes are refused. */
  private static final long MAX_APPLY_GAP = 5_000;

  private static final String TIMED_OUT = "etcdserver: request timed out";
  private static final String DEADLINE = "context deadline exceeded";
  private static final String LEADER_CHANGED = "etcdserver: leader changed";
  private static final String TOO_MANY = "etcdserver: too many requests";
  private static final String DROPPED = "raft proposal dropped";
  private static final String TRANSFER_TIMED_OUT =
      "etcdserver: request timed out, leader transfer took too long";
  private static final String NOT_LEADER = "etcdserver: not leader";
  private static final String BAD_TRANSFEREE = "etcdserver: bad leader transferee";
  private static final String STOPPED = "etcdserver: server stopped";

  private enum Timer {
    REQUESTS,
    READ_LOOP
  }

  /** A read round has not been answered for the whole request time-out. */
  private record RoundTimeout(long round) {}

  /** Looks whether a transfer is through, once a heartbeat interval as etcd does. */
  private record TransferPoll(NodeId client, long request, NodeId to, long dueNanos) {}

  /** The answer to a write, on its way from the apply queue to the client's goroutine. */
  private record Answer(NodeId client, long request, KvStore.Applied result) {}

  /** A change of members has not been made for the whole request time-out. */
  private record ChangeTimeout(NodeId client, long request) {}

  /** A reader that waits for a round. */
  private record Reader(NodeId client, long request, String key) {}

  private final EtcdServer server;
  private final NodeContext context;
  private final EtcdSettings settings;
  private final PendingRequests pending = new PendingRequests();
  private final ProposalQueue proposals = new ProposalQueue();
  private final ReadIndexRounds<Reader> reads = new ReadIndexRounds<>();
  private final EtcdMembership membership;
  private final long idBase;

  private long nextId;
  private boolean requestTimerSet;
  private boolean readLoopWoken;
  private boolean closed;
  private int answering;
  private long roundTimer;

  EtcdRequests(EtcdServer server, NodeContext context, EtcdSettings settings, int life) {
    this.server = server;
    this.context = context;
    this.settings = settings;
    this.membership = new EtcdMembership(server, context);
    // Node, life and a count in one positive number, as etcd's idutil packs member, time and count.
    this.idBase = (context.self().index() + 1L) << 48 | (long) (life & 0xff) << 40;
  }

  /** Takes no more requests; those that are under way are answered. */
  void close() {
    closed = true;
  }

  /** Whether nobody waits for an answer. */
  boolean isIdle() {
    return pending.isEmpty() && reads.isIdle() && answering == 0;
  }

  void onClientRequest(NodeId client, ClientRequest request) {
    if (closed) {
      fail(client, request.id(), Outcome.FAILED, STOPPED);
      return;
    }
    Operation operation = request.operation();
    if (operation instanceof Operation.Get get) {
      read(client, request.id(), get);
    } else {
      long id = newId();
      propose(
          EtcdCommand.Kv.of(
              id, context.self(), digest(client, request.id()), operation, 0, request.valueBytes()),
          client,
          request.id());
    }
  }

  void onAdminRequest(NodeId client, AdminRequest request) {
    if (closed) {
      fail(client, request.id(), Outcome.FAILED, STOPPED);
    } else if (request instanceof AdminRequest.MoveLeader move) {
      moveLeader(client, move);
    } else if (request instanceof AdminRequest.ChangeMember change) {
      changeMember(client, change);
    } else if (request instanceof AdminRequest.GrantLease grant) {
      long id = newId();
      propose(
          new EtcdCommand.GrantLease(id, context.self(), grant.lease(), grant.ttlNanos()),
          client,
          grant.id());
    } else if (request instanceof AdminRequest.PutWithLease put) {
      Operation operation = new Operation.Put(put.key(), put.value());
      long id = newId();
      propose(
          EtcdCommand.Kv.of(
              id,
              context.self(),
              digest(client, put.id()),
              operation,
              put.lease(),
              put.value().length()),
          client,
          put.id());
    }
  }

  /**
   * A client has gone: its proposal is withdrawn if it still waits for a leader here. What was
   * handed to raft, or forwarded, goes on.
   */
  void onCancel(NodeId client, long request) {
    if (proposals.size() > 0) {
      long id = pending.idOf(digest(client, request));
      if (id != 0 && proposals.holds(id)) {
        pending.remove(id);
      }
    }
  }

  /** The leader found a lease expired; nobody waits for its end. */
  void revoke(long lease) {
    long id = newId();
    hand(id, new EtcdCommand.RevokeLease(id, context.self(), lease));
  }

  void queueForwarded(RaftInput input) {
    proposals.addForwarded(input);
  }

  /** Hands in what waited, as long as a leader is known. */
  void drainProposals() {
    while (proposals.size() > 0 && server.state().hasLeader()) {
      RaftInput input = proposals.poll(pending::contains);
      if (input == null) {
        return;
      }
      server.step(input);
    }
  }

  void onApplied(EtcdCommand command, KvStore.Applied result) {
    if (command.proposer().equals(context.self())) {
      PendingRequests.Waiter waiter = pending.remove(command.id());
      if (waiter != null) {
        waiter.onApplied(result);
      }
    }
  }

  /** The core will not append a proposal; a client of this member is told so at once. */
  void onDropped(RaftEffect.ProposalDropped dropped) {
    dropped
        .payloads()
        .forEach(
            payload -> {
              if (payload instanceof EtcdCommand command
                  && command.proposer().equals(context.self())) {
                PendingRequests.Waiter waiter = pending.remove(command.id());
                if (waiter != null) {
                  waiter.onDropped();
                }
              }
            });
  }

  void onReadReady(long round, long index) {
    reads.onConfirmed(round, index);
    serveReads();
  }

  /** Answers the readers whose index is applied by now, and begins the next round. */
  void serveReads() {
    for (Reader reader : reads.takeServable(server.appliedIndex())) {
      respond(reader.client(), reader.request(), server.store().read(reader.key()));
    }
    beginRound();
  }

  /** A read round under way asked the old leader: its readers fail, the next ones ask the new. */
  void onNewLeader() {
    for (Reader reader : reads.takeForLeaderChange()) {
      fail(reader.client(), reader.request(), Outcome.UNKNOWN, LEADER_CHANGED);
    }
    beginRound();
  }

  void onTimer(Object token) {
    if (token == Timer.REQUESTS) {
      requestTimerSet = false;
      pending.expire(context.nowNanos());
      armRequestTimer();
    } else if (token == Timer.READ_LOOP) {
      readLoopWoken = false;
      beginRoundNow();
    } else if (token instanceof RoundTimeout timeout) {
      for (Reader reader : reads.takeTimedOut(timeout.round())) {
        fail(reader.client(), reader.request(), Outcome.UNKNOWN, TIMED_OUT);
      }
      beginRound();
    } else if (token instanceof TransferPoll poll) {
      pollTransfer(poll);
    } else if (token instanceof ChangeTimeout timeout) {
      if (membership.expire(timeout.request())) {
        fail(timeout.client(), timeout.request(), Outcome.UNKNOWN, TIMED_OUT);
      }
    } else if (token instanceof Answer answer) {
      answering--;
      respond(answer.client(), answer.request(), answer.result());
    }
  }

  private void read(NodeId client, long request, Operation.Get get) {
    if (get.consistency() == Consistency.SERIALIZABLE || get.consistency() == Consistency.ONE) {
      respond(client, request, server.store().read(get.key()));
      return;
    }
    reads.add(new Reader(client, request, get.key()));
    beginRound();
  }

  private void beginRound() {
    if (settings.handOverNanos() == 0) {
      beginRoundNow();
    } else if (reads.canBegin() && !readLoopWoken) {
      readLoopWoken = true;
      context.setTimer(settings.handOverNanos(), Timer.READ_LOOP);
    }
  }

  private void beginRoundNow() {
    if (!reads.canBegin()) {
      return;
    }
    context.cancelTimer(roundTimer);
    long round = reads.begin(newId());
    roundTimer = context.setTimer(settings.requestTimeoutNanos(), new RoundTimeout(round));
    server.step(new RaftInput.ReadIndex(round));
  }

  private void propose(EtcdCommand command, NodeId client, long request) {
    if (server.state().commit() > server.appliedIndex() + MAX_APPLY_GAP) {
      fail(client, request, Outcome.FAILED, TOO_MANY);
      return;
    }
    pending.add(command.id(), dueNanos(), new ClientWaiter(client, request, command.id()));
    armRequestTimer();
    hand(command.id(), command);
  }

  /** When a request that comes now is given up. */
  private long dueNanos() {
    return context.nowNanos()
        + context.clock().virtualDelay(context.nowNanos(), settings.requestTimeoutNanos());
  }

  private void hand(long id, EtcdCommand command) {
    RaftInput input = RaftInput.Propose.of(command);
    if (server.state().hasLeader()) {
      server.step(input);
    } else {
      proposals.addLocal(id, input);
    }
  }

  private void armRequestTimer() {
    long dueNanos = pending.nextDeadlineNanos();
    if (!requestTimerSet && dueNanos != Long.MAX_VALUE) {
      requestTimerSet = true;
      context.setTimerAt(dueNanos, Timer.REQUESTS);
    }
  }

  private void moveLeader(NodeId client, AdminRequest.MoveLeader move) {
    if (!context.self().equals(server.state().leader())) {
      fail(client, move.id(), Outcome.FAILED, NOT_LEADER);
      return;
    }
    if (!server.state().configuration().voters().contains(move.to())) {
      fail(client, move.id(), Outcome.FAILED, BAD_TRANSFEREE);
      return;
    }
    if (move.to().equals(context.self())) {
      respond(client, move.id(), server.store().nothing());
      return;
    }
    server.step(new RaftInput.TransferLeadership(move.to()));
    context.setTimer(
        settings.tickNanos(), new TransferPoll(client, move.id(), move.to(), dueNanos()));
  }

  private void pollTransfer(TransferPoll poll) {
    if (poll.to().equals(server.state().leader())) {
      respond(poll.client(), poll.request(), server.store().nothing());
    } else if (poll.dueNanos() <= context.nowNanos()) {
      fail(poll.client(), poll.request(), Outcome.UNKNOWN, TRANSFER_TIMED_OUT);
    } else {
      context.setTimer(settings.tickNanos(), poll);
    }
  }

  private void changeMember(NodeId client, AdminRequest.ChangeMember request) {
    Optional<String> refusal = membership.propose(client, request);
    if (refusal.isPresent()) {
      fail(client, request.id(), Outcome.FAILED, refusal.get());
    } else {
      context.setTimerAt(dueNanos(), new ChangeTimeout(client, request.id()));
    }
  }

  void onMembershipApplied(MembershipChange change) {
    membership
        .onApplied(change)
        .forEach(each -> respond(each.client(), each.request(), server.store().nothing()));
  }

  /** Whether etcd would so much as propose a change. */
  boolean mayChange(MembershipChange change) {
    return membership.refusal(change).isEmpty();
  }

  /** Tells somebody who was a member once that it is none any more; false where it still may be. */
  boolean turnsAway(NodeId node) {
    if (!membership.isRemoved(node)) {
      return false;
    }
    context.send(node, Channel.RAFT_MESSAGE, new MemberGone());
    return true;
  }

  private static long digest(NodeId client, long request) {
    return (client.index() + 1L) << 44 ^ request;
  }

  private long newId() {
    return idBase | ++nextId;
  }

  private void respond(NodeId client, long request, KvStore.Applied result) {
    context.send(
        client,
        Channel.CLIENT_REPLY,
        new ClientResponse(
            request, result.outcome(), result.values(), "", result.revision(), result.error()));
  }

  private void fail(NodeId client, long request, Outcome outcome, String error) {
    context.send(
        client,
        Channel.CLIENT_REPLY,
        new ClientResponse(request, outcome, List.of(), "", server.revision(), error));
  }

  /** A client whose write is under way. */
  private final class ClientWaiter implements PendingRequests.Waiter {

    private final NodeId client;
    private final long request;
    private final long id;

    ClientWaiter(NodeId client, long request, long id) {
      this.client = client;
      this.request = request;
      this.id = id;
    }

    @Override
    public long request() {
      return digest(client, request);
    }

    @Override
    public void onApplied(KvStore.Applied result) {
      if (settings.handOverNanos() == 0) {
        respond(client, request, result);
      } else {
        answering++;
        context.setTimer(settings.handOverNanos(), new Answer(client, request, result));
      }
    }

    /** A proposal that never left the queue was certainly not made, and the words differ. */
    @Override
    public void onTimeout() {
      if (proposals.holds(id)) {
        fail(client, request, Outcome.FAILED, DEADLINE);
      } else {
        fail(client, request, Outcome.UNKNOWN, TIMED_OUT);
      }
    }

    @Override
    public void onDropped() {
      fail(client, request, Outcome.FAILED, DROPPED);
    }
  }
}
