package dev.skew.rehearse.simulation;

import static dev.skew.rehearse.simulation.Plays.at;
import static dev.skew.rehearse.simulation.Plays.measured;
import static dev.skew.rehearse.simulation.Plays.play;
import static dev.skew.rehearse.simulation.Plays.texts;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Operators' acts on read replicas, from the command to what the measures say. */
class ReplicaActsTest {

  private static final String SERVERS =
      """
      name: servers
      duration: 60s
      topology:
        nodes:
          - { role: mysql, count: 3 }
          - { role: client }
      replication: { retention: 5s, fileSize: 4KiB }
      workloads:
        - name: orders
          target: replicas
          open: { rate: 40/s, sessions: 20 }
          keys: { count: 200 }
          mix: { one: 50, write: 50 }
          stop: 55s
      """;

  private static final String REMOVE = "chaos replication remove-replica --nodes mysql-2";
  private static final String ADD = "chaos replication add-replica --node mysql-2";

  @Test
  void aReplicaThatIsRemovedGetsNothingMoreAndNobodyReadsFromIt() {
    Report report = run(at(10, REMOVE), at(12, "chaos node pause --nodes mysql-2"));

    assertThat(texts(report)).contains("mysql-2 is no replica any more");
    assertThat(measured(report, "operations-unknown")).isZero();
    assertThat(measured(report, "replica-lag-max")).isLessThan(0.1);
  }

  @Test
  void aReplicaThatIsAddedWhileTheLogHasEverythingReadsItFromThere() {
    Report report = run(at(10, REMOVE), at(12, ADD));

    assertThat(texts(report)).contains("mysql-2 replicates from mysql-0");
    assertThat(texts(report)).doesNotContain("mysql-2 is a copy of mysql-0");
    assertThat(measured(report, "replicas-broken")).isZero();
    assertThat(measured(report, "diverged-replicas")).isZero();
  }

  @Test
  void aReplicaThatIsAddedAfterThatIsACopy() {
    Report report = run(at(10, REMOVE), at(40, ADD));

    assertThat(texts(report)).contains("mysql-2 is a copy of mysql-0");
    assertThat(measured(report, "replicas-broken")).isZero();
    assertThat(measured(report, "diverged-replicas")).isZero();
  }

  @Test
  void theLogAloneIsRefusedWhereItNoLongerHasEverything() {
    Report report = run(at(10, REMOVE), at(40, ADD + " --recovery incremental"));

    assertThat(texts(report))
        .contains(
            "refused: chaos replication add-replica --recovery incremental --node mysql-2: mysql-2"
                + " lacks transactions that mysql-0 has purged; add it with --recovery clone");
  }

  @Test
  void whoIsThereAlreadyIsNotAddedAndWhoLeadsIsNotRemoved() {
    Report report = run(at(10, ADD), at(11, "chaos replication remove-replica --nodes mysql-0"));

    assertThat(texts(report))
        .contains(
            "refused: chaos replication add-replica --node mysql-2: mysql-2 is already part of this"
                + " replicaset");
    assertThat(texts(report))
        .anyMatch(text -> text.contains("remove-replica --nodes mysql-0: ERROR 1200"));
  }

  @Test
  void whoWasRemovedDoesNotFollowTheNextPrimary() {
    Report report = run(at(10, REMOVE), at(20, "chaos replication promote --node mysql-1"));

    assertThat(texts(report))
        .contains("mysql-0 replicates from mysql-1")
        .doesNotContain("mysql-2 replicates from mysql-1");
  }

  /** The former primary comes back, and gives the numbers of what it had lost to something else. */
  @Test
  void whatWasLostStaysLostWhenItsNumbersAreUsedAgain() {
    TimedCommand[] split = {
      at(10, "chaos network partition --nodes mysql-0,client-0 --clients --duration 10s"),
      at(12, "chaos replication promote --node mysql-1 --force"),
      at(22, "chaos replication follow --nodes mysql-0 --source mysql-1 --force"),
      at(24, "chaos replication rebuild --nodes mysql-0"),
    };
    Report before = run(split);
    Report after =
        run(
            split[0],
            split[1],
            split[2],
            split[3],
            at(30, "chaos replication promote --node mysql-0"));

    double lost = measured(before, "transactions-lost");
    assertThat(lost).isGreaterThan(100);
    assertThat(measured(after, "transactions-lost")).isEqualTo(lost);
    assertThat(measured(after, "replica-lag-max")).isEqualTo(measured(before, "replica-lag-max"));
  }

  /** An operator goes back on a promotion: whoever takes writes again is the one that counts. */
  @Test
  void measuresCompareWithTheOldPrimaryOnceItTakesWritesAgain() {
    Report report =
        run(
            at(10, "chaos network partition --nodes mysql-0,client-0 --clients --duration 10s"),
            at(12, "chaos replication promote --node mysql-1 --force"),
            at(22, "chaos replication read-only --nodes mysql-0,mysql-1"),
            at(24, "chaos replication read-only --off --nodes mysql-0"),
            at(26, "chaos replication follow --nodes mysql-1,mysql-2 --source mysql-0"));

    assertThat(measured(report, "transactions-lost")).isZero();
    assertThat(measured(report, "diverged-replicas")).isZero();
  }

  private static Report run(TimedCommand... commands) {
    return play(SERVERS, commands);
  }
}
