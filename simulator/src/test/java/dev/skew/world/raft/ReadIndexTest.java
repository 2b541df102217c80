package dev.skew.world.raft;

import static dev.skew.world.raft.Fixtures.N1;
import static dev.skew.world.raft.Fixtures.N2;
import static dev.skew.world.raft.Fixtures.N3;
import static dev.skew.world.raft.Fixtures.THREE;
import static dev.skew.world.raft.Fixtures.accepted;
import static dev.skew.world.raft.Fixtures.all;
import static dev.skew.world.raft.Fixtures.follower;
import static dev.skew.world.raft.Fixtures.leader;
import static dev.skew.world.raft.Fixtures.led;
import static dev.skew.world.raft.Fixtures.nodes;
import static dev.skew.world.raft.Fixtures.receive;
import static dev.skew.world.raft.Fixtures.sent;
import static dev.skew.world.raft.Fixtures.sentTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.raft.RaftEffect.ReadReady;
import dev.skew.world.raft.RaftMessage.Heartbeat;
import dev.skew.world.raft.RaftMessage.HeartbeatResponse;
import dev.skew.world.raft.RaftMessage.ReadIndexRequest;
import dev.skew.world.raft.RaftMessage.ReadIndexResponse;
import dev.skew.world.topology.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thesis §6.4. */
class ReadIndexTest {

  @Test
  void leaderAsksAMajorityWhetherItStillLeads() {
    RaftState state = ready(nodes(5));

    RaftStep asked = RaftCore.step(state, new RaftInput.ReadIndex(7));
    RaftStep one = receive(asked.state(), N2, new HeartbeatResponse(2, 7, 0));
    RaftStep two = receive(one.state(), N3, new HeartbeatResponse(2, 7, 0));

    assertThat(sent(asked)).hasSize(4).allMatch(message -> message instanceof Heartbeat);
    assertThat(((Heartbeat) sent(asked).get(0)).readContext()).isEqualTo(7);
    assertThat(all(ReadReady.class, one)).isEmpty();
    assertThat(all(ReadReady.class, two)).containsExactly(new ReadReady(7, 1));
  }

  @Test
  void theSameAnswerTwiceIsNoMajority() {
    RaftState state = RaftCore.step(ready(nodes(5)), new RaftInput.ReadIndex(7)).state();

    RaftState once = receive(state, N2, new HeartbeatResponse(2, 7, 0)).state();
    RaftStep twice = receive(once, N2, new HeartbeatResponse(2, 7, 0));

    assertThat(all(ReadReady.class, twice)).isEmpty();
  }

  @Test
  void answerToAnOrdinaryHeartbeatConfirmsNoRead() {
    RaftState state = RaftCore.step(ready(THREE), new RaftInput.ReadIndex(7)).state();

    RaftStep step = receive(state, N2, new HeartbeatResponse(2, 0, 0));

    assertThat(all(ReadReady.class, step)).isEmpty();
  }

  @Test
  void readIsServedFromTheCommitIndexAtWhichItArrived() {
    RaftState state = RaftCore.step(ready(THREE), new RaftInput.ReadIndex(7)).state();
    state = Fixtures.propose(state, "later").state();
    state = receive(state, N3, accepted(state, 2)).state();

    RaftStep step = receive(state, N2, new HeartbeatResponse(2, 7, 0));

    assertThat(state.commit()).isEqualTo(2);
    assertThat(all(ReadReady.class, step)).containsExactly(new ReadReady(7, 1));
  }

  @Test
  void confirmationOfAReadConfirmsAllBeforeIt() {
    RaftState state = ready(THREE);
    for (long context = 1; context <= 3; context++) {
      state = RaftCore.step(state, new RaftInput.ReadIndex(context)).state();
    }

    RaftStep step = receive(state, N2, new HeartbeatResponse(2, 2, 0));
    RaftStep last = receive(step.state(), N3, new HeartbeatResponse(2, 3, 0));

    assertThat(all(ReadReady.class, step))
        .containsExactly(new ReadReady(1, 1), new ReadReady(2, 1));
    assertThat(all(ReadReady.class, last)).containsExactly(new ReadReady(3, 1));
  }

  @Test
  void laterHeartbeatsCarryTheNewestReadThatWaits() {
    RaftState state = RaftCore.step(ready(THREE), new RaftInput.ReadIndex(7)).state();

    RaftStep step = RaftCore.step(state, RaftInput.Tick.INSTANCE);

    assertThat(((Heartbeat) sent(step).get(0)).readContext()).isEqualTo(7);
  }

