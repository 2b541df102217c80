package dev.skew.world.raft;

import static dev.skew.world.raft.Fixtures.N1;
import static dev.skew.world.raft.Fixtures.N2;
import static dev.skew.world.raft.Fixtures.N3;
import static dev.skew.world.raft.Fixtures.N4;
import static dev.skew.world.raft.Fixtures.THREE;
import static dev.skew.world.raft.Fixtures.all;
import static dev.skew.world.raft.Fixtures.leader;
import static dev.skew.world.raft.Fixtures.progress;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.raft.MembershipChange.Kind;
import dev.skew.world.raft.RaftEffect.DropReason;
import dev.skew.world.raft.RaftEffect.ProposalDropped;
import dev.skew.world.topology.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes of one member at a time (thesis §4.1, §4.2), applied when etcd applies them. */
class MembershipTest {

  @Test
  void changeTakesEffectWhenItIsAppliedAndNotWhenItIsAppended() {
    RaftState state = settled(leader(2, THREE));

    RaftState appended = change(state, Kind.REMOVE, N3).state();
    RaftState committed = Fixtures.receive(appended, N2, Fixtures.accepted(appended, 2)).state();
    RaftStep applied = RaftCore.step(committed, new RaftInput.Applied(2));

    assertThat(committed.commit()).isEqualTo(2);
    assertThat(committed.configuration().voters()).isEqualTo(THREE);
    assertThat(applied.state().configuration().voters()).containsExactly(N1, N2);
    assertThat(all(RaftEffect.ConfigurationChanged.class, applied))
        .containsExactly(
            new RaftEffect.ConfigurationChanged(Configuration.ofVoters(List.of(N1, N2))));
  }

  @Test
  void oneChangeIsUnderwayAtATime() {
    RaftState state = settled(leader(2, THREE));

    RaftStep first = change(state, Kind.REMOVE, N3);
    RaftStep second = change(first.state(), Kind.ADD_VOTER, N4);

    assertThat(first.state().log().entryAt(2).payload()).isInstanceOf(MembershipChange.class);
    assertThat(second.state().log().entryAt(3).payload()).isEqualTo(Payload.NoOp.INSTANCE);
    assertThat(all(RaftNotice.ChangeRefused.class, second))
        .containsExactly(new RaftNotice.ChangeRefused(new MembershipChange(Kind.ADD_VOTER, N4), 2));
  }

  @Test
  void newLeaderTakesNoChangeBeforeItsFirstEntryIsApplied() {
    RaftState state = leader(2, THREE, 1);

    RaftStep early = change(state, Kind.REMOVE, N3);

    assertThat(all(RaftNotice.ChangeRefused.class, early)).hasSize(1);
  }

  @Test
  void addedVoterIsSentTheLogAndCounts() {
    TestCluster cluster = TestCluster.of(3);
    cluster.elect(N1);
    cluster.commit(N1, "before");

    cluster.add(N4, Fixtures.startOf(Configuration.ofVoters(THREE)));
    cluster.step(N1, new RaftInput.ProposeChange(new MembershipChange(Kind.ADD_VOTER, N4)));
    cluster.run(3);
    cluster.commit(N1, "after");

    assertThat(cluster.applied(N4)).containsExactly("before", "after");
    assertThat(cluster.state(N4).configuration().voters()).containsExactly(N1, N2, N3, N4);
    assertThat(cluster.state(N1).configuration().quorum()).isEqualTo(3);
  }

  @Test
  void learnerFollowsWithoutAVoteAndCanBePromoted() {
    TestCluster cluster = TestCluster.of(3);
    cluster.elect(N1);
    cluster.add(N4, Fixtures.startOf(Configuration.ofVoters(THREE)));

    cluster.step(N1, new RaftInput.ProposeChange(new MembershipChange(Kind.ADD_LEARNER, N4)));
    cluster.run(3);
    Configuration learning = cluster.state(N1).configuration();
    boolean learner = progress(cluster.state(N1), N4).learner();
    cluster.step(N1, new RaftInput.ProposeChange(new MembershipChange(Kind.ADD_VOTER, N4)));
    cluster.run(3);

    assertThat(learning.learners()).containsExactly(N4);
    assertThat(learner).isTrue();
    assertThat(learning.quorum()).isEqualTo(2);
    assertThat(progress(cluster.state(N1), N4).learner()).isFalse();
    assertThat(progress(cluster.state(N1), N4).match()).isEqualTo(cluster.state(N1).lastIndex());
    assertThat(cluster.state(N4).configuration().voters()).contains(N4);
  }

