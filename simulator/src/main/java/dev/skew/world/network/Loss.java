package dev.skew.world.network;

/** Which packets a link loses, in netem's terms. */
public sealed interface Loss {

  /** No packet is lost. */
  record None() implements Loss {}

  /**
   * netem's {@code loss random}: each packet on its own, or following its forerunner.
   *
   * @param ratio share of packets lost, from 0 to 1
   * @param correlation weight of the last draw in the next, from 0 to below 1
   */
  record Independent(double ratio, double correlation) implements Loss {
    public Independent {
      Ratios.requireRatio("loss ratio", ratio);
      Ratios.requireCorrelation("loss correlation", correlation);
    }
  }

  /**
   * netem's {@code loss gemodel}: bursts. Before each packet the state may change; the packet is
   * judged by the state that it met (Gilbert 1960, Elliott 1963).
   *
   * @param toBad probability of the step from good to bad, netem's p
   * @param toGood probability of the step from bad to good, netem's r
   * @param lossInBad netem's 1-h
   * @param lossInGood netem's 1-k
   */
  record GilbertElliott(double toBad, double toGood, double lossInBad, double lossInGood)
      implements Loss {
    public GilbertElliott {
      Ratios.requireRatio("step from good to bad", toBad);
      Ratios.requireRatio("step from bad to good", toGood);
      Ratios.requireRatio("loss in the bad state", lossInBad);
      Ratios.requireRatio("loss in the good state", lossInGood);
    }

    /** The share of packets lost in the long run. */
    public double stationaryRatio() {
      if (toBad + toGood == 0) {
        return lossInGood;
      }
      double bad = toBad / (toBad + toGood);
      return bad * lossInBad + (1 - bad) * lossInGood;
    }
  }

  static Loss none() {
    return new None();
  }

  static Loss of(double ratio) {
    return ratio == 0 ? new None() : new Independent(ratio, 0);
  }
}
