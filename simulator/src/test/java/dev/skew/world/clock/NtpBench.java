package dev.skew.world.clock;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A clock, its daemon and some servers, driven by an event queue; the servers can be made wrong.
 */
public final class NtpBench {

  public final NodeClock clock;
  public final NtpDiscipline daemon;
  public final TrueTime trueTime;
  public final List<Long> steps = new ArrayList<>();
  public @Nullable Long panickedAt;
  public long fastestPpb;

  private final EventQueue queue = new EventQueue();
  private final RandomSource random;
  private final WallTime wallTime = new WallTime(1_767_225_600_000_000_000L);
  private final long[] serverErrorNanos;
  private final boolean[] silent;
  private final long jitterNanos;
  private int generation;

  public NtpBench(long seed, ClockProfile profile, NtpSettings settings, long jitterNanos) {
    this.random = new Seed(seed).fork("ntp", "bench").random();
    this.clock = new NodeClock(wallTime, profile, new Seed(seed).fork("clock", "n1").random());
    this.daemon = new NtpDiscipline(settings);
    this.trueTime = new TrueTime(clock, 0, TrueTime.SPANNER_DRIFT_PPB);
    this.serverErrorNanos = new long[settings.servers().size()];
    this.silent = new boolean[settings.servers().size()];
    this.jitterNanos = jitterNanos;
  }

  public static NtpSettings servers(int count) {
    List<NtpServer> servers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      servers.add(new NtpServer("time" + i + ".example", ".GPS.", 1));
    }
    return NtpSettings.of(servers);
  }

  public void start() {
    generation++;
    daemon.stop();
    perform(daemon.start());
  }

  public void makeWrong(int server, long errorNanos) {
    serverErrorNanos[server] = errorNanos;
  }

  public void silenceAll(boolean isSilent) {
    Arrays.fill(silent, isSilent);
  }

  public long now() {
    return queue.nowNanos();
  }

  public long offsetNanos() {
    return clock.offsetNanos(queue.nowNanos());
  }

  public void runFor(long nanos) {
    long until = queue.nowNanos() + nanos;
    queue.schedule(until, payload -> {}, null);
    while (queue.nextDueNanos() <= until) {
      queue.runNext();
      long correction = clock.ratePpb(queue.nowNanos());
      fastestPpb = Math.max(fastestPpb, Math.abs(correction));
    }
  }

  /** Runs and looks at the world every so often. */
  public void runFor(long nanos, long everyNanos, Consumer<NtpBench> look) {
    for (long done = 0; done < nanos; done += everyNanos) {
      runFor(everyNanos);
      look.accept(this);
    }
  }

  private void perform(List<NtpEffect> effects) {
    long now = queue.nowNanos();
    for (NtpEffect effect : effects) {
      if (effect instanceof NtpEffect.Poll poll) {
        ask(poll.server());
      } else if (effect instanceof NtpEffect.SetTimer timer) {
        later(
            clock.virtualDelay(now, timer.localNanos()),
            () -> perform(daemon.onTimer(clock.monotonicNanos(now()), timer.server())));
      } else if (effect instanceof NtpEffect.Step step) {
        steps.add(step.deltaNanos());
        clock.step(now, step.deltaNanos());
      } else if (effect instanceof NtpEffect.Slew slew) {
        clock.slew(now, slew.amountNanos(), slew.overNanos());
      } else if (effect instanceof NtpEffect.SetFrequency frequency) {
        clock.setFrequency(now, frequency.ppb());
      } else if (effect instanceof NtpEffect.Synchronized synced) {
        trueTime.synced(now, synced.errorBoundNanos());
      } else if (effect instanceof NtpEffect.Panicked) {
        panickedAt = now;
      }
    }
  }

  private void ask(int server) {
    long sent = clock.wallNanos(now());
    long outward = 5 * SimTime.MILLISECOND + random.nextLong(jitterNanos + 1);
    long homeward = 5 * SimTime.MILLISECOND + random.nextLong(jitterNanos + 1);
    if (silent[server]) {
      return;
    }
    later(
        outward,
        () -> {
          long served = wallTime.nanosAt(now()) + serverErrorNanos[server];
          later(
              homeward,
              () -> {
                long received = clock.wallNanos(now());
                NtpSample sample = NtpSample.of(sent, served, served, received);
                perform(daemon.onReply(clock.monotonicNanos(now()), server, sample));
              });
        });
  }

  private void later(long delayNanos, Runnable action) {
    int born = generation;
    queue.schedule(
        now() + delayNanos,
        payload -> {
          if (born == generation) {
            action.run();
          }
        },
        null);
  }
}
