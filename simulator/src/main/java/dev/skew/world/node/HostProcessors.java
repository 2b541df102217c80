package dev.skew.world.node;

import dev.skew.kernel.RandomSource;
import dev.skew.world.network.Latency;

/**
 * The processors of a host on which several machines run, as containers do: a few cores that serve
 * them all, first come first served, and that now and then stand still because the hypervisor or
 * another tenant has them.
 */
public final class HostProcessors {

  private final long[] freeAtNanos;
  private final Habits habits;
  private final RandomSource random;
  private double occupancy;
  private long nextStallNanos;
  private long stallEndNanos;

  /**
   * How the host behaves.
   *
   * @param cores how many there are
   * @param coldFactor how much more work costs a process that has slept long: its caches are cold
   *     and the core has to leave an idle state; 0 for no difference
   * @param warmNanos after so much sleep half of that is lost
   * @param stallEveryNanos mean time between two stalls; 0 for none
   * @param stall how long one lasts
   */
  public record Habits(
      int cores, double coldFactor, long warmNanos, long stallEveryNanos, Latency stall) {

    public Habits {
      if (cores < 1 || warmNanos < 1) {
        throw new IllegalArgumentException(
            "cores and warmNanos must be positive, got " + cores + " and " + warmNanos);
      }
    }
  }

  public HostProcessors(Habits habits, RandomSource random) {
    this.habits = habits;
    this.random = random;
    this.freeAtNanos = new long[habits.cores()];
    this.nextStallNanos = habits.stallEveryNanos() == 0 ? Long.MAX_VALUE : untilNextStall();
  }

  /**
   * How much of the host other tenants keep busy, from 0 to 1. What they keep busy never falls
   * asleep, so that waking up is cheaper there.
   */
  public void occupy(double share) {
    occupancy = share;
  }

  /** How many times its usual cost work takes after a sleep. */
  public double coldness(long sleptNanos) {
    double asleep = (double) sleptNanos / (sleptNanos + habits.warmNanos());
    return 1 + habits.coldFactor() * (1 - occupancy) * asleep;
  }

  /** Has the next free core do a piece of work; returns when it will be done. */
  public long serve(long nowNanos, long costNanos) {
    int core = 0;
    for (int i = 1; i < freeAtNanos.length; i++) {
      if (freeAtNanos[i] < freeAtNanos[core]) {
        core = i;
      }
    }
    long startNanos = afterStall(Math.max(nowNanos, freeAtNanos[core]));
    freeAtNanos[core] = startNanos + costNanos;
    return freeAtNanos[core];
  }

  private long afterStall(long nanos) {
    while (nextStallNanos <= nanos) {
      long length = habits.stall().sampleNanos(random.nextDouble());
      stallEndNanos = Math.max(stallEndNanos, nextStallNanos + length);
      nextStallNanos += untilNextStall();
    }
    return Math.max(nanos, stallEndNanos);
  }

  private long untilNextStall() {
    return Math.round(-StrictMath.log(1 - random.nextDouble()) * habits.stallEveryNanos()) + 1;
  }
}
