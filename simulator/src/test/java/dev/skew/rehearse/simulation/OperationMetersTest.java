package dev.skew.rehearse.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationMetersTest {

  private static final long SECOND = 1_000_000_000L;
  private static final NodeId CLIENT = new NodeId(3, "client-0");
  private static final NodeId NODE = new NodeId(0, "etcd-0");

  @Test
  void longestWriteGapLiesBetweenTwoAcknowledgements() {
    Meter meter = OperationMeters.longestWriteGap();
    meter.begin(0);

    meter.onInvoked(write(10));
    meter.onCompleted(write(10), acknowledged(11));
    meter.onInvoked(write(12));
    meter.onCompleted(write(12), acknowledged(15));

    assertThat(meter.value(20 * SECOND)).isEqualTo(4.0);
  }

  @Test
  void writeThatWasUnderWayAsTheSpanBeganCountsFromThere() {
    Meter meter = OperationMeters.longestWriteGap();
    meter.begin(20 * SECOND);

    meter.onCompleted(write(19), acknowledged(22));

    assertThat(meter.value(25 * SECOND)).isEqualTo(2.0);
  }

  @Test
  void writesThatNobodyAcknowledgesLeaveAGapThatIsOpen() {
    Meter meter = OperationMeters.longestWriteGap();
    meter.begin(0);

    meter.onInvoked(write(1));
    meter.onCompleted(write(1), acknowledged(2));
    meter.onInvoked(write(9));

    assertThat(meter.value(30 * SECOND)).isEqualTo(7.0);
  }

  private static Invocation write(long atSeconds) {
    return new Invocation(
        atSeconds,
        CLIENT,
        0,
        atSeconds,
        NODE,
        new Operation.Put("key", "value"),
        false,
        atSeconds * SECOND);
  }

  private static Completion acknowledged(long atSeconds) {
    return new Completion(atSeconds * SECOND, Outcome.OK, List.of(), 1, "");
  }
}
