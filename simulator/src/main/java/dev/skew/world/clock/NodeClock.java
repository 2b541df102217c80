package dev.skew.world.clock;

import static dev.skew.kernel.Checks.check;

import dev.skew.kernel.RandomSource;

/**
 * One machine's clock: what its code, logs and timestamps see, and what its timers run by.
 *
 * <p>As on Linux there are two readings with one rate. The monotonic one ({@code CLOCK_MONOTONIC})
 * drifts and is slewed but never set; the wall one adds the steps. Between changes of rate the
 * clock is a straight line kept as its origin and a whole number of parts per billion, so that
 * readings are exact however far apart they are; the fraction of a nanosecond left at a change is
 * carried on.
 *
 * <p>Readings must not go back in virtual time. How often the clock is read changes nothing: the
 * random walk of the drift advances at fixed virtual instants.
 */
public final class NodeClock {

  private static final long PPB = 1_000_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final long NEVER = Long.MAX_VALUE;

  /** Google's smear runs from noon before the leap second to noon after. */
  private static final long SMEAR_NANOS = 86_400 * SECOND;

  private final WallTime wallTime;
  private final ClockProfile.Walk walk;
  private final RandomSource random;

  // The present straight line.
  private long originNanos;
  private long deviationNanos; // monotonic minus virtual time at the origin
  private long deviationRest; // billionths of a nanosecond, in [0, PPB)
  private long ratePpb;
  private long nextChangeNanos;

  // What the rate is made of, and when a part of it ends.
  private long driftPpb;
  private long walkPpb;
  private long frequencyPpb;
  private long slewPpb;
  private long smearPpb;
  private long walkDueNanos;
  private long slewEndNanos = NEVER;
  private long smearStartNanos = NEVER;
  private long smearEndNanos = NEVER;
  private long leapStepNanos = NEVER;

  // The wall reading: steps so far, and the hand that does not move.
  private long shiftNanos;
  private boolean frozen;
  private long frozenWallNanos;

  public NodeClock(WallTime wallTime, ClockProfile profile, RandomSource random) {
    this.wallTime = wallTime;
    this.walk = profile.walk();
    this.random = random;
    this.driftPpb = profile.driftPpb();
    this.shiftNanos = profile.offsetNanos();
    this.walkDueNanos = walk.intervalNanos() == 0 ? NEVER : walk.intervalNanos();
    updateRate();
  }

  /** A clock that shows the truth until something is done to it. */
  public static NodeClock perfect(WallTime wallTime, RandomSource random) {
    return new NodeClock(wallTime, ClockProfile.PERFECT, random);
  }

  /** What the node believes the time to be, in nanoseconds since the Unix epoch. */
  public long wallNanos(long virtualNanos) {
    advance(virtualNanos);
    return frozen ? frozenWallNanos : runningWallNanos(virtualNanos);
  }

  /** Nanoseconds by the node's own count since virtual time 0; steps do not touch it. */
  public long monotonicNanos(long virtualNanos) {
    advance(virtualNanos);
    return virtualNanos + deviationAt(virtualNanos);
  }

  /**
   * How far the wall reading is ahead of the truth: for those who may know it, not for the node.
   */
  public long offsetNanos(long virtualNanos) {
    return wallNanos(virtualNanos) - wallTime.nanosAt(virtualNanos);
  }

  /** How fast the clock gains on true time at present, all causes together. */
  public long ratePpb(long virtualNanos) {
    advance(virtualNanos);
    return ratePpb;
  }

  /** How much of the last slew is still to come; what the kernel reports as timex offset. */
  public long pendingSlewNanos(long virtualNanos) {
    advance(virtualNanos);
    return slewEndNanos == NEVER ? 0 : scale(slewEndNanos - virtualNanos, slewPpb);
  }

  /**
   * The virtual time after which a timer of {@code localNanos} by this node's monotonic clock has
   * run out. Reckoned at the present rate: a later change of rate moves a timer that is already set
   * by that change times what was left of it, which for the timers of protocols is microseconds.
   */
  public long virtualDelay(long nowVirtualNanos, long localNanos) {
    check(localNanos >= 0, "timer of %d ns", localNanos);
    advance(nowVirtualNanos);
    if (ratePpb == 0) {
      return localNanos;
    }
    long divisor = PPB + ratePpb;
    long rest = localNanos % divisor * PPB;
    long delay = localNanos / divisor * PPB + (rest + divisor - 1) / divisor;
    // Readings are whole nanoseconds, so the first instant that reads enough is one off at most.
    long target = deviationAt(nowVirtualNanos) + localNanos;
    if (delay + deviationAt(nowVirtualNanos + delay) < target) {
      return delay + 1;
    }
    return delay > 0 && delay - 1 + deviationAt(nowVirtualNanos + delay - 1) >= target
        ? delay - 1
        : delay;
  }

  /** Sets the wall reading forward or back at once. */
  public void step(long nowVirtualNanos, long deltaNanos) {
    advance(nowVirtualNanos);
    shiftNanos += deltaNanos;
    frozenWallNanos += deltaNanos;
  }

  /** Sets the wall reading, as {@code date -s} does. */
  public void setWall(long nowVirtualNanos, long wallNanos) {
    step(nowVirtualNanos, wallNanos - wallNanos(nowVirtualNanos));
  }

  /** Gives the oscillator another drift; the walk goes on around it. */
  public void setDrift(long nowVirtualNanos, long ppb) {
    check(Math.abs(ppb) <= ClockProfile.MAX_RATE_PPB, "drift of %d ppb", ppb);
    beginLine(nowVirtualNanos);
    driftPpb = ppb;
    updateRate();
  }

