package dev.skew.world.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Outcome;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A quarantine is decided by a majority, remembered by all, and leaves enough of them. */
class QuarantineTest {

  private final StoreBench bench = bench(5, new KeyspaceSettings.Replication(3, 1, 1));

  private static StoreBench bench(int nodes, KeyspaceSettings.Replication replication) {
    KeyspaceSettings keyspace =
        new KeyspaceSettings(
            "main", Versioning.HLC, replication, false, false, KeyspaceSettings.Merging.BY_HAND);
    return new StoreBench(1, nodes, StoreSettings.of(keyspace));
  }

  @Test
  void allObeyWhatAMajorityHasDecided() {
    ClientResponse ordered = bench.order(1, 3, false, false);
    bench.runFor(SimTime.SECOND);

    assertThat(ordered.outcome()).isEqualTo(Outcome.OK);
    for (int node = 0; node < 5; node++) {
      assertThat(bench.quarantinedAt(node)).containsExactly(3);
    }
  }

  @Test
  void whoWasCutOffLearnsOfItByGossip() {
    bench.isolate(4);
    bench.order(1, 3, false, false);
    assertThat(bench.quarantinedAt(4)).isEmpty();

    bench.heal();
    bench.runFor(SimTime.MINUTE);

    assertThat(bench.quarantinedAt(4)).containsExactly(3);
  }

  /** Nobody had it on disk that it was decided, but a majority that it was accepted. */
  @Test
  void itOutlivesTheCrashOfAll() {
    bench.order(1, 3, false, false);
    for (int node = 0; node < 5; node++) {
      bench.crash(node);
    }

    for (int node = 0; node < 5; node++) {
      bench.restart(node);
    }
    ClientResponse again = bench.order(2, 3, false, false);

    assertThat(again.outcome()).isEqualTo(Outcome.OK);
    assertThat(bench.quarantinedAt(2)).containsExactly(3);
    assertThat(bench.store(2).quarantineEpoch()).isEqualTo(1);
  }

  @Test
  void aMinorityDecidesNothingAndSaysSo() {
    bench.split(Set.of(0, 1));

    ClientResponse ordered = bench.order(1, 3, false, false);
    List<Integer> meanwhile = bench.quarantinedAt(1);

    assertThat(ordered.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(ordered.error()).isEqualTo("fewer than 3 members have voted");
    assertThat(meanwhile).isEmpty();
  }

  @Test
  void tooFewVotersMustNotBeLeft() {
    bench.order(1, 3, false, false);
    bench.order(1, 4, false, true);

    ClientResponse third = bench.order(1, 2, false, true);
    ClientResponse only =
        bench(1, new KeyspaceSettings.Replication(1, 1, 1)).order(0, 0, false, true);

    assertThat(third.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(third.error())
        .isEqualTo("too few members would be left: 2 of 5, and a decision needs 3");
    assertThat(only.error()).isEqualTo("db-0 is the last voter");
  }

  @Test
  void keysMustNotBeLeftWithoutAQuorumUnlessThatIsWanted() {
    StoreBench quorums = bench(5, new KeyspaceSettings.Replication(3, 2, 2));
    quorums.order(1, 3, false, false);

    ClientResponse refused = quorums.order(1, 4, false, false);
    ClientResponse forced = quorums.order(1, 4, false, true);

    assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(refused.error())
        .isEqualTo(
            "too few replicas would be left of some keys of keyspace main: 1, and a quorum is 2");
    assertThat(forced.outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void whoGivesOutTheTimestampsStays() {
    KeyspaceSettings keyspace = KeyspaceSettings.of("main", Versioning.DB_TIMESTAMP);
    StoreBench stamped = new StoreBench(1, 5, StoreSettings.of(keyspace));

    ClientResponse refused = stamped.order(1, 0, false, false);

    assertThat(refused.error()).isEqualTo("db-0 gives out the timestamps of keyspace main");
  }

  @Test
  void onlyWhoIsOutCanBeTakenBack() {
    ClientResponse refused = bench.order(1, 3, true, false);

    assertThat(refused.error()).isEqualTo("db-3 is not in quarantine");
  }

  @Test
  void twoWhoOrderAtOnceBothGetTheirWay() {
    bench.startOrder(0, 3, false, false);
    bench.startOrder(1, 4, false, false);

    bench.runFor(20 * SimTime.SECOND);

    assertThat(bench.responses.values())
        .extracting(ClientResponse::outcome)
        .containsExactly(Outcome.OK, Outcome.OK);
    assertThat(bench.quarantinedAt(2)).containsExactly(3, 4);
  }
}
