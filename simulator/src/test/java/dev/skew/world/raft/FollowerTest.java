package dev.skew.world.raft;

import static dev.skew.world.raft.Fixtures.N2;
import static dev.skew.world.raft.Fixtures.THREE;
import static dev.skew.world.raft.Fixtures.all;
import static dev.skew.world.raft.Fixtures.entriesFrom;
import static dev.skew.world.raft.Fixtures.follower;
import static dev.skew.world.raft.Fixtures.receive;
import static dev.skew.world.raft.Fixtures.sent;
import static dev.skew.world.raft.Fixtures.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.Seed;
import dev.skew.world.raft.RaftMessage.AppendEntries;
import dev.skew.world.raft.RaftMessage.AppendResponse;
import dev.skew.world.raft.RaftMessage.Heartbeat;
import dev.skew.world.raft.RaftMessage.HeartbeatResponse;
import org.junit.jupiter.api.Test;

/** The follower's side of paper §5.3. */
class FollowerTest {

  private static final RaftSettings NEWER = RaftSettings.ETCD.withRelease(EtcdRelease.V3_5);

  @Test
  void followerAppendsWhatFollowsOnItsLogAndWritesItBeforeItAnswers() {
    RaftState state = follower(2, 1, 1);

    RaftStep step = receive(state, N2, new AppendEntries(2, 2, 1, 1, entriesFrom(3, 2, 2)));

    assertThat(terms(step.state().log())).containsExactly(1L, 1L, 2L, 2L);
    assertThat(step.effects().get(0))
        .isEqualTo(new RaftEffect.Persist(new HardState(2, null, 1), entriesFrom(3, 2, 2), true));
    assertThat(sent(step)).containsExactly(AppendResponse.accepted(2, 4));
    assertThat(all(RaftEffect.Commit.class, step))
        .containsExactly(new RaftEffect.Commit(entriesFrom(1, 1)));
  }

  @Test
  void followerLacksTheEntryBefore() {
    RaftState state = follower(2, 1, 1);

    RaftStep step = receive(state, N2, new AppendEntries(2, 3, 2, 0, entriesFrom(4, 2)));

    assertThat(sent(step)).containsExactly(new AppendResponse(2, 3, true, 2, 0));
    assertThat(terms(step.state().log())).containsExactly(1L, 1L);
  }

  @Test
  void followerHoldsAnotherEntryBefore() {
    RaftState state = follower(3, 1, 1, 1);

    RaftStep step = receive(state, N2, new AppendEntries(3, 2, 2, 0, entriesFrom(3, 3)));

    assertThat(sent(step)).containsExactly(new AppendResponse(3, 2, true, 3, 0));
    assertThat(terms(step.state().log())).containsExactly(1L, 1L, 1L);
  }

  @Test
  void conflictingEntriesGiveWayToTheLeaders() {
    RaftState state = follower(4, 1, 1, 2, 2, 2);

    RaftStep step = receive(state, N2, new AppendEntries(4, 2, 1, 0, entriesFrom(3, 3, 4)));

    assertThat(terms(step.state().log())).containsExactly(1L, 1L, 3L, 4L);
    assertThat(terms(state.log())).containsExactly(1L, 1L, 2L, 2L, 2L);
  }

  @Test
  void conflictInTheMiddleOfAMessageKeepsWhatAgrees() {
    RaftState state = follower(4, 1, 1, 2, 2);

    RaftStep step = receive(state, N2, new AppendEntries(4, 1, 1, 0, entriesFrom(2, 1, 2, 4, 4)));

    assertThat(terms(step.state().log())).containsExactly(1L, 1L, 2L, 4L, 4L);
    assertThat(all(RaftEffect.Persist.class, step))
        .extracting(RaftEffect.Persist::entries)
        .containsExactly(entriesFrom(4, 4, 4));
  }

  @Test
  void messageThatCameLateOrTwiceTakesNothingAway() {
    RaftState state = follower(2, 1, 1, 2, 2);

    RaftStep step = receive(state, N2, new AppendEntries(2, 1, 1, 0, entriesFrom(2, 1)));

    assertThat(terms(step.state().log())).containsExactly(1L, 1L, 2L, 2L);
    assertThat(sent(step)).containsExactly(AppendResponse.accepted(2, 2));
    assertThat(Fixtures.persisted(step)).isNull();
  }