  /** Sets the frequency correction of a time daemon, as {@code adjtimex} does. */
  public void setFrequency(long nowVirtualNanos, long ppb) {
    beginLine(nowVirtualNanos);
    frequencyPpb = ppb;
    updateRate();
  }

  /** Shifts both readings by {@code amountNanos}, spread evenly; replaces a slew still going on. */
  public void slew(long nowVirtualNanos, long amountNanos, long overNanos) {
    check(overNanos > 0, "slew over %d ns", overNanos);
    beginLine(nowVirtualNanos);
    slewPpb = Math.round((double) amountNanos * PPB / overNanos);
    check(Math.abs(slewPpb) <= ClockProfile.MAX_RATE_PPB, "slew at %d ppb", slewPpb);
    slewEndNanos = slewPpb == 0 ? NEVER : nowVirtualNanos + overNanos;
    updateRate();
  }

  /** Stops the wall reading; timers go on. */
  public void freeze(long nowVirtualNanos) {
    frozenWallNanos = wallNanos(nowVirtualNanos);
    frozen = true;
  }

  /** Lets a frozen wall reading go on from where it stands. */
  public void unfreeze(long nowVirtualNanos) {
    advance(nowVirtualNanos);
    if (frozen) {
      frozen = false;
      shiftNanos += frozenWallNanos - runningWallNanos(nowVirtualNanos);
    }
  }

  /**
   * Prepares this clock for a leap second that {@link WallTime#insertLeapSecond} inserts.
   *
   * @param leapVirtualNanos when the leap second begins, not before now
   */
  public void expectLeapSecond(long nowVirtualNanos, long leapVirtualNanos, LeapHandling handling) {
    check(leapVirtualNanos >= nowVirtualNanos, "leap second at %d ns is past", leapVirtualNanos);
    advance(nowVirtualNanos);
    switch (handling) {
      case REPEAT -> leapStepNanos = leapVirtualNanos;
      case STEP -> leapStepNanos = leapVirtualNanos + SECOND;
      case SMEAR -> {
        smearStartNanos = Math.max(nowVirtualNanos, leapVirtualNanos - SMEAR_NANOS / 2);
        smearEndNanos = smearStartNanos + SMEAR_NANOS;
      }
      case IGNORE -> {}
    }
    planNextChange();
    advance(nowVirtualNanos);
  }

  private long runningWallNanos(long virtualNanos) {
    return wallTime.linearNanosAt(virtualNanos) + shiftNanos + deviationAt(virtualNanos);
  }

  private long deviationAt(long virtualNanos) {
    long elapsed = virtualNanos - originNanos;
    long rest = elapsed % PPB * ratePpb + deviationRest;
    return deviationNanos + elapsed / PPB * ratePpb + Math.floorDiv(rest, PPB);
  }

  private void advance(long virtualNanos) {
    check(
        virtualNanos >= originNanos,
        "clock read at %d ns, after it was read at %d ns",
        virtualNanos,
        originNanos);
    while (nextChangeNanos <= virtualNanos) {
      moveOrigin(nextChangeNanos);
      change();
    }
  }

  /** The straight line that was drawn so far ends here; the caller draws the next. */
  private void beginLine(long virtualNanos) {
    advance(virtualNanos);
    moveOrigin(virtualNanos);
  }

  private void moveOrigin(long virtualNanos) {
    long elapsed = virtualNanos - originNanos;
    long rest = elapsed % PPB * ratePpb + deviationRest;
    deviationNanos += elapsed / PPB * ratePpb + Math.floorDiv(rest, PPB);
    deviationRest = Math.floorMod(rest, PPB);
    originNanos = virtualNanos;
  }

  /** Carries out what is due at the origin. */
  private void change() {
    if (walkDueNanos == originNanos) {
      walkDueNanos += walk.intervalNanos();
      walkPpb = reflected(walkPpb + Math.round(random.nextGaussian() * walk.stepPpb()));
    }
    if (slewEndNanos == originNanos) {
      slewEndNanos = NEVER;
      slewPpb = 0;
    }
    if (smearStartNanos == originNanos) {
      smearStartNanos = NEVER;
      smearPpb = -Math.round((double) SECOND * PPB / SMEAR_NANOS);
    }
    if (smearEndNanos == originNanos) {
      smearEndNanos = NEVER;
      shiftNanos -= SECOND - scale(SMEAR_NANOS, -smearPpb); // what whole ppb could not express
      smearPpb = 0;
    }
    if (leapStepNanos == originNanos) {
      leapStepNanos = NEVER;
      shiftNanos -= SECOND;
    }
    updateRate();
  }

  private long reflected(long ppb) {
    long bound = walk.boundPpb();
    long inside = ppb > bound ? 2 * bound - ppb : ppb < -bound ? -2 * bound - ppb : ppb;
    return Math.max(-bound, Math.min(bound, inside));
  }

  private void updateRate() {
    long sum = driftPpb + walkPpb + frequencyPpb + slewPpb + smearPpb;
    ratePpb = Math.max(-ClockProfile.MAX_RATE_PPB, Math.min(ClockProfile.MAX_RATE_PPB, sum));
    planNextChange();
  }

  private void planNextChange() {
    long next = Math.min(walkDueNanos, slewEndNanos);
    next = Math.min(next, Math.min(smearStartNanos, smearEndNanos));
    nextChangeNanos = Math.min(next, leapStepNanos);
  }

  private static long scale(long nanos, long ppb) {
    return nanos / PPB * ppb + nanos % PPB * ppb / PPB;
  }
}
