package dev.skew.rehearse.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.List;
import org.junit.jupiter.api.Test;

class DegradationMeterTest {

  private static final long MILLI = 1_000_000L;
  private static final NodeId CLIENT = new NodeId(9, "client-0");

  private final DegradationMeter meter =
      new DegradationMeter(NodeId::index, DegradationMeter::degradedSeconds);

  @Test
  void secondsInWhichAllIsAnsweredInTimeAreWell() {
    ask(0, 100, 150, Outcome.OK);
    ask(0, 1_900, 2_100, Outcome.OK);

    assertThat(meter.askedSeconds()).isEqualTo(3);
    assertThat(meter.degradedSeconds()).isZero();
    assertThat(meter.failedSeconds()).isZero();
  }

  @Test
  void secondFailsWhenNobodyIsServed() {
    ask(0, 100, 150, Outcome.FAILED);
    ask(0, 300, 900, Outcome.UNKNOWN);
    ask(0, 1_100, 1_150, Outcome.OK);

    assertThat(meter.failedSeconds()).isEqualTo(1);
    assertThat(meter.degradedSeconds()).isZero();
  }

  @Test
  void secondDegradesWhenMoreThanTheBudgetFails() {
    for (int i = 0; i < 98; i++) {
      ask(0, 100, 150, Outcome.OK);
    }
    ask(0, 100, 150, Outcome.FAILED);
    assertThat(meter.degradedSeconds()).isZero();

    ask(0, 100, 150, Outcome.FAILED);
    assertThat(meter.degradedSeconds()).isEqualTo(1);
    assertThat(meter.failedSeconds()).isZero();
  }

  @Test
  void answersThatComeLateDegradeEverySecondThatTheyTook() {
    ask(0, 500, 2_700, Outcome.OK);

    assertThat(meter.degradedSeconds()).isEqualTo(3);
    assertThat(meter.failedSeconds()).isZero();
  }

  @Test
  void clientThatWaitsInVainHidesNoOutage() {
    ask(0, 1_200, 6_200, Outcome.UNKNOWN);

    assertThat(meter.failedSeconds()).isEqualTo(6);
  }

  @Test
  void targetThatServesDoesNotExcuseOneThatDoesNot() {
    ask(0, 100, 150, Outcome.OK);
    ask(1, 100, 150, Outcome.FAILED);

    assertThat(meter.failedSeconds()).isEqualTo(1);
    assertThat(meter.degradedSeconds()).isZero();
  }

  @Test
  void whatWasBeforeTheSpanIsNotCounted() {
    meter.begin(10_000 * MILLI);

    ask(0, 8_000, 11_500, Outcome.FAILED);

    assertThat(meter.failedSeconds()).isEqualTo(2);
    assertThat(meter.askedSeconds()).isEqualTo(2);
  }

  private void ask(int target, long fromMillis, long toMillis, Outcome outcome) {
    Invocation invocation =
        new Invocation(
            0,
            CLIENT,
            0,
            0,
            new NodeId(target, "node-" + target),
            new Operation.Put("key", "value"),
            false,
            fromMillis * MILLI);
    meter.onInvoked(invocation);
    meter.onCompleted(invocation, new Completion(toMillis * MILLI, outcome, List.of(), 0, ""));
  }
}