  @Test
  void messageFromBeforeTheCommitIndexIsAnsweredWithIt() {
    RaftState state = follower(RaftSettings.ETCD, THREE, new HardState(2, null, 3), 1, 1, 2);

    RaftStep step = receive(state, N2, new AppendEntries(2, 1, 1, 3, entriesFrom(2, 1)));

    assertThat(sent(step)).containsExactly(AppendResponse.accepted(2, 3));
  }

  @Test
  void followerCommitsNothingThatItMayHoldDifferently() {
    RaftState state = follower(2, 1, 1, 1);

    RaftStep step = receive(state, N2, new AppendEntries(2, 1, 1, 9, entriesFrom(2, 1)));

    assertThat(step.state().commit()).isEqualTo(2);
  }

  @Test
  void commitIndexNeverFalls() {
    RaftState state = follower(RaftSettings.ETCD, THREE, new HardState(2, null, 3), 1, 1, 2);

    RaftStep step = receive(state, N2, new Heartbeat(2, 1, 0, 0));

    assertThat(step.state().commit()).isEqualTo(3);
  }

  @Test
  void heartbeatCommitsWhatTheLeaderSays() {
    RaftState state = follower(2, 1, 1, 2);

    RaftStep step = receive(state, N2, new Heartbeat(2, 2, 77, 5));

    assertThat(step.state().commit()).isEqualTo(2);
    assertThat(sent(step)).containsExactly(new HeartbeatResponse(2, 77, 5));
    assertThat(step.effects())
        .contains(
            new RaftEffect.Persist(new HardState(2, null, 2), EntryList.EMPTY, false),
            new RaftEffect.Commit(entriesFrom(1, 1, 1)));
  }

  @Test
  void memberThatLostItsLogEndsAsEtcdDoes() {
    RaftState state = follower(2, 1);

    RaftStep beyond = receive(state, N2, new Heartbeat(2, 5, 0, 0));
    RaftStep conflict =
        receive(
            follower(RaftSettings.ETCD, THREE, new HardState(2, null, 2), 1, 1),
            N2,
            new AppendEntries(3, 2, 1, 2, entriesFrom(3, 3)));

    assertThat(beyond.effects())
        .containsExactly(new RaftEffect.Panic("commit index 5 is beyond the last index 1"));
    assertThat(beyond.state()).isSameAs(state);
    assertThat(all(RaftEffect.Panic.class, conflict)).isEmpty();
  }

  @Test
  void newerReleaseNamesThePlaceWhereTheTermsCanMeet() {
    RaftState state = follower(NEWER, THREE, new HardState(6, null, 0), 1, 1, 1, 5, 5, 5);

    RaftStep step = receive(state, N2, new AppendEntries(6, 6, 3, 0, EntryList.EMPTY));

    assertThat(sent(step)).containsExactly(new AppendResponse(6, 6, true, 3, 1));
  }

  @Test
  void newerReleaseSkipsWholeTermsOnBothSides() {
    assertThat(rejections(NEWER)).isEqualTo(1);
    assertThat(rejections(RaftSettings.ETCD)).isGreaterThan(5);
  }

  /** How often a follower of long uncommitted terms says no before it is repaired. */
  private static int rejections(RaftSettings settings) {
    long[] agreed = {1, 1, 1};
    RaftState leader =
        RaftState.recover(
            settings,
            Fixtures.N1,
            new HardState(6, null, 0),
            Fixtures.logOf(THREE, 1, 1, 1, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4),
            new Seed(1).random());
    leader = Fixtures.elected(RaftCore.step(leader, new RaftInput.Campaign()).state());
    RaftState behind =
        RaftState.recover(
            settings,
            N2,
            new HardState(7, null, 0),
            Fixtures.logOf(THREE, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3),
            new Seed(2).random());

    int rejections = 0;
    RaftStep step = receive(leader, N2, new HeartbeatResponse(leader.term(), 0, 0));
    leader = step.state();
    while (behind.lastIndex() < leader.lastIndex() || behind.log().lastTerm() != 7) {
      RaftMessage entries = Fixtures.sentTo(N2, step).get(0);
      RaftStep answer = receive(behind, Fixtures.N1, entries);
      behind = answer.state();
      AppendResponse response = (AppendResponse) sent(answer).get(0);
      rejections += response.rejected() ? 1 : 0;
      step = receive(leader, N2, response);
      leader = step.state();
    }
    assertThat(terms(behind.log())).startsWith(agreed[0], agreed[1], agreed[2], 4L);
    return rejections;
  }
}
