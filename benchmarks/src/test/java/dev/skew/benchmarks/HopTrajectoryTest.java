package dev.skew.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HopTrajectoryTest {

  private static final int PENDING = 100;
  private static final long HOPS = 2_000;

  @ParameterizedTest
  @EnumSource
  void everyContenderTakesTheSameTrajectory(Contender contender) {
    long expected = Contender.trajectory(PENDING, HOPS);

    long costNanos = contender.run(PENDING, HOPS, expected);

    assertThat(costNanos).isNotNegative();
  }

  @ParameterizedTest
  @EnumSource
  void anotherTrajectoryIsRefused(Contender contender) {
    long other = Contender.trajectory(PENDING, HOPS) + 1;

    assertThatThrownBy(() -> contender.run(PENDING, HOPS, other))
        .hasMessageContaining(contender.label())
        .hasMessageContaining("another trajectory");
  }
}
