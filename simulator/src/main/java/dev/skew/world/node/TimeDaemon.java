package dev.skew.world.node;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.EventTarget;
import dev.skew.kernel.RandomSource;
import dev.skew.kernel.SimTime;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.clock.NtpDiscipline;
import dev.skew.world.clock.NtpEffect;
import dev.skew.world.clock.NtpPeerStatus;
import dev.skew.world.clock.NtpSample;
import dev.skew.world.clock.NtpSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The time daemon of one machine: drives {@link NtpDiscipline} and asks servers that are outside
 * the sandbox, over a path of its own that has some delay and jitter.
 */
public final class TimeDaemon {

  /** Half of the round trip to a pool server, and what it varies by. */
  private static final long PATH_NANOS = 5 * SimTime.MILLISECOND;

  private static final long PATH_JITTER_NANOS = SimTime.MILLISECOND;

  /** Told how far the clock may be wrong, each time that the daemon has set it right. */
  @FunctionalInterface
  public interface SyncListener {

    void onSynchronized(long nowNanos, long errorBoundNanos);
  }

  private record Answer(int generation, int server, NtpSample sample) {}

  private record Timer(int generation, int server) {}

  private final EventQueue queue;
  private final NodeClock clock;
  private final NtpDiscipline discipline;
  private final RandomSource random;
  private final SyncListener listener;
  private final EventTarget self = this::onEvent;

  private boolean reachable = true;
  private long[] serverErrorNanos;
  private int generation;

  public TimeDaemon(
      EventQueue queue,
      NodeClock clock,
      NtpSettings settings,
      RandomSource random,
      SyncListener listener) {
    this.queue = queue;
    this.clock = clock;
    this.discipline = new NtpDiscipline(settings);
    this.random = random;
    this.listener = listener;
    this.serverErrorNanos = new long[settings.servers().size()];
  }

  /** Starts the daemon, or starts it again as {@code systemctl restart ntp} does. */
  public void restart() {
    discipline.stop();
    generation++;
    perform(discipline.start());
  }

  public void stop() {
    discipline.stop();
    generation++;
  }

  /**
   * Sets the clock to the servers' time at once, as {@code ntpdate -b}, and restarts the daemon.
   */
  public void stepToServer() {
    long nowNanos = queue.nowNanos();
    if (reachable) {
      clock.step(nowNanos, serverErrorNanos[0] - clock.offsetNanos(nowNanos));
      listener.onSynchronized(nowNanos, PATH_NANOS + PATH_JITTER_NANOS);
    }
    if (discipline.isRunning()) {
      restart();
    }
  }

  /**
   * Whether answers come at all, and how far ahead of true time each server is.
   *
   * @param errorNanos one for each server
   */
  public void serversAre(boolean nowReachable, long[] errorNanos) {
    reachable = nowReachable;
    serverErrorNanos = errorNanos.clone();
  }

  /** What {@code ntpq -p} shows. */
  public List<NtpPeerStatus> peers() {
    return discipline.peers(clock.monotonicNanos(queue.nowNanos()));
  }

  public NtpDiscipline discipline() {
    return discipline;
  }

  private void onEvent(@Nullable Object payload) {
    if (payload instanceof Timer timer && timer.generation() == generation) {
      perform(discipline.onTimer(monotonicNanos(), timer.server()));
    } else if (payload instanceof Answer answer && answer.generation() == generation) {
      perform(discipline.onReply(monotonicNanos(), answer.server(), answer.sample()));
    }
  }

  private void perform(List<NtpEffect> effects) {
    long nowNanos = queue.nowNanos();
    for (NtpEffect effect : effects) {
      if (effect instanceof NtpEffect.Poll poll) {
        ask(poll.server());
      } else if (effect instanceof NtpEffect.SetTimer timer) {
        queue.schedule(
            nowNanos + clock.virtualDelay(nowNanos, timer.localNanos()),
            self,
            new Timer(generation, timer.server()));
      } else if (effect instanceof NtpEffect.Step step) {
        clock.step(nowNanos, step.deltaNanos());
      } else if (effect instanceof NtpEffect.Slew slew) {
        clock.slew(nowNanos, slew.amountNanos(), slew.overNanos());
      } else if (effect instanceof NtpEffect.SetFrequency frequency) {
        clock.setFrequency(nowNanos, frequency.ppb());
      } else if (effect instanceof NtpEffect.Synchronized synced) {
        listener.onSynchronized(nowNanos, synced.errorBoundNanos());
      }
    }
  }

  /** The delay out and the delay back differ, which is what the sample is wrong by. */
  private void ask(int server) {
    long outNanos = PATH_NANOS + (long) (random.nextDouble() * PATH_JITTER_NANOS);
    long backNanos = PATH_NANOS + (long) (random.nextDouble() * PATH_JITTER_NANOS);
    if (!reachable) {
      return;
    }
    long nowNanos = queue.nowNanos();
    long offsetNanos =
        serverErrorNanos[server] - clock.offsetNanos(nowNanos) + (outNanos - backNanos) / 2;
    queue.schedule(
        nowNanos + outNanos + backNanos,
        self,
        new Answer(generation, server, new NtpSample(offsetNanos, outNanos + backNanos)));
  }

  private long monotonicNanos() {
    return clock.monotonicNanos(queue.nowNanos());
  }
}