  @Test
  void followerAsksItsLeaderAndServesTheReadItself() {
    TestCluster cluster = TestCluster.of(3);
    cluster.elect(N1);
    cluster.commit(N1, "x");

    long context = cluster.read(N3);
    cluster.deliverAll();

    assertThat(cluster.seen(N3, ReadReady.class)).containsExactly(new ReadReady(context, 2));
    assertThat(cluster.seen(N1, ReadReady.class)).isEmpty();
  }

  @Test
  void learnerReadsThroughTheLeaderToo() {
    TestCluster cluster =
        new TestCluster(new Configuration(List.of(N1), List.of(N2)), RaftSettings.ETCD, 1);
    cluster.elect(N1);

    long context = cluster.read(N2);
    cluster.run(1);
    long again = cluster.read(N2);
    cluster.deliverAll();

    assertThat(cluster.seen(N2, ReadReady.class))
        .extracting(ReadReady::context)
        .contains(again)
        .isSubsetOf(context, again);
  }

  @Test
  void readWithoutALeaderIsDropped() {
    RaftStep step = RaftCore.step(follower(2), new RaftInput.ReadIndex(7));

    assertThat(step.effects()).containsExactly(new RaftNotice.ReadDropped(7));
  }

  @Test
  void followerSendsAReadToItsLeaderOnly() {
    RaftStep step = RaftCore.step(led(follower(2), N3), new RaftInput.ReadIndex(7));

    assertThat(sentTo(N3, step)).containsExactly(new ReadIndexRequest(7));
    assertThat(sent(step)).hasSize(1);
  }

  @Test
  void leaderThatCommittedNothingInItsTermDropsAReadIn34() {
    RaftStep step = RaftCore.step(leader(2, THREE, 1), new RaftInput.ReadIndex(7));

    assertThat(step.effects()).containsExactly(new RaftNotice.ReadDropped(7));
  }

  @Test
  void leaderThatCommittedNothingInItsTermKeepsAReadIn35() {
    RaftSettings newer = RaftSettings.ETCD.withRelease(EtcdRelease.V3_5);
    RaftState state = follower(newer, THREE, new HardState(1, null, 0), 1);
    state = Fixtures.elected(RaftCore.step(state, new RaftInput.Campaign()).state());

    RaftStep asked = receive(state, N3, new ReadIndexRequest(7));
    RaftStep committed = receive(asked.state(), N2, accepted(state, 2));
    RaftStep confirmed = receive(committed.state(), N2, new HeartbeatResponse(2, 7, 0));

    assertThat(asked.effects()).isEmpty();
    assertThat(sentTo(N2, committed)).contains(new Heartbeat(2, 2, 7, 0));
    assertThat(sentTo(N3, confirmed)).containsExactly(new ReadIndexResponse(2, 7, 2));
  }

  @Test
  void aSingleVoterNeedsNobodysLeave() {
    TestCluster cluster = TestCluster.of(1);
    cluster.elect(N1);

    long context = cluster.read(N1);

    assertThat(cluster.seen(N1, ReadReady.class)).containsExactly(new ReadReady(context, 1));
  }

  @Test
  void isolatedLeaderServesNoReadThatNeedsAMajority() {
    TestCluster cluster = TestCluster.of(3);
    cluster.elect(N1);
    cluster.isolate(N1);
    cluster.elect(N2);
    cluster.commit(N2, "new");

    cluster.read(N1);
    cluster.run(30);

    assertThat(cluster.seen(N1, ReadReady.class)).isEmpty();
  }

  @Test
  void readsInWaitAreForgottenWithTheLeadership() {
    RaftState state = RaftCore.step(ready(THREE), new RaftInput.ReadIndex(7)).state();

    state = receive(state, N2, new Heartbeat(3, 0, 0, 0)).state();
    RaftStep late = receive(state, N3, new HeartbeatResponse(3, 7, 0));

    assertThat(late.effects()).isEmpty();
  }

  /** A leader of term 2 that has committed its first entry. */
  private static RaftState ready(List<NodeId> voters) {
    RaftState state = leader(2, voters);
    for (int i = 1; i < voters.size(); i++) {
      state = receive(state, voters.get(i), accepted(state, 1)).state();
    }
    return state;
  }
}
