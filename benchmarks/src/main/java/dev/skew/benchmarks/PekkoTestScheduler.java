package dev.skew.benchmarks;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.event.NoLogging;
import org.apache.pekko.testkit.ExplicitlyTriggeredScheduler;
import scala.concurrent.ExecutionContext;
import scala.concurrent.ExecutionContext$;
import scala.concurrent.duration.FiniteDuration;

/** Pekko's own scheduler for tests; its milliseconds count as nanoseconds here. */
final class PekkoTestScheduler implements HopCompetitor {

  private static final Executor SAME_THREAD = Runnable::run;
  private static final ExecutionContext CONTEXT =
      ExecutionContext$.MODULE$.fromExecutor(SAME_THREAD);

  private final ExplicitlyTriggeredScheduler scheduler =
      new ExplicitlyTriggeredScheduler(ConfigFactory.empty(), NoLogging.getInstance(), Thread::new);

  @Override
  public void run(HopWork work) {
    for (int i = 0; i < work.pending(); i++) {
      send(work);
    }
    scheduler.timePasses(FiniteDuration.apply(100_000, TimeUnit.DAYS));
  }

  private void send(HopWork work) {
    int entity = work.drawEntity();
    scheduler.scheduleOnce(
        FiniteDuration.apply(work.drawDelay(), TimeUnit.MILLISECONDS),
        () -> {
          if (work.deliver(scheduler.currentTimeMs(), entity)) {
            send(work);
          }
        },
        CONTEXT);
  }
}
