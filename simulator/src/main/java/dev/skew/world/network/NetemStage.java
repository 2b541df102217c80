package dev.skew.world.network;

import dev.skew.kernel.Seed;
import org.jspecify.annotations.Nullable;

/**
 * One queueing discipline of a link with its state: the order of decisions and their arithmetic are
 * those of {@code netem_enqueue} in Linux's {@code net/sched/sch_netem.c}. Each purpose has its own
 * stream of randomness, so that a change of loss leaves the latencies as they were.
 */
final class NetemStage {

  static final long LOST = -1;
  static final long TAIL_DROPPED = -2;

  /** What is drawn for; the names of the streams. */
  private enum Purpose {
    LATENCY(0, "latency"),
    LOSS(1, "loss"),
    DUPLICATION(2, "duplication"),
    CORRUPTION(3, "corruption"),
    REORDERING(4, "reordering");

    private static final Purpose[] ALL = values();

    private final int slot;
    private final String stream;

    Purpose(int slot, String stream) {
      this.slot = slot;
      this.stream = stream;
    }

    double correlation(LinkProfile profile) {
      return switch (this) {
        case LATENCY -> profile.jitterCorrelation();
        case LOSS -> profile.loss() instanceof Loss.Independent loss ? loss.correlation() : 0;
        case DUPLICATION -> profile.duplication().correlation();
        case CORRUPTION -> profile.corruption().correlation();
        case REORDERING -> profile.reordering().chance().correlation();
      };
    }
  }

  private final Seed seed;

  /** Begun when first drawn from. */
  private @Nullable CorrelatedUniform @Nullable [] draws;

  private LinkProfile profile;
  private boolean inBadState;
  private int sinceReordered;
  private long lastDepartureNanos;
  private boolean duplicated;
  private boolean damaged;

  NetemStage(Seed seed, LinkProfile profile) {
    this.seed = seed;
    this.profile = profile;
  }

  private double draw(Purpose purpose) {
    @Nullable CorrelatedUniform[] begun = draws;
    if (begun == null) {
      begun = new CorrelatedUniform[Purpose.ALL.length];
      draws = begun;
    }
    CorrelatedUniform stream = begun[purpose.slot];
    if (stream == null) {
      stream = new CorrelatedUniform(seed.fork(purpose.stream, "").random());
      stream.setCorrelation(purpose.correlation(profile));
      begun[purpose.slot] = stream;
    }
    return stream.next();
  }

  LinkProfile profile() {
    return profile;
  }

  void setProfile(LinkProfile value) {
    profile = value;
    for (Purpose purpose : Purpose.ALL) {
      CorrelatedUniform stream = draws == null ? null : draws[purpose.slot];
      if (stream != null) {
        stream.setCorrelation(purpose.correlation(value));
      }
    }
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
    if (mayDuplicate && happens(profile.duplication(), Purpose.DUPLICATION)) {
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
    damaged = happens(profile.corruption(), Purpose.CORRUPTION);
    return isSentAtOnce() ? nowNanos : departure(nowNanos, bytes);
  }

  /** Passes an acknowledgement, which never waits for a rate and needs no copy. */
  long passAck(long nowNanos) {
    if (isLost() || happens(profile.corruption(), Purpose.CORRUPTION)) {
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

  private boolean happens(Chance chance, Purpose purpose) {
    return chance.ratio() > 0 && draw(purpose) < chance.ratio();
  }

  private boolean isLost() {
    Loss loss = profile.loss();
    if (loss instanceof Loss.None) {
      return false;
    }
    if (loss instanceof Loss.Independent independent) {
      return draw(Purpose.LOSS) < independent.ratio();
    }
    return isLostInBurst((Loss.GilbertElliott) loss);
  }

  /** Netem's {@code loss_gilb_ell}: one draw for the step, one for the packet. */
  private boolean isLostInBurst(Loss.GilbertElliott loss) {
    double step = draw(Purpose.LOSS);
    double fate = draw(Purpose.LOSS);
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
        || draw(Purpose.REORDERING) >= reordering.chance().ratio()) {
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
    return latency.isConstant() ? latency.meanNanos() : latency.sampleNanos(draw(Purpose.LATENCY));
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
