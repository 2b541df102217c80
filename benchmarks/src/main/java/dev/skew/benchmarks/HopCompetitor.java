package dev.skew.benchmarks;

/** One way of handing messages over in virtual time. */
@FunctionalInterface
interface HopCompetitor {

  /** Does the work from an empty queue to its last hop. */
  void run(HopWork work);
}
