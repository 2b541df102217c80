package dev.skew.world.fault;

import java.time.Duration;

/** A fault of links, in tc-netem's terms. */
public sealed interface NetworkFault extends Fault {

  @Override
  default <R> R accept(Fault.Handler<R> handler) {
    return handler.onNetwork(this);
  }

  <R> R acceptNetwork(Handler<R> handler);

  /** Which links; {@link Reach#BOTH_WAYS} where it makes no difference. */
  Reach reach();

  /** What to do with each kind of network fault. */
  interface Handler<R> {
    R onPartition(Partition fault);

    R onDelay(Delay fault);

    R onLoss(Loss fault);

    R onDuplicate(Duplicate fault);

    R onReorder(Reorder fault);

    R onCorrupt(Corrupt fault);

    R onBandwidth(Bandwidth fault);

    R onHeal(Heal fault);
  }

  /** How the spread around a delay is distributed; netem's {@code distribution}. */
  enum Spread {
    UNIFORM("uniform"),
    NORMAL("normal"),
    PARETO("pareto"),
    PARETONORMAL("paretonormal"),
    LOGNORMAL("lognormal");

    private final String label;

    Spread(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** Nothing gets through between the chosen nodes and their peers, and nobody is told. */
  record Partition(Reach reach) implements NetworkFault {

    @Override
    public <R> R acceptNetwork(Handler<R> handler) {
      return handler.onPartition(this);
    }
  }

  /**
   * Every packet takes longer, on top of what the link takes by itself.
   *
   * @param jitter half width (uniform) or deviation of the spread around {@code latency}
   * @param correlation of one packet's jitter with the one before, in [0, 1)
   */
  record Delay(Duration latency, Duration jitter, double correlation, Spread spread, Reach reach)
      implements NetworkFault {

    public Delay {
      Ranges.notNegative("latency", latency);
      Ranges.notNegative("jitter", jitter);
      Ranges.correlation(correlation);
    }

    @Override
    public <R> R acceptNetwork(Handler<R> handler) {
      return handler.onDelay(this);
    }
  }

  /**
   * Packets vanish.
   *
   * @param probability fraction of packets lost in the long run
   * @param correlation of one packet's fate with the one before, in [0, 1)
   * @param burst mean number of packets lost in a row (Gilbert-Elliott); 1 for none
   */
  record Loss(double probability, double correlation, double burst, Reach reach)
      implements NetworkFault {

    public Loss {
      Ranges.ratio("probability", probability);
      Ranges.correlation(correlation);
      if (correlation > 0 && burst > 1) {
        throw new IllegalArgumentException("correlation and burst are two models: give one");
      }
      if (!(burst >= 1 && burst <= 10_000)) {
        throw new IllegalArgumentException("burst must lie in [1, 10000], got " + burst);
      }
    }

    @Override
    public <R> R acceptNetwork(Handler<R> handler) {
      return handler.onLoss(this);
    }
  }

  /** Packets arrive twice. */
  record Duplicate(double probability, double correlation, Reach reach) implements NetworkFault {

    public Duplicate {
      Ranges.ratio("probability", probability);
      Ranges.correlation(correlation);
    }

    @Override
    public <R> R acceptNetwork(Handler<R> handler) {
      return handler.onDuplicate(this);
    }
  }

  /**
   * Packets overtake others: some are sent at once, ahead of those whose delay still runs.
   *
   * @param gap every so many packets one may; 1 makes every packet a candidate
   */
  record Reorder(double probability, double correlation, int gap, Reach reach)
      implements NetworkFault {

    public Reorder {
      Ranges.ratio("probability", probability);
      Ranges.correlation(correlation);
      if (gap < 1) {
        throw new IllegalArgumentException("gap must be at least 1, got " + gap);
      }
    }

    @Override
    public <R> R acceptNetwork(Handler<R> handler) {
      return handler.onReorder(this);
    }
  }

  /** Packets arrive with a flipped bit, and their checksum says so. */
  record Corrupt(double probability, double correlation, Reach reach) implements NetworkFault {

    public Corrupt {
      Ranges.ratio("probability", probability);
      Ranges.correlation(correlation);
    }

    @Override
    public <R> R acceptNetwork(Handler<R> handler) {
      return handler.onCorrupt(this);
    }
  }

  /** Links carry no more than this. */
  record Bandwidth(long bitsPerSecond, Reach reach) implements NetworkFault {

    public Bandwidth {
      if (bitsPerSecond <= 0) {
        throw new IllegalArgumentException("bandwidth must be positive, got " + bitsPerSecond);
      }
    }

    @Override
    public <R> R acceptNetwork(Handler<R> handler) {
      return handler.onBandwidth(this);
    }
  }

  /** Ends the network faults in force that touch the chosen nodes. */
  record Heal() implements NetworkFault {

    @Override
    public Reach reach() {
      return Reach.BOTH_WAYS;
    }

    @Override
    public <R> R acceptNetwork(Handler<R> handler) {
      return handler.onHeal(this);
    }
  }
}
