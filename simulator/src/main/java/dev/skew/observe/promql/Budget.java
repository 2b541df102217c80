package dev.skew.observe.promql;

/** How much a query may still hold: samples that it reads, and values that it computes. */
final class Budget {

  private final long samplesMax;
  private long taken;

  Budget(long samplesMax) {
    this.samplesMax = samplesMax;
  }

  void take(long samples) {
    taken = Math.addExact(taken, samples);
    if (taken > samplesMax) {
      throw new PromqlQueryException(
          "query processing would load too many samples into memory in query execution: more than "
              + samplesMax);
    }
  }

  long taken() {
    return taken;
  }
}
