package dev.skew.world.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.node.RaftWal.LogRecord;
import dev.skew.world.raft.Configuration;
import dev.skew.world.raft.Entry;
import dev.skew.world.raft.EntryList;
import dev.skew.world.raft.HardState;
import dev.skew.world.raft.Payload;
import dev.skew.world.raft.RaftLog;
import dev.skew.world.raft.Snapshot;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log that a member finds when it boots: etcd's {@code wal.ReadAll} and Raft §7. */
class RaftWalTest {

  private static final Configuration ALONE =
      Configuration.ofVoters(List.of(new NodeId(0, "etcd-0")));

  private final RaftWal wal = new RaftWal(snapshotAt(0, 0));

  @Test
  void aFreshDiskHoldsTheBootstrapAlone() {
    assertThat(wal.hardState()).isEqualTo(HardState.EMPTY);
    assertThat(wal.snapshot().index()).isZero();
    assertThat(wal.log().lastIndex()).isZero();
  }

  @Test
  void theLastHardStateHolds() {
    HardState state = new HardState(3, new NodeId(0, "etcd-0"), 2);

    wal.onDurable(LogRecord.of(new HardState(2, null, 1), EntryList.EMPTY));
    wal.onDurable(LogRecord.of(state, EntryList.EMPTY));
    wal.onDurable(new LogRecord(null, entries(1, 3), null, 0));

    assertThat(wal.hardState()).isEqualTo(state);
  }

  @Test
  void entriesReplaceWhatStandsAtTheirIndexesAndAfter() {
    append(1, 1, 1, 1, 1);

    append(3, 2);

    assertThat(terms()).containsExactly(1L, 1L, 2L);
  }

  @Test
  void aSnapshotOfOnesOwnKeepsTheEntriesThatFollowersMayNeed() {
    append(1, 1, 1, 1, 1, 1);

    wal.onDurable(LogRecord.of(snapshotAt(4, 1), 2));
    append(6, 1);

    assertThat(wal.snapshot().index()).isEqualTo(4);
    assertThat(wal.log().lastIndex()).isEqualTo(6);
    assertThat(wal.log().termAt(5)).isEqualTo(1);
  }

  @Test
  void aSnapshotBeyondTheLogReplacesIt() {
    append(1, 1, 1, 1);

    wal.onDurable(
        new LogRecord(new HardState(5, null, 100), EntryList.EMPTY, snapshotAt(100, 5), 0));

    assertThat(wal.log().lastIndex()).isEqualTo(100);
    assertThat(wal.log().lastTerm()).isEqualTo(5);
  }

  @Test
  void entriesThatCameInTheSameRoundAsASnapshotFollowIt() {
    append(1, 1, 1, 1);

    wal.onDurable(
        new LogRecord(new HardState(5, null, 100), entries(101, 5, 5), snapshotAt(100, 5), 0));

    assertThat(wal.log().lastIndex()).isEqualTo(102);
    assertThat(wal.log().termAt(102)).isEqualTo(5);
  }

  /** Raft §7: a snapshot that the log does not agree with replaces the entire log. */
  @Test
  void aLogThatContradictsASnapshotIsDiscardedWhole() {
    append(1, 1, 2, 2, 2, 2);

    wal.onDurable(new LogRecord(new HardState(4, null, 3), EntryList.EMPTY, snapshotAt(3, 3), 0));

    assertThat(wal.log().lastIndex()).isEqualTo(3);
    assertThat(wal.log().lastTerm()).isEqualTo(3);
  }

  /** Raft §7: entries that follow what a snapshot describes are retained. */
  @Test
  void whatFollowsASnapshotThatTheLogAgreesWithStays() {
    append(1, 1, 1, 1, 1, 1);

    wal.onDurable(new LogRecord(null, EntryList.EMPTY, snapshotAt(3, 1), 0));

    assertThat(wal.log().lastIndex()).isEqualTo(5);
  }

  private void append(long first, long... terms) {
    wal.onDurable(new LogRecord(null, entries(first, terms), null, 0));
  }

  private List<Long> terms() {
    RaftLog log = wal.log();
    List<Long> terms = new ArrayList<>();
    for (long index = log.snapshot().index() + 1; index <= log.lastIndex(); index++) {
      terms.add(log.termAt(index));
    }
    return terms;
  }

  private static EntryList entries(long first, long... terms) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < terms.length; i++) {
      entries.add(new Entry(terms[i], first + i, Payload.NoOp.INSTANCE));
    }
    return EntryList.of(entries);
  }

  private static Snapshot snapshotAt(long index, long term) {
    return new Snapshot(index, term, ALONE, new Snapshot.EmptyImage());
  }
}
