package dev.skew.world.raft;

import static dev.skew.world.raft.Fixtures.N1;
import static dev.skew.world.raft.Fixtures.N2;
import static dev.skew.world.raft.Fixtures.N3;
import static dev.skew.world.raft.Fixtures.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.world.raft.RaftEffect.ReadReady;
import org.junit.jupiter.api.Test;

/** Each option breaks what it says it breaks, and the same history is harmless without it. */
class UnsafeOptionsTest {

  private static final UnsafeOptions LEASES = new UnsafeOptions(true, false, false);
  private static final UnsafeOptions FORGETS = new UnsafeOptions(false, true, false);
  private static final UnsafeOptions NO_SYNC = new UnsafeOptions(false, false, true);

  @Test
  void pausedLeaderServesAStaleReadFromItsLease() {
    TestCluster cluster = readAfterPause(LEASES);

    assertThat(cluster.seen(N1, ReadReady.class)).hasSize(1);
    assertThat(cluster.monitor().violations())
        .singleElement()
        .asString()
        .startsWith("stale read on n1");
  }

  @Test
  void pausedLeaderServesNothingWithoutAQuorum() {
    TestCluster cluster = readAfterPause(UnsafeOptions.NONE);

    assertThat(cluster.seen(N1, ReadReady.class)).isEmpty();
    assertThat(cluster.monitor().violations()).isEmpty();
  }

  @Test
  void leaseReadNeedsNoMessageWhileTheLeaseHoldsAndAQuorumAfterwards() {
    TestCluster cluster = TestCluster.of(3, RaftSettings.ETCD.withUnsafe(LEASES));
    cluster.elect(N1);
    cluster.run(3);

    RaftStep held = RaftCore.step(cluster.state(N1), new RaftInput.ReadIndex(1));
    RaftState later = Fixtures.ticked(cluster.state(N1), 9);
    RaftStep over = RaftCore.step(later, new RaftInput.ReadIndex(2));

    assertThat(held.effects()).containsExactly(new ReadReady(1, 1));
    assertThat(later.isLeader()).isTrue();
    assertThat(all(ReadReady.class, over)).isEmpty();
    assertThat(Fixtures.sent(over)).hasSize(2);
  }

  @Test
  void leaderThatHandsOverHoldsNoLease() {
    TestCluster cluster = TestCluster.of(3, RaftSettings.ETCD.withUnsafe(LEASES));
    cluster.elect(N1);
    cluster.run(3);

    RaftState state =
        RaftCore.step(cluster.state(N1), new RaftInput.TransferLeadership(N2)).state();

    assertThat(all(ReadReady.class, RaftCore.step(state, new RaftInput.ReadIndex(1)))).isEmpty();
  }

  @Test
  void leaseReadsNeedCheckQuorum() {
    RaftSettings settings = RaftSettings.ETCD.withCheckQuorum(false);

    assertThatThrownBy(() -> settings.withUnsafe(LEASES))
        .hasMessage("leaseReads needs checkQuorum, got checkQuorum false");
  }

  @Test
  void forgottenVoteMakesTwoLeadersInOneTerm() {
    assertThat(votesTwice(FORGETS).monitor().violations())
        .anyMatch(violation -> violation.startsWith("two leaders in term 1"));
  }

  @Test
  void rememberedVoteMakesOne() {
    assertThat(votesTwice(UnsafeOptions.NONE).monitor().violations()).isEmpty();
  }

  @Test
  void skippedSyncLosesAnAcknowledgedEntryWhenTheMajorityLosesPower() {
    TestCluster cluster = losesPower(NO_SYNC);

    assertThat(cluster.monitor().violations())
        .anyMatch(violation -> violation.contains("lacks committed entry"));
    assertThat(cluster.applied(N2)).doesNotContain("acknowledged");
  }

  @Test
  void syncedEntrySurvivesTheSameLoss() {
    TestCluster cluster = losesPower(UnsafeOptions.NONE);

    assertThat(cluster.monitor().violations()).isEmpty();
    assertThat(cluster.applied(N2)).contains("acknowledged");
  }

  /** n1 sleeps for two election timeouts, wakes, and is asked to read before anything else. */
  private static TestCluster readAfterPause(UnsafeOptions unsafe) {
    TestCluster cluster = TestCluster.of(3, RaftSettings.ETCD.withUnsafe(unsafe));
    cluster.tolerateViolations();
    cluster.elect(N1);
    cluster.run(3);
    cluster.isolate(N1);
    for (int tick = 0; tick < 40 && !electedAmong(cluster); tick++) {
      cluster.tick(N2, 1);
      cluster.tick(N3, 1);
      cluster.deliverAll();
    }
    cluster.commit(cluster.state(N2).isLeader() ? N2 : N3, "new");

    cluster.read(N1);
    cluster.deliverAll();
    return cluster;
  }

  private static boolean electedAmong(TestCluster cluster) {
    return cluster.state(N2).isLeader() || cluster.state(N3).isLeader();
  }

  /** n2 votes for n1, loses its memory, and is asked by n3 for a vote in the same term. */
  private static TestCluster votesTwice(UnsafeOptions unsafe) {
    TestCluster cluster = TestCluster.of(3, RaftSettings.ETCD.withUnsafe(unsafe));
    cluster.tolerateViolations();
    cluster.isolate(N3);
    cluster.step(N1, new RaftInput.Campaign());
    cluster.deliver(0); // n2 grants its vote
    cluster.deliver(0); // n3 is cut off
    cluster.deliver(0); // n1 has it and leads
    cluster.inFlight().clear();
    cluster.crash(N2);
    cluster.restart(N2);
    cluster.isolate(N1);
    cluster.step(N3, new RaftInput.Campaign());
    cluster.deliverAll();
    return cluster;
  }

  /** Everyone acknowledges an entry; then n2 and n3 lose power, and n1 never comes back. */
  private static TestCluster losesPower(UnsafeOptions unsafe) {
    TestCluster cluster = TestCluster.of(3, RaftSettings.ETCD.withUnsafe(unsafe));
    cluster.tolerateViolations();
    cluster.elect(N1);
    cluster.member(N2).disk.sync();
    cluster.member(N3).disk.sync();
    cluster.commit(N1, "acknowledged");
    cluster.ids().forEach(cluster::crash);
    cluster.restart(N2);
    cluster.restart(N3);
    cluster.run(60);
    return cluster;
  }
}
