package dev.skew.world.node;

import static dev.skew.world.node.TestNode.CLIENT;
import static dev.skew.world.node.TestNode.PEER;
import static dev.skew.world.node.TestNode.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.raft.Configuration;
import dev.skew.world.raft.RaftMessage;
import dev.skew.world.raft.Snapshot;
import dev.skew.world.topology.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a member ends that was sent SIGTERM ({@code EtcdServer.Stop} of etcd 3.4). */
class EtcdShutdownTest {

  private static final long TICK = 100 * SimTime.MILLISECOND;
  private static final NodeId OTHER = new NodeId(2, "etcd-2");

  private final TestNode node = new TestNode();
  private final EtcdServer server = boot();

  @Test
  void aFollowerEndsAtOnce() {
    server.onTerminate();

    assertThat(node.exits).isEqualTo(1);
  }

  @Test
  void aLeaderHandsOverToThePeerThatHasBeenConnectedLongest() {
    lead();
    node.peers = List.of(CLIENT, OTHER, PEER);

    server.onTerminate();
    // What it has not yet appended of the leader's log comes first.
    long last = server.state().lastIndex();
    node.receive(OTHER, new RaftMessage.AppendResponse(term(), last, false, 0, 0));
    boolean early = node.exits > 0;
    node.receive(OTHER, new RaftMessage.Heartbeat(term() + 1, 0, 0, 0));
    node.runFor(TICK);

    assertThat(node.sent)
        .filteredOn(sent -> sent.message() instanceof RaftMessage.TimeoutNow)
        .extracting(TestNode.Sent::to)
        .contains(OTHER)
        .doesNotContain(PEER);
    assertThat(early).isFalse();
    assertThat(node.exits).isEqualTo(1);
  }

  @Test
  void aLeaderWithoutPeersHasNobodyToHandOverTo() {
    lead();

    server.onTerminate();

    assertThat(node.exits).isEqualTo(1);
  }

  @Test
  void aTransferThatTakesLongerThanARequestIsNotWaitedFor() {
    lead();
    node.peers = List.of(PEER);

    server.onTerminate();
    node.runFor(7 * SimTime.SECOND - 1);
    int before = node.exits;
    node.runFor(1);

    assertThat(before).isZero();
    assertThat(node.exits).isEqualTo(1);
  }

  @Test
  void whatIsUnderWayIsAnsweredAndNothingElseIsTaken() {
    lead();
    node.peers = List.of(PEER);
    put(1);

    server.onTerminate();
    put(2);
    List<ClientResponse> refused = node.answers();
    long last = server.state().lastIndex();
    node.receive(PEER, new RaftMessage.AppendResponse(term(), last, false, 0, 0));
    node.runFor(TICK / 2);

    assertThat(refused).extracting(ClientResponse::id).containsExactly(2L);
    assertThat(refused).extracting(ClientResponse::outcome).containsExactly(Outcome.FAILED);
    assertThat(refused.get(0).error()).isEqualTo("etcdserver: server stopped");
    assertThat(node.answers()).extracting(ClientResponse::id).containsExactly(2L, 1L);
    assertThat(node.sent(RaftMessage.TimeoutNow.class)).isNotEmpty();
  }

  @Test
  void aSecondSignalChangesNothing() {
    lead();
    node.peers = List.of(PEER);

    server.onTerminate();
    server.onTerminate();
    node.runFor(20 * SimTime.SECOND);

    assertThat(node.exits).isEqualTo(1);
  }

  private void lead() {
    while (!server.state().isLeader()) {
      node.runFor(TICK);
      node.receive(PEER, new RaftMessage.VoteResponse(term(), true));
    }
    node.runFor(TICK);
  }

  private long term() {
    return server.state().term();
  }

  private void put(long id) {
    node.receive(CLIENT, new ClientRequest(id, new Operation.Put("k", "v"), "", 10));
  }

  private EtcdServer boot() {
    RaftWal wal = new RaftWal(Snapshot.initial(Configuration.ofVoters(List.of(SELF, PEER, OTHER))));
    EtcdBoot boot = new EtcdBoot(wal, new Seed(1).random(), 0);
    EtcdServer booted =
        new EtcdServer(node, EtcdSettings.DEFAULT, TestDisk.on(node.queue, wal), boot);
    node.runs(booted);
    return booted;
  }
}
