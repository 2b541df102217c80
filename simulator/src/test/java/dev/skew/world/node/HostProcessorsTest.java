package dev.skew.world.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.Seed;
import dev.skew.world.network.Latency;
import dev.skew.world.node.HostProcessors.Contention;
import dev.skew.world.node.HostProcessors.Habits;
import dev.skew.world.node.HostProcessors.Sleep;
import dev.skew.world.node.HostProcessors.Stalls;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HostProcessorsTest {

  private static final Sleep NO_DIFFERENCE = new Sleep(0, 1);
  private static final Stalls NO_STALLS = new Stalls(0, Latency.constant(Duration.ZERO));

  @Test
  void asMuchWorkAsThereAreCoresGoesOnAtOnce() {
    HostProcessors host = host(2, Contention.NONE);

    long first = host.serve(0, 100);
    long second = host.serve(0, 100);
    long third = host.serve(0, 100);

    assertThat(new long[] {first, second, third}).containsExactly(100, 100, 200);
  }

  @Test
  void sleepMakesWorkSlowerButNotWhereOthersKeepTheCoresAwake() {
    HostProcessors host =
        new HostProcessors(
            new Habits(1, new Sleep(1, 1_000), NO_STALLS, Contention.NONE), new Seed(1).random());

    double afterNoSleep = host.coldness(0);
    double afterHalf = host.coldness(1_000);
    host.occupy(1);
    double beside = host.coldness(1_000);

    assertThat(afterNoSleep).isEqualTo(1);
    assertThat(afterHalf).isEqualTo(1.5);
    assertThat(beside).isEqualTo(1);
  }

  @Test
  void neighboursSlowDownWarmAndColdWorkAlike() {
    HostProcessors host =
        new HostProcessors(
            new Habits(1, new Sleep(1, 1_000), NO_STALLS, Contention.NONE), new Seed(1).random());

    host.slowDown(1.2);

    assertThat(host.coldness(0)).isEqualTo(1.2);
    assertThat(host.coldness(1_000)).isEqualTo(1.2 * 1.5);
  }

  @Test
  void nobodyWaitsForATurnOnAnIdleHost() {
    HostProcessors host = host(1, new Contention(1, 1_000));

    assertThat(host.turnNanos()).isZero();
  }

  @Test
  void someWakeUpsWaitWhereOthersKeepEveryCoreBusy() {
    HostProcessors host = host(1, new Contention(0.25, 1_000));
    host.occupy(1);
    int waited = 0;
    long sumNanos = 0;

    for (int i = 0; i < 10_000; i++) {
      long turnNanos = host.turnNanos();
      waited += turnNanos > 0 ? 1 : 0;
      sumNanos += turnNanos;
    }

    assertThat(waited).isBetween(2_300, 2_700);
    assertThat(sumNanos / waited).isBetween(900L, 1_100L);
  }

  private static HostProcessors host(int cores, Contention contention) {
    return new HostProcessors(
        new Habits(cores, NO_DIFFERENCE, NO_STALLS, contention), new Seed(1).random());
  }
}
