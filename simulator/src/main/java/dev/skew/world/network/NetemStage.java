package dev.skew.world.network;

import dev.skew.kernel.Seed;

/**
 * One queueing discipline of a link with its state: the order of decisions and their arithmetic are
 * those of {@code netem_enqueue} in Linux's {@code net/sched/sch_netem.c}. Each purpose has its own
 * stream of randomness, so that a change of loss leaves the latencies as they were.
 */
final class NetemStage {

  static final long LOST = -1;
  static final long TAIL_DROPPED = -2;

  private final CorrelatedUniform latencyDraws;
  private final CorrelatedUniform lossDraws;
  private final CorrelatedUniform duplicationDraws;
  private final CorrelatedUniform corruptionDraws;
  private final CorrelatedUniform reorderingDraws;

  private LinkProfile profile;
  private boolean inBadState;
  private int sinceReordered;
  private long lastDepartureNanos;
  private boolean duplicated;
  private boolean damaged;

  NetemStage(Seed seed, LinkProfile profile) {
    latencyDraws = draws(seed, "latency");
    lossDraws = draws(seed, "loss");
    duplicationDraws = draws(seed, "duplication");
    corruptionDraws = draws(seed, "corruption");
    reorderingDraws = draws(seed, "reordering");
    this.profile = profile;
    setProfile(profile);
  }

  private static CorrelatedUniform draws(Seed seed, String purpose) {
    return new CorrelatedUniform(seed.fork(purpose, "").random());
  }

  LinkProfile profile() {
    return profile;
  }

  void setProfile(LinkProfile value) {
    profile = value;
    latencyDraws.setCorrelation(value.jitterCorrelation());
    lossDraws.setCorrelation(
        value.loss() instanceof Loss.Independent loss ? loss.correlation() : 0);
    duplicationDraws.setCorrelation(value.duplication().correlation());
    corruptionDraws.setCorrelation(value.corruption().correlation());
    reorderingDraws.setCorrelation(value.reordering().chance().correlation());
  }

  /** Whether the last packet that passed is to be passed a second time. */
  boolean hasDuplicated() {
    return duplicated;
  }

  /** Whether the last packet that passed had a bit flipped here. */
  boolean hasDamaged() {
    return damaged;
  }

  /**
   * Passes one packet.
   *
   * @param mayDuplicate false for a copy: netem makes no copies of copies
   * @return when it leaves this stage, or {@link #LOST} or {@link #TAIL_DROPPED}
   */
  long pass(long nowNanos, int bytes, boolean mayDuplicate) {
    int copies = 1;
    if (mayDuplicate && happens(profile.duplication(), duplicationDraws)) {
      copies++;
    }
    if (isLost()) {
      copies--;
    }
    duplicated = copies > 1;
    damaged = false;
    if (copies == 0) {
      return LOST;
    }
    damaged = happens(profile.corruption(), corruptionDraws);
    return isSentAtOnce() ? nowNanos : departure(nowNanos, bytes);
  }

  /** Passes an acknowledgement, which never waits for a rate and needs no copy. */
  long passAck(long nowNanos) {
    if (isLost() || happens(profile.corruption(), corruptionDraws)) {
      return LOST;
    }
    if (isSentAtOnce()) {
      return nowNanos;
    }
    long readyNanos = nowNanos + latencyNanos();
    return profile.bandwidth().isLimited() || profile.fifo()
        ? Math.max(readyNanos, lastDepartureNanos)
        : readyNanos;
  }

  private static boolean happens(Chance chance, CorrelatedUniform draws) {
    return chance.ratio() > 0 && draws.next() < chance.ratio();
  }

  private boolean isLost() {
    Loss loss = profile.loss();
    if (loss instanceof Loss.None) {
      return false;
    }
    if (loss instanceof Loss.Independent independent) {
      return lossDraws.next() < independent.ratio();
    }
    return isLostInBurst((Loss.GilbertElliott) loss);
  }

  /** Netem's {@code loss_gilb_ell}: one draw for the step, one for the packet. */
  private boolean isLostInBurst(Loss.GilbertElliott loss) {
    double step = lossDraws.next();
    double fate = lossDraws.next();
    if (inBadState) {
      inBadState = step >= loss.toGood();
      return fate < loss.lossInBad();
    }
    inBadState = step < loss.toBad();
    return fate < loss.lossInGood();
  }

  private boolean isSentAtOnce() {
    Reordering reordering = profile.reordering();
    if (reordering.chance().ratio() == 0) {
      return false;
    }
    if (sinceReordered < reordering.gap() - 1
        || reorderingDraws.next() >= reordering.chance().ratio()) {
      sinceReordered++;
      return false;
    }
    sinceReordered = 0;
    return true;
  }

  private long departure(long nowNanos, int bytes) {
    long departure = nowNanos + latencyNanos();
    Bandwidth bandwidth = profile.bandwidth();
    if (bandwidth.isLimited()) {
      return queuedDeparture(departure, bytes, bandwidth);
    }
    if (profile.fifo()) {
      departure = Math.max(departure, lastDepartureNanos);
      lastDepartureNanos = departure;
    }
    return departure;
  }

  private long latencyNanos() {
    Latency latency = profile.latency();
    return latency.isConstant() ? latency.meanNanos() : latency.sampleNanos(latencyDraws.next());
  }

  /**
   * With a rate, a packet starts when its latency is over and the one before it is through. The
   * queue is bounded in bytes, as bfifo's is, where netem counts packets.
   */
  private long queuedDeparture(long readyNanos, int bytes, Bandwidth bandwidth) {
    long startNanos = Math.max(readyNanos, lastDepartureNanos);
    double waitingBytes = (startNanos - readyNanos) * (bandwidth.bitsPerSecond() / 8e9);
    if (waitingBytes + bytes > bandwidth.queueBytes()) {
      return TAIL_DROPPED;
    }
    lastDepartureNanos = startNanos + (long) (bytes * 8e9 / bandwidth.bitsPerSecond());
    return lastDepartureNanos;
  }
}
