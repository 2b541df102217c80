package dev.skew.world.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What keeps clients served: how it is read, what is in force, what counts as a fault. */
class MitigationTest {

  private final RecordedWorld world = new RecordedWorld();

  @Test
  void whatIsInForceIsToldAsAWholeUntilItEnds() throws FaultSyntaxException {
    inject("one", "chaos node cordon --nodes etcd-0 --duration 10s");
    inject("two", "chaos node cordon --nodes etcd-0,etcd-1");
    world.runUntil(Duration.ofSeconds(10));
    inject("three", "chaos node uncordon --nodes etcd-1");
    inject("four", "chaos clear");

    assertThat(world.lines("mitigate"))
        .containsExactly(
            "0s mitigate Cordon[etcd-0]",
            "0s mitigate Cordon[etcd-0], Cordon[etcd-0,etcd-1]",
            "10s mitigate Cordon[etcd-0,etcd-1]",
            "10s mitigate Cordon[etcd-0]",
            "10s mitigate ");
  }

  @Test
  void noneOfItIsAFault() throws FaultSyntaxException {
    inject("one", "chaos node cordon --nodes etcd-0");
    inject("two", "chaos client timeout --factor 2");
    inject("three", "chaos store timeout --factor 2");

    assertThat(world.nemesis().isFaultInForce()).isFalse();
  }

  private void inject(String id, String line) throws FaultSyntaxException {
    world.nemesis().inject(id, FaultGrammar.parse(line));
  }
}
