package dev.skew.world.raft;

import static dev.skew.world.raft.Fixtures.N1;
import static dev.skew.world.raft.Fixtures.N2;
import static dev.skew.world.raft.Fixtures.N3;
import static dev.skew.world.raft.Fixtures.THREE;
import static dev.skew.world.raft.Fixtures.accepted;
import static dev.skew.world.raft.Fixtures.entriesFrom;
import static dev.skew.world.raft.Fixtures.follower;
import static dev.skew.world.raft.Fixtures.leader;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.raft.RaftEffect.Send;
import dev.skew.world.raft.RaftMessage.AppendEntries;
import dev.skew.world.raft.RaftMessage.AppendResponse;
import dev.skew.world.raft.RaftMessage.Heartbeat;
import dev.skew.world.raft.RaftMessage.InstallSnapshot;
import dev.skew.world.topology.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Merging the effects of steps that ran while the disk was busy. */
class ReadyTest {

  private final Ready ready = new Ready();

  @Test
  void nothingHappenedSoThereIsNothingToDo() {
    assertThat(ready.isEmpty()).isTrue();

    absorb(follower(2), RaftInput.Tick.INSTANCE);

    assertThat(ready.isEmpty()).isTrue();
  }

  @Test
  void writesOfSeveralStepsAreOneWrite() {
    RaftState state = leader(2, THREE);

    state = absorb(state, RaftInput.Propose.of(new Fixtures.Text("a")));
    state = absorb(state, RaftInput.Propose.of(new Fixtures.Text("b")));
    Ready.Batch batch = ready.take();

    assertThat(batch.sendsFirst()).isTrue();
    assertThat(batch.mustSync()).isTrue();
    assertThat(batch.entries()).isEqualTo(state.log().slice(2, 3));
    assertThat(batch.hardState()).isEqualTo(new HardState(2, N1, 0));
    assertThat(ready.isEmpty()).isTrue();
    assertThat(ready.take().writes()).isFalse();
  }

  @Test
  void laterEntriesReplaceEarlierOnesAtTheirIndexes() {
    RaftState state = follower(2, 1);

    state = receive(state, N2, new AppendEntries(2, 1, 1, 0, entriesFrom(2, 2, 2, 2)));
    receive(state, N3, new AppendEntries(3, 2, 2, 0, entriesFrom(3, 3)));
    Ready.Batch batch = ready.take();

    assertThat(batch.entries()).isEqualTo(entriesFrom(2, 2, 3));
    assertThat(batch.hardState()).isEqualTo(new HardState(3, null, 0));
  }

  @Test
  void onlyTheLastAppendResponseIsSent() {
    RaftState state = follower(2, 1);

    state = receive(state, N2, new AppendEntries(2, 1, 1, 0, entriesFrom(2, 2)));
    state = receive(state, N2, new Heartbeat(2, 0, 0, 0));
    receive(state, N2, new AppendEntries(2, 2, 2, 0, entriesFrom(3, 2)));
    Ready.Batch batch = ready.take();

    assertThat(batch.messages())
        .extracting(Send::message)
        .containsExactly(new RaftMessage.HeartbeatResponse(2, 0, 0), AppendResponse.accepted(2, 3));
  }

  @Test
  void committedEntriesOfSeveralStepsAreAppliedTogether() {
    RaftState state = follower(2, 1, 1, 1);

    state = receive(state, N2, new Heartbeat(2, 1, 0, 0));
    receive(state, N2, new Heartbeat(2, 3, 0, 0));
    Ready.Batch batch = ready.take();

    assertThat(batch.committed()).isEqualTo(entriesFrom(1, 1, 1, 1));
    assertThat(batch.appliedIndex()).isEqualTo(3);
    assertThat(batch.mustSync()).isFalse();
    assertThat(batch.writes()).isTrue();
  }

  @Test
  void snapshotSupersedesEntriesThatWaited() {
    RaftState state = follower(2, 1, 1);
    Snapshot snapshot =
        new Snapshot(9, 2, Configuration.ofVoters(THREE), new Snapshot.EmptyImage());

    state = receive(state, N2, new AppendEntries(2, 2, 1, 1, entriesFrom(3, 2)));
    state = receive(state, N2, new InstallSnapshot(2, snapshot));
    receive(state, N2, new AppendEntries(2, 9, 2, 10, entriesFrom(10, 2)));
    Ready.Batch batch = ready.take();

    assertThat(batch.snapshot()).isEqualTo(snapshot);
    assertThat(batch.entries()).isEqualTo(entriesFrom(10, 2));
    assertThat(batch.committed()).isEqualTo(entriesFrom(10, 2));
    assertThat(batch.appliedIndex()).isEqualTo(10);
  }

  @Test
  void leaderThatWasDeposedMeanwhileSendsOnlyAfterItsWrite() {
    RaftState state = leader(2, THREE);

    state = absorb(state, RaftInput.Propose.of(new Fixtures.Text("a")));
    receive(state, N2, new Heartbeat(3, 0, 0, 0));

    assertThat(ready.take().sendsFirst()).isFalse();
  }

  @Test
  void singleVoterTellsNobodyOfACommitThatIsNotDurable() {
    RaftState state = leader(2, List.of(N1));

    absorb(state, RaftInput.Propose.of(new Fixtures.Text("a")));
    Ready.Batch batch = ready.take();

    assertThat(batch.committed()).isEqualTo(batch.entries());
    assertThat(batch.sendsFirst()).isFalse();
  }

  @Test
  void readsAndOtherDutiesKeepTheirOrder() {
    RaftState state = leader(2, THREE);
    state = receive(state, N2, accepted(state, 1));
    state = absorb(state, new RaftInput.ReadIndex(1));
    state = absorb(state, new RaftInput.ReadIndex(2));
    state = receive(state, N2, new RaftMessage.HeartbeatResponse(2, 2, 0));
    state = absorb(state, new RaftInput.TransferLeadership(N3));
    absorb(state, RaftInput.Propose.of(new Fixtures.Text("a")));

    Ready.Batch batch = ready.take();

    assertThat(batch.reads())
        .containsExactly(new RaftEffect.ReadReady(1, 1), new RaftEffect.ReadReady(2, 1));
    assertThat(batch.others())
        .containsExactly(
            new RaftEffect.ProposalDropped(
                List.of(new Fixtures.Text("a")), RaftEffect.DropReason.TRANSFER_IN_PROGRESS));
    assertThat(batch.notices()).contains(new RaftNotice.TransferChanged(N3, true));
  }

  private RaftState absorb(RaftState state, RaftInput input) {
    RaftStep step = RaftCore.step(state, input);
    ready.absorb(step);
    return step.state();
  }

  private RaftState receive(RaftState state, NodeId from, RaftMessage message) {
    return absorb(state, new RaftInput.Receive(from, message));
  }
}
