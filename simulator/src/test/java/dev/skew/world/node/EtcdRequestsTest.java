package dev.skew.world.node;

import static dev.skew.world.node.TestNode.CLIENT;
import static dev.skew.world.node.TestNode.PEER;
import static dev.skew.world.node.TestNode.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.world.kv.CancelRequest;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.raft.Configuration;
import dev.skew.world.raft.RaftMessage;
import dev.skew.world.raft.Snapshot;
import dev.skew.world.topology.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What etcd 3.4 answers its clients ({@code etcdserver/v3_server.go}), and when. */
class EtcdRequestsTest {

  /** {@code ServerConfig.ReqTimeout}: 5 s and two election time-outs. */
  private static final long REQUEST_TIMEOUT = 7 * SimTime.SECOND;

  private static final long SECOND = SimTime.SECOND;
  private static final List<NodeId> THREE = List.of(SELF, PEER, new NodeId(2, "etcd-2"));

  private final TestNode node = new TestNode();

  // ---- a member that leads itself

  @Test
  void aWriteIsAnsweredOnceItIsOnDisk() {
    WalDisk<?> disk = alone();
    disk.slowSyncs(100 * SimTime.MILLISECOND);

    ask(1, new Operation.Put("k", "v"));
    node.runFor(99 * SimTime.MILLISECOND);
    int early = node.answers().size();
    node.runFor(SECOND);

    assertThat(early).isZero();
    assertThat(node.answers()).extracting(ClientResponse::id).containsExactly(1L);
    assertThat(node.answers().get(0).outcome()).isEqualTo(Outcome.OK);
    assertThat(node.answers().get(0).revision()).isEqualTo(2);
  }

  @Test
  void aLinearizableReadSeesWhatWasAnsweredBefore() {
    alone();
    ask(1, new Operation.Put("k", "v"));
    node.runFor(SECOND);

    ask(2, new Operation.Get("k", Consistency.LINEARIZABLE));
    node.runFor(SECOND);

    assertThat(node.answers().get(1).values()).containsExactly("v");
  }

