package dev.skew.kernel.pekko;

import dev.skew.kernel.RandomSource;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.internal.RestartSupervisor;
import scala.concurrent.duration.FiniteDuration;

/**
 * How long a restart with backoff waits, by Pekko's formula and a draw of the seed's own. Pekko
 * draws by {@code ThreadLocalRandom.nextDouble}, whose arithmetic JDK 17 and 25 do not share; so
 * what it leaves of the thread's state is replaced as well.
 */
final class RestartDelays {

  private final RandomSource random;
  private final ThreadRandom threadRandom;

  RestartDelays(RandomSource random, ThreadRandom threadRandom) {
    this.random = random;
    this.threadRandom = threadRandom;
  }

  /**
   * The delay that takes the place of the one that Pekko drew.
   *
   * @param drawn the latter
   */
  FiniteDuration delayOf(RestartSupervisor<?, ?> supervisor, FiniteDuration drawn) {
    if (!(supervisor.org$apache$pekko$actor$typed$internal$RestartSupervisor$$strategy
        instanceof SupervisorStrategy.Backoff backoff)) {
      return drawn;
    }
    // The supervisor has counted this restart already.
    int before =
        supervisor.org$apache$pekko$actor$typed$internal$RestartSupervisor$$restartCount() - 1;
    FiniteDuration least =
        RestartSupervisor.calculateDelay(before, backoff.minBackoff(), backoff.maxBackoff(), 0);
    threadRandom.renew(random.nextLong());
    double factor = 1 + random.nextDouble() * backoff.randomFactor();
    return FiniteDuration.apply(Math.round(least.toNanos() * factor), TimeUnit.NANOSECONDS);
  }
}
