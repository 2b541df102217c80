package dev.skew.world.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import dev.skew.world.topology.NodeId;
import org.junit.jupiter.api.Test;

class LivenessTest {

  private final StoreSettings settings =
      StoreSettings.of(KeyspaceSettings.of("main", Versioning.LAST_WRITE_WINS));
  private final StoreBench bench = new StoreBench(1, 5, settings);

  @Test
  void nobodyIsSuspectedWhileAllIsWell() {
    bench.runFor(10 * SimTime.MINUTE);

    for (int node = 0; node < 5; node++) {
      assertThat(bench.store(node).suspects()).isEmpty();
    }
    assertThat(bench.count(StoreEvent.PeerJudged.class)).isZero();
  }

  @Test
  void aSilentPeerIsSuspectedAfterAWhileAndBelievedWhenItIsBack() {
    NodeId silent = new NodeId(4, "db-4");
    bench.isolate(4);

    bench.runFor(10 * SimTime.SECOND);
    boolean early = bench.store(0).suspects().contains(silent);
    bench.runFor(20 * SimTime.SECOND);
    boolean late = bench.store(0).suspects().contains(silent);
    int othersSuspected = bench.store(4).suspects().size();
    bench.heal();
    bench.runFor(20 * SimTime.SECOND);

    assertThat(early).isFalse();
    assertThat(late).isTrue();
    assertThat(othersSuspected).isEqualTo(4);
    assertThat(bench.store(0).suspects()).isEmpty();
    assertThat(bench.store(4).suspects()).isEmpty();
  }

  @Test
  void gossipThroughOthersSpeaksForAPeerThatCannotBeReached() {
    bench.cut((from, to) -> from + to == 1); // only 0 and 1 do not hear each other

    bench.runFor(10 * SimTime.MINUTE);

    assertThat(bench.store(0).suspects()).isEmpty();
  }

  @Test
  void unansweredRequestsMakeAPeerSuspectAndGossipDoesNotClearIt() {
    bench.cut((from, to) -> from + to == 1);
    bench.runFor(SimTime.MINUTE);

    for (int i = 0; i < 40; i++) {
      bench.put(0, "key" + i, "v");
    }
    bench.runFor(SimTime.MINUTE);
    boolean suspected = bench.store(0).suspects().contains(new NodeId(1, "db-1"));
    bench.heal();
    bench.runFor(30 * SimTime.SECOND);

    assertThat(suspected).isTrue();
    assertThat(bench.store(0).suspects()).isEmpty();
  }

  @Test
  void aRestartedPeersHeartbeatsAreNew() {
    bench.runFor(10 * SimTime.MINUTE);

    bench.crash(3);
    bench.runFor(SimTime.MINUTE);
    boolean suspected = !bench.store(0).suspects().isEmpty();
    bench.restart(3);
    bench.runFor(30 * SimTime.SECOND);

    assertThat(suspected).isTrue();
    assertThat(bench.store(0).suspects()).isEmpty();
  }
}