  @Test
  void aComparisonThatFailsIsAnAnswer() {
    alone();

    ask(1, new Operation.CompareAndSet("k", "a", "b"));
    node.runFor(SECOND);

    assertThat(node.answers().get(0).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void aLeaseTakesItsKeysAlong() {
    alone();
    node.receive(CLIENT, new AdminRequest.GrantLease(1, 77, 2 * SECOND));
    node.runFor(SECOND / 2);
    node.receive(CLIENT, new AdminRequest.PutWithLease(2, "k", "v", 77));
    node.runFor(SECOND / 2);
    ask(3, new Operation.Get("k", Consistency.SERIALIZABLE));

    node.runFor(3 * SECOND);
    ask(4, new Operation.Get("k", Consistency.SERIALIZABLE));

    assertThat(node.answers().get(2).values()).containsExactly("v");
    assertThat(node.answers().get(3).values()).isEmpty();
  }

  /** {@code ErrLeaseNotFound}. */
  @Test
  void aPutWithALeaseThatHasEndedIsRefused() {
    alone();
    node.receive(CLIENT, new AdminRequest.PutWithLease(1, "k", "v", 77));
    node.runFor(SECOND);
    ask(2, new Operation.Get("k", Consistency.SERIALIZABLE));

    assertThat(node.answers().get(0).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(node.answers().get(0).error()).isEqualTo("etcdserver: requested lease not found");
    assertThat(node.answers().get(1).values()).isEmpty();
  }

  /** {@code ErrLeaseExist}. */
  @Test
  void aLeaseThatExistsIsNotGrantedAgain() {
    alone();
    node.receive(CLIENT, new AdminRequest.GrantLease(1, 77, 60 * SECOND));
    node.receive(CLIENT, new AdminRequest.GrantLease(2, 77, 60 * SECOND));
    node.runFor(SECOND);

    assertThat(node.answers())
        .extracting(ClientResponse::outcome)
        .containsExactly(Outcome.OK, Outcome.FAILED);
    assertThat(node.answers().get(1).error()).isEqualTo("etcdserver: lease already exists");
  }

  @Test
  void aLeaderMovesToItselfAtOnce() {
    alone();

    node.receive(CLIENT, new AdminRequest.MoveLeader(1, SELF));

    assertThat(node.answers().get(0).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void aFullDiskEndsTheProcessOnceAndForAll() {
    WalDisk<?> disk = alone();
    node.runFor(SECOND);
    disk.fill(true);
    int before = node.sent.size();

    ask(1, new Operation.Put("k", "v"));
    ask(2, new Operation.Get("k", Consistency.LINEARIZABLE));

    assertThat(node.panics).containsExactly("wal: no space left on device");
    assertThat(node.sent).hasSize(before);
  }

  /** {@code adjustTicks}: nobody else could lead, so all but one tick passes at once. */
  @Test
  void aLoneMemberDoesNotWaitForALeader() {
    for (long seed = 0; seed < 30; seed++) {
      TestNode alone = new TestNode();
      EtcdServer booted = boot(alone, List.of(SELF), seed).server();
      alone.runFor(SECOND + 50 * SimTime.MILLISECOND);

      assertThat(booted.state().isLeader()).as("seed %d", seed).isTrue();
    }
  }

  // ---- a member without a leader

  @Test
  void aSerializableReadIsAnsweredByWhoeverIsAsked() {
    boot(THREE);

    ask(1, new Operation.Get("k", Consistency.SERIALIZABLE));

    assertThat(node.answers().get(0).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void aWriteThatNeverLeftTheQueueHasCertainlyFailed() {
    boot(THREE);

    ask(1, new Operation.Put("k", "v"));
    node.runFor(REQUEST_TIMEOUT - 1);
    int early = node.answers().size();
    node.runFor(1);

    assertThat(early).isZero();
    assertThat(node.answers().get(0).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(node.answers().get(0).error()).isEqualTo("context deadline exceeded");
  }

  @Test
  void aLinearizableReadThatNobodyConfirmsTimesOut() {
    boot(THREE);

    ask(1, new Operation.Get("k", Consistency.LINEARIZABLE));
    node.runFor(REQUEST_TIMEOUT);

    assertThat(node.answers().get(0).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(node.answers().get(0).error()).isEqualTo("etcdserver: request timed out");
  }

  /** {@code ErrNotLeader}. */
  @Test
  void onlyTheLeaderMovesTheLeadership() {
    boot(THREE);

    node.receive(CLIENT, new AdminRequest.MoveLeader(1, PEER));

    assertThat(node.answers().get(0).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(node.answers().get(0).error()).isEqualTo("etcdserver: not leader");
  }

  // ---- a follower of a leader

  @Test
  void aFollowerForwardsAWriteAndKnowsNothingOfItWhenItTimesOut() {
    follow();

    ask(1, new Operation.Put("k", "v"));
    List<RaftMessage.ForwardProposal> forwarded = node.sent(RaftMessage.ForwardProposal.class);
    for (int beat = 0; beat < 80; beat++) {
      heartbeat();
    }

    assertThat(forwarded).hasSize(1);
    assertThat(node.answers().get(0).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(node.answers().get(0).error()).isEqualTo("etcdserver: request timed out");
  }

  @Test
  void whatWaitedForALeaderIsForwardedOnceThereIsOne() {
    boot(THREE);
    ask(1, new Operation.Put("k", "1"));
    ask(2, new Operation.Put("k", "2"));

    heartbeat();

    assertThat(node.sent(RaftMessage.ForwardProposal.class)).hasSize(2);
  }

  @Test
  void whatAClientGaveUpWhileItWaitedIsNotProposed() {
    boot(THREE);
    ask(1, new Operation.Put("k", "1"));
    ask(2, new Operation.Put("k", "2"));

    node.receive(CLIENT, new CancelRequest(1));
    heartbeat();
    node.runFor(2 * REQUEST_TIMEOUT);

    assertThat(node.sent(RaftMessage.ForwardProposal.class)).hasSize(1);
    assertThat(node.answers()).extracting(ClientResponse::id).containsExactly(2L);
  }

  /** A proposal that a peer forwarded waits without end, as etcd's raft loop lets it. */
  @Test
  void aForwardedProposalWaitsForALeader() {
    follow();
    ask(1, new Operation.Put("k", "v"));
    RaftMessage.ForwardProposal proposal = node.sent(RaftMessage.ForwardProposal.class).get(0);
    TestNode other = new TestNode();
    boot(other, THREE);

    other.receive(PEER, proposal);
    other.runFor(SECOND / 2);
    int early = other.sent(RaftMessage.ForwardProposal.class).size();
    other.receive(PEER, new RaftMessage.Heartbeat(5, 0, 0, 0));
    other.runFor(SECOND / 10);

    assertThat(early).isZero();
    assertThat(other.sent(RaftMessage.ForwardProposal.class)).hasSize(1);
  }

  /** {@code ErrBadLeaderTransferee}. */
  @Test
  void theLeadershipGoesToNobodyWithoutAVote() {
    lead();

    node.receive(CLIENT, new AdminRequest.MoveLeader(1, CLIENT));

    assertThat(node.answers().get(0).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(node.answers().get(0).error()).isEqualTo("etcdserver: bad leader transferee");
  }

  /** {@code ErrTimeoutLeaderTransfer}. */
  @Test
  void aTransferThatDoesNotComeToPassTimesOut() {
    lead();

    node.receive(CLIENT, new AdminRequest.MoveLeader(1, PEER));
    for (int tick = 0; tick < 100; tick++) {
      node.runFor(100 * SimTime.MILLISECOND);
      node.receive(PEER, new RaftMessage.HeartbeatResponse(term(), 0, 0));
    }

    assertThat(node.answers()).hasSize(1);
    assertThat(node.answers().get(0).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(node.answers().get(0).error())
        .isEqualTo("etcdserver: request timed out, leader transfer took too long");
  }

  /** {@code ErrLeaderChanged}: the old leader owed the answer. */
  @Test
  void aReadThatTheOldLeaderOwedFailsWhenThereIsANewOne() {
    follow();
    ask(1, new Operation.Get("k", Consistency.LINEARIZABLE));

    node.receive(THREE.get(2), new RaftMessage.Heartbeat(6, 0, 0, 0));
    node.runFor(0);

    assertThat(node.sent(RaftMessage.ReadIndexRequest.class)).isNotEmpty();
    assertThat(node.answers().get(0).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(node.answers().get(0).error()).isEqualTo("etcdserver: leader changed");
  }

  private EtcdServer server = boot(new TestNode(), THREE).server();

  private record Booted(EtcdServer server, WalDisk<RaftWal.LogRecord> disk) {}

  private WalDisk<?> alone() {
    WalDisk<?> disk = boot(List.of(SELF));
    node.runFor(3 * SECOND);
    assertThat(server.state().isLeader()).isTrue();
    return disk;
  }

  private void follow() {
    boot(THREE);
    heartbeat();
  }

  private void lead() {
    boot(THREE);
    while (!server.state().isLeader()) {
      node.runFor(100 * SimTime.MILLISECOND);
      node.receive(PEER, new RaftMessage.VoteResponse(term(), true));
    }
    node.runFor(SECOND / 10);
  }

  private long term() {
    return server.state().term();
  }

  private void heartbeat() {
    node.receive(PEER, new RaftMessage.Heartbeat(5, 0, 0, 0));
    node.runFor(100 * SimTime.MILLISECOND);
  }

  private void ask(long id, Operation operation) {
    node.receive(CLIENT, new ClientRequest(id, operation, "", 10));
  }

  private WalDisk<?> boot(List<NodeId> voters) {
    Booted booted = boot(node, voters);
    server = booted.server();
    return booted.disk();
  }

  private static Booted boot(TestNode node, List<NodeId> voters) {
    return boot(node, voters, 1);
  }

  private static Booted boot(TestNode node, List<NodeId> voters, long seed) {
    RaftWal wal = new RaftWal(Snapshot.initial(Configuration.ofVoters(voters)));
    WalDisk<RaftWal.LogRecord> disk = TestDisk.on(node.queue, wal);
    EtcdServer server =
        new EtcdServer(
            node, EtcdSettings.DEFAULT, disk, new EtcdBoot(wal, new Seed(seed).random(), 0));
    node.runs(server);
    return new Booted(server, disk);
  }
}
