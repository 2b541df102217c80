package dev.skew.world.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each promise of Raft, kept and broken. */
class ConsensusChecksTest {

  private final FakeConsensus nodes = new FakeConsensus(3);

  @Test
  void healthyReplicationBreaksNothing() {
    nodes.member(0).lead(1).append(1, 10).append(1, 11);
    nodes.member(1).append(1, 10).append(1, 11);
    nodes.show(0, 1).member(0).commit(2);
    nodes.member(1).commit(1);
    nodes.show(0, 1).member(1).commit(2).compact(2);
    nodes.show(1, 2).member(1).lead(2).append(2, 12);
    nodes.member(0).leader = false;
    nodes.show(1, 0).member(1).commit(3);

    nodes.show(1);

    assertThat(nodes.violations()).isEmpty();
    assertThat(nodes.suite().reports())
        .filteredOn(report -> report.checker().equals("committed-agreement"))
        .allMatch(report -> report.verdict() == Verdict.PASSED && report.checked() == 5);
  }

  @Test
  void secondLeaderOfATermIsReported() {
    nodes.member(0).lead(4);
    nodes.member(1).lead(5);
    nodes.show(0, 1).member(0).term(5);
    nodes.show(0);

    assertThat(nodes.broken()).containsExactly("one-leader-per-term");
    assertThat(nodes.violations().get(0).detail()).contains("term 5").contains("n1").contains("n0");
  }

  @Test
  void sameEntryWithOtherContentIsReported() {
    nodes.member(0).append(1, 10);
    nodes.member(1).append(1, 11);

    nodes.show(0, 1);

    assertThat(nodes.broken()).containsExactly("log-matching");
  }

  @Test
  void sameEntryAfterAnotherPredecessorIsReported() {
    nodes.member(0).append(1, 10).append(3, 12);
    nodes.member(1).append(2, 11).append(3, 12);

    nodes.show(0, 1);

    assertThat(nodes.broken()).containsExactly("log-matching");
    assertThat(nodes.violations().get(0).detail()).contains("entry 2 of term 3");
  }

  @Test
  void conflictThatIsOverwrittenIsFineAsLongAsItWasNotCommitted() {
    nodes.member(0).append(1, 10).append(1, 11).append(1, 12);
    nodes.member(1).append(1, 10).append(2, 21).append(2, 22);
    nodes.show(0, 1);

    nodes.member(0).log = nodes.member(1).log;
    nodes.show(0);

    assertThat(nodes.violations()).isEmpty();
  }

  @Test
  void committedEntryThatIsReplacedIsReported() {
    nodes.member(0).append(1, 10).append(1, 11).commit(2);
    nodes.show(0);

    nodes.member(0).log.set(1, new FakeConsensus.Item(2, 21));
    nodes.show(0);

    assertThat(nodes.broken()).containsExactly("committed-agreement");
  }

  @Test
  void differentEntriesCommittedAtOneIndexAreReported() {
    nodes.member(0).append(1, 10).commit(1);
    nodes.member(1).append(2, 20).commit(1);

    nodes.show(0, 1);

    assertThat(nodes.broken()).containsExactly("committed-agreement");
  }

  @Test
  void snapshotThatEndsInAnotherTermThanWasCommittedIsReported() {
    nodes.member(0).append(1, 10).append(1, 11).commit(2);
    nodes.member(1).append(2, 20).append(2, 21).compact(3).commit(2);

    nodes.show(0, 1);

    assertThat(nodes.broken()).containsExactly("committed-agreement");
  }

  @Test
  void commitIndexMayGoBackOnlyInANewLife() {
    nodes.member(0).append(1, 10).append(1, 11).commit(2);
    nodes.show(0).member(0).life = 2;
    nodes.show(0).member(0).commit(1);
    nodes.show(0);

    assertThat(nodes.broken()).containsExactly("commit-monotone");
    FakeConsensus restarted = new FakeConsensus(1);
    restarted.member(0).append(1, 10).append(1, 11).commit(2);
    restarted.show(0).member(0).commit(1).life = 2;
    restarted.show(0);
    assertThat(restarted.violations()).isEmpty();
  }

  @Test
  void leaderWithoutACommittedEntryIsReported() {
    nodes.member(0).lead(1).append(1, 10).append(1, 11).commit(2);
    nodes.member(1).append(1, 10);
    nodes.show(0, 1);

    nodes.member(1).lead(2);
    nodes.show(1);

    assertThat(nodes.broken()).containsExactly("leader-completeness");
    assertThat(nodes.violations().get(0).detail()).contains("entry 2");
  }

  @Test
  void lateWinnerOfAnOldTermNeedNotHoldWhatLaterTermsCommitted() {
    nodes.member(0).lead(3).append(1, 10).append(3, 30).commit(2);
    nodes.member(1).append(1, 10);
    nodes.show(0, 1);

    nodes.member(1).lead(2);
    nodes.show(1);

    assertThat(nodes.violations()).isEmpty();
  }

  @Test
  void requestThatIsCommittedTwiceIsReported() {
    nodes.member(0).append(1, 10).append(1, 0).append(1, 0).append(1, 10).commit(4);

    nodes.show(0);

    assertThat(nodes.broken()).containsExactly("duplicate-writes");
    assertThat(nodes.violations().get(0).detail()).contains("1 and 4");
  }

  @Test
  void nodesThatNobodyWatchesLeaveTheirPromisesUndecided() {
    CheckSuite unwatched = new CheckSuite(CheckOptions.forConsensus(), violation -> {});

    assertThat(unwatched.reports())
        .filteredOn(report -> report.checker().equals("log-matching"))
        .allMatch(report -> report.verdict() == Verdict.UNDECIDED);
  }

  @Test
  void memoryStaysBoundedOverMillionsOfEntries() {
    EntryWindow window = new EntryWindow(1 << 12, 2);

    for (long index = 1; index <= 2_000_000; index++) {
      window.put(index, 1, index);
    }

    assertThat(window.get(2_000_000, 1)).isEqualTo(2_000_000);
    assertThat(window.first()).isEqualTo(2_000_000 - (1 << 12) + 1);
    assertThat(window.get(1, 1)).isEqualTo(EntryWindow.MISSING);
  }

  @Test
  void recentMapForgetsTheOldestAndSaysSo() {
    RecentMap map = new RecentMap(2_000);

    for (long digest = 1; digest < 3_000; digest++) {
      map.put(digest, digest * 2);
    }
    assertThat(map.hasForgotten()).isFalse();
    assertThat(map.get(1)).isEqualTo(2);
    assertThat(map.get(2_999)).isEqualTo(5_998);
    for (long digest = 3_000; digest < 9_000; digest++) {
      map.put(digest, 1);
    }

    assertThat(map.hasForgotten()).isTrue();
    assertThat(map.get(1)).isEqualTo(RecentMap.MISSING);
    assertThat(map.get(8_000)).isEqualTo(1);
  }
}
