package dev.skew.world.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.world.clock.VectorClock.Order;
import org.junit.jupiter.api.Test;

class LogicalClocksTest {

  private final HybridLogicalClock hlc = new HybridLogicalClock(500);

  @Test
  void followsPhysicalTimeWhileItMovesOn() {
    assertThat(hlc.tick(10)).isEqualTo(new HybridTimestamp(10, 0));
    assertThat(hlc.tick(11)).isEqualTo(new HybridTimestamp(11, 0));
  }

  @Test
  void countsWhilePhysicalTimeStandsOrGoesBack() {
    hlc.tick(10);

    assertThat(hlc.tick(10)).isEqualTo(new HybridTimestamp(10, 1));
    assertThat(hlc.tick(3)).isEqualTo(new HybridTimestamp(10, 2));
    assertThat(hlc.tick(11)).isEqualTo(new HybridTimestamp(11, 0));
  }

  @Test
  void comesAfterWhatItReceives() {
    hlc.tick(10);

    boolean accepted = hlc.receive(10, new HybridTimestamp(15, 7));

    assertThat(accepted).isTrue();
    assertThat(hlc.tick(12)).isEqualTo(new HybridTimestamp(15, 9));
  }

  @Test
  void refusesATimestampTooFarAhead() {
    hlc.tick(10);

    boolean accepted = hlc.receive(10, new HybridTimestamp(511, 0));

    assertThat(accepted).isFalse();
    assertThat(hlc.refusedCount()).isEqualTo(1);
    assertThat(hlc.last()).isEqualTo(new HybridTimestamp(10, 0));
  }

  @Test
  void vectorClocksTellConcurrentFromCausal() {
    VectorClock a = VectorClock.of(1, 1);
    VectorClock b = VectorClock.of(2, 1);
    VectorClock both = a.merge(b);

    assertThat(a.compare(b)).isEqualTo(Order.CONCURRENT);
    assertThat(a.compare(both)).isEqualTo(Order.BEFORE);
    assertThat(both.compare(b)).isEqualTo(Order.AFTER);
    assertThat(both.compare(b.merge(a))).isEqualTo(Order.EQUAL);
    assertThat(both.increment(1).get(1)).isEqualTo(2);
  }

  @Test
  void aVectorClockThatIsNoneIsRefused() {
    assertThatThrownBy(() -> VectorClock.parse("1:2,x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1:2,x");
  }
}
