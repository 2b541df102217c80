package dev.skew.world.raft;

import static dev.skew.world.raft.Fixtures.THREE;
import static dev.skew.world.raft.Fixtures.entriesFrom;
import static dev.skew.world.raft.Fixtures.logOf;
import static dev.skew.world.raft.Fixtures.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RaftLogTest {

  @Test
  void viewsOfTheSameArrayDoNotSeeEachOthersEntries() {
    RaftLog shared = logOf(THREE, 1, 1);

    RaftLog one = shared.append(new Entry(2, 3, new Fixtures.Text("one")));
    RaftLog other = shared.append(new Entry(3, 3, new Fixtures.Text("other")));
    RaftLog longer = one.append(new Entry(4, 4, new Fixtures.Text("longer")));

    assertThat(terms(shared)).containsExactly(1L, 1L);
    assertThat(terms(one)).containsExactly(1L, 1L, 2L);
    assertThat(terms(other)).containsExactly(1L, 1L, 3L);
    assertThat(terms(longer)).containsExactly(1L, 1L, 2L, 4L);
  }

  @Test
  void replacingATailLeavesOlderViewsAsTheyWere() {
    RaftLog before = logOf(THREE, 1, 1, 2, 2);

    RaftLog after = before.replaceFrom(3, entriesFrom(3, 3));

    assertThat(terms(before)).containsExactly(1L, 1L, 2L, 2L);
    assertThat(terms(after)).containsExactly(1L, 1L, 3L);
  }

  @Test
  void growsThroughManyArrays() {
    RaftLog log = logOf(THREE);

    for (int index = 1; index <= 1000; index++) {
      log = log.append(new Entry(index / 10, index, Payload.NoOp.INSTANCE));
    }

    assertThat(log.lastIndex()).isEqualTo(1000);
    for (int index = 1; index <= 1000; index++) {
      assertThat(log.termAt(index)).isEqualTo(index / 10);
      assertThat(log.entryAt(index).index()).isEqualTo(index);
    }
  }

  @Test
  void compactionKeepsIndexesAndTheTermBeforeTheFirst() {
    RaftLog log = logOf(THREE, 1, 1, 2, 2, 3);
    Snapshot taken = new Snapshot(4, 2, Configuration.ofVoters(THREE), new Snapshot.EmptyImage());

    RaftLog compacted = log.compactedTo(taken, 1);
    RaftLog grown = compacted.append(new Entry(3, 6, Payload.NoOp.INSTANCE));

    assertThat(compacted.firstIndex()).isEqualTo(4);
    assertThat(compacted.termAt(3)).isEqualTo(2);
    assertThat(compacted.termAt(2)).isEqualTo(RaftLog.UNKNOWN_TERM);
    assertThat(compacted.snapshot()).isEqualTo(taken);
    assertThat(terms(grown)).containsExactly(2L, 3L, 3L);
  }

  @Test
  void logThatHoldsOnlyASnapshotEndsWhereTheSnapshotDoes() {
    RaftLog log =
        RaftLog.startingAt(
            new Snapshot(7, 3, Configuration.ofVoters(THREE), new Snapshot.EmptyImage()));

    assertThat(log.lastIndex()).isEqualTo(7);
    assertThat(log.lastTerm()).isEqualTo(3);
    assertThat(log.termAt(7)).isEqualTo(3);
    assertThat(log.firstIndex()).isEqualTo(8);
  }

  @Test
  void indexesThatAreNotHeldAreRefusedByName() {
    RaftLog log = logOf(THREE, 1, 1);

    assertThat(log.termAt(3)).isEqualTo(RaftLog.UNKNOWN_TERM);
    assertThatThrownBy(() -> log.entryAt(3)).hasMessage("no entry 3 in a log that holds [1, 2]");
    assertThatThrownBy(() -> log.slice(1, 3)).hasMessage("slice [1, 3] of a log that holds [1, 2]");
  }

  @Test
  void sliceBySizeHoldsAtLeastOneEntry() {
    RaftLog log = logOf(THREE, 1, 1, 1); // each entry has 16 + 4 bytes

    assertThat(log.sliceFrom(1, 1).size()).isEqualTo(1);
    assertThat(log.sliceFrom(1, 40).size()).isEqualTo(2);
    assertThat(log.sliceFrom(1, 59).size()).isEqualTo(2);
    assertThat(log.sliceFrom(2, 1000).size()).isEqualTo(2);
    assertThat(log.sliceFrom(4, 1000).isEmpty()).isTrue();
  }

  @Test
  void logOfDiskMustFollowOnItsSnapshot() {
    Snapshot start = new Snapshot(5, 1, Configuration.ofVoters(THREE), new Snapshot.EmptyImage());

    assertThatThrownBy(() -> RaftLog.of(start, entriesFrom(7, 1)))
        .hasMessageContaining("do not begin at 6");
    assertThatThrownBy(
            () ->
                EntryList.of(
                    List.of(
                        new Entry(1, 1, Payload.NoOp.INSTANCE),
                        new Entry(1, 3, Payload.NoOp.INSTANCE))))
        .hasMessageContaining("entry 3 follows 1");
  }

  @Test
  void upToDateMeansALaterTermOrALongerLog() {
    RaftLog log = logOf(THREE, 1, 2, 2);

    assertThat(log.isNotNewerThan(2, 3)).isTrue();
    assertThat(log.isNotNewerThan(3, 1)).isTrue();
    assertThat(log.isNotNewerThan(2, 2)).isFalse();
    assertThat(log.isNotNewerThan(1, 9)).isFalse();
  }
}
