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
  private double slowness = 1;
  private long nextStallNanos;
  private long stallEndNanos;

  /** How a host with so many cores behaves. */
  public record Habits(int cores, Sleep sleep, Stalls stalls, Contention contention) {

    public Habits {
      if (cores < 1) {
        throw new IllegalArgumentException("cores must be positive, got " + cores);
      }
    }
  }

  /**
   * Work costs a process more that has slept long: its caches are cold and the core has to leave an
   * idle state.
   *
   * @param coldFactor how much more after a long sleep; 0 for no difference
   * @param warmNanos after so much sleep half of that is lost
   */
  public record Sleep(double coldFactor, long warmNanos) {

    public Sleep {
      if (warmNanos < 1) {
        throw new IllegalArgumentException("warmNanos must be positive, got " + warmNanos);
      }
    }
  }

  /**
   * The hypervisor takes the cores away.
   *
   * @param everyNanos mean time between two stalls; 0 for none
   * @param length how long one lasts
   */
  public record Stalls(long everyNanos, Latency length) {}

  /**
   * A process of raised priority takes a core from other tenants at once, but for those times when
   * the scheduler lets them end their slice or they are within the kernel.
   *
   * @param share of all wake-ups that have to wait where other tenants keep every core busy
   * @param meanNanos how long those wait
   */
  public record Contention(double share, long meanNanos) {

    public static final Contention NONE = new Contention(0, 0);
  }

  public HostProcessors(Habits habits, RandomSource random) {
    this.habits = habits;
    this.random = random;
    this.freeAtNanos = new long[habits.cores()];
    this.nextStallNanos = habits.stalls().everyNanos() == 0 ? Long.MAX_VALUE : untilNextStall();
  }

  /**
   * How much of the host other tenants keep busy, from 0 to 1. What they keep busy never falls
   * asleep, so that waking up is cheaper there.
   */
  public void occupy(double share) {
    occupancy = share;
  }

  /**
   * What the same work takes from now on, as a multiple of its usual cost: neighbours on the
   * physical machine share its caches, memory and clock rate, which no load average of this host
   * shows.
   */
  public void slowDown(double factor) {
    slowness = factor;
  }

  /** How many times its usual cost work takes after a sleep. */
  public double coldness(long sleptNanos) {
    double asleep = (double) sleptNanos / (sleptNanos + habits.sleep().warmNanos());
    return slowness * (1 + habits.sleep().coldFactor() * (1 - occupancy) * asleep);
  }

  /** How long a process that wakes waits for its turn beside other tenants: mostly not at all. */
  public long turnNanos() {
    Contention contention = habits.contention();
    return occupancy > 0 && random.nextDouble() < occupancy * contention.share()
        ? exponential(contention.meanNanos())
        : 0;
  }

  /** Has the next free core do a piece of work; returns when it will be done. */
  public long serve(long nowNanos, long costNanos) {
    int core = 0;
    for (int i = 1; i < freeAtNanos.length; i++) {
      if (freeAtNanos[i] < freeAtNanos[core]) {
        core = i;
      }
    }
    long startNanos = afterStall(Math.max(nowNanos, freeAtNanos[core]) + turnNanos());
    freeAtNanos[core] = startNanos + costNanos;
    return freeAtNanos[core];
  }

  private long afterStall(long nanos) {
    while (nextStallNanos <= nanos) {
      long length = habits.stalls().length().sampleNanos(random.nextDouble());
      stallEndNanos = Math.max(stallEndNanos, nextStallNanos + length);
      nextStallNanos += untilNextStall();
    }
    return Math.max(nanos, stallEndNanos);
  }

  private long untilNextStall() {
    return exponential(habits.stalls().everyNanos()) + 1;
  }

  private long exponential(long meanNanos) {
    return Math.round(-StrictMath.log(1 - random.nextDouble()) * meanNanos);
  }
}