  @Test
  void removalOfAMemberMayCommitWhatWaitedForIt() {
    TestCluster cluster = TestCluster.of(4);
    cluster.elect(N1);
    cluster.step(N1, new RaftInput.ProposeChange(new MembershipChange(Kind.REMOVE, N4)));
    cluster.deliverAll();
    cluster.isolate(N3, N4);

    cluster.commit(N1, "by two of three");

    assertThat(cluster.applied(N2)).containsExactly("by two of three");
  }

  @Test
  void removedMemberNeitherCampaignsNorDisturbs() {
    TestCluster cluster = TestCluster.of(3);
    cluster.elect(N1);

    cluster.step(N1, new RaftInput.ProposeChange(new MembershipChange(Kind.REMOVE, N3)));
    cluster.deliverAll();
    cluster.isolate(N3); // it may not have heard of it
    cluster.run(100);
    cluster.heal();
    cluster.run(100);

    assertThat(cluster.state(N1).isLeader()).isTrue();
    assertThat(cluster.state(N1).term()).isEqualTo(1);
  }

  @Test
  void leaderThatRemovedItselfTakesNoProposalAndTheOthersElectAnother() {
    TestCluster cluster = TestCluster.of(3);
    cluster.elect(N1);

    cluster.step(N1, new RaftInput.ProposeChange(new MembershipChange(Kind.REMOVE, N1)));
    cluster.deliverAll();
    RaftStep refused = Fixtures.propose(cluster.state(N1), "x");
    cluster.crash(N1); // etcd's server stops when it is removed
    cluster.run(60);

    assertThat(all(ProposalDropped.class, refused))
        .extracting(ProposalDropped::reason)
        .containsExactly(DropReason.NOT_A_MEMBER);
    assertThat(List.of(N2, N3)).anyMatch(id -> cluster.state(id).isLeader());
    assertThat(cluster.state(N2).configuration().voters()).containsExactly(N2, N3);
  }

  @Test
  void newMemberCountsAsHeardAtTheNextCheckOfTheQuorum() {
    TestCluster cluster = TestCluster.of(1);
    cluster.elect(N1);

    cluster.step(N1, new RaftInput.ProposeChange(new MembershipChange(Kind.ADD_VOTER, N2)));

    assertThat(progress(cluster.state(N1), N2).recentActive()).isTrue();
    assertThat(Fixtures.ticked(cluster.state(N1), 10).isLeader()).isTrue();
    assertThat(Fixtures.ticked(cluster.state(N1), 20).isLeader()).isFalse();
  }

  @Test
  void followerPassesAChangeOnAsItDoesAProposal() {
    TestCluster cluster = TestCluster.of(3);
    cluster.elect(N1);

    cluster.step(N2, new RaftInput.ProposeChange(new MembershipChange(Kind.REMOVE, N3)));
    cluster.deliverAll();

    assertThat(cluster.state(N2).configuration().voters()).containsExactly(N1, N2);
  }

  @Test
  void restartedMemberTakesChangesFromItsLogAgain() {
    TestCluster cluster = TestCluster.of(3);
    cluster.elect(N1);
    cluster.step(N1, new RaftInput.ProposeChange(new MembershipChange(Kind.REMOVE, N3)));
    cluster.run(2);

    cluster.crash(N2);
    cluster.restart(N2);
    cluster.run(1); // a commit index that was not synced is told again

    assertThat(cluster.state(N2).configuration().voters()).containsExactly(N1, N2);
  }

  @Test
  void impossibleChangesLeaveTheConfigurationAsItIs() {
    Configuration one = Configuration.ofVoters(List.of(N1));

    assertThat(one.with(new MembershipChange(Kind.REMOVE, N1))).isEqualTo(one);
    assertThat(one.with(new MembershipChange(Kind.REMOVE, N2))).isEqualTo(one);
    assertThat(one.with(new MembershipChange(Kind.ADD_VOTER, N1))).isEqualTo(one);
    assertThat(one.with(new MembershipChange(Kind.ADD_LEARNER, N1))).isEqualTo(one);
  }

  private static RaftStep change(RaftState state, Kind kind, NodeId node) {
    return RaftCore.step(state, new RaftInput.ProposeChange(new MembershipChange(kind, node)));
  }

  /** The leader after its first entry was committed and applied. */
  private static RaftState settled(RaftState leader) {
    RaftState state = leader;
    for (NodeId voter : leader.configuration().voters()) {
      if (!voter.equals(N1)) {
        state = Fixtures.receive(state, voter, Fixtures.accepted(state, 1)).state();
      }
    }
    return RaftCore.step(state, new RaftInput.Applied(state.commit())).state();
  }
}
