package dev.skew.rehearse.fidelity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a recorded run could be one of the simulated ones, where values of a run depend on each
 * other: after a lost packet a connection is slow for many requests, and a busy neighbour slows a
 * whole run down. The Kolmogorov-Smirnov test takes every value for independent and finds two runs
 * of one system different; here whole runs are compared.
 *
 * <p>A Monte Carlo test (Barnard 1963; Besag and Clifford, Generalized Monte Carlo significance
 * tests, 1989): each run, the recorded one among them, has a distance from all others pooled. If
 * the recording is a run like the others, its distance is as likely as not to have any rank.
 */
final class RunRank {

  /** With fewer runs the least p is above 1 in 20, and nothing could ever be told apart. */
  static final int LEAST_RUNS = 19;

  private RunRank() {}

  /**
   * Returns the share of all runs that are at least as far from the others as the recorded one is.
   *
   * @param simulated runs of about as many values as the recorded one
   */
  static double pValue(double[] recorded, List<double[]> simulated) {
    List<double[]> runs = new ArrayList<>(simulated.size() + 1);
    runs.add(recorded);
    runs.addAll(simulated);
    double[] all = runs.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    double own = distanceFromOthers(recorded, all);
    long asFar = runs.stream().filter(run -> distanceFromOthers(run, all) >= own).count();
    return (double) asFar / runs.size();
  }

  /**
   * How far a run's distribution function is from that of all others, by how far it is from that of
   * all, itself among them: of N values n are its own, so that the one is N / (N - n) of the other.
   */
  private static double distanceFromOthers(double[] run, double[] all) {
    double[] own = run.clone();
    Arrays.sort(own);
    return gap(own, all) * all.length / (all.length - own.length);
  }

  /**
   * The largest gap between the distribution functions of two sorted samples; 1 if one is empty.
   */
  private static double gap(double[] a, double[] b) {
    if (a.length == 0 || b.length == 0) {
      return 1;
    }
    double largest = 0;
    int inA = 0;
    int inB = 0;
    while (inA < a.length && inB < b.length) {
      double value = Math.min(a[inA], b[inB]);
      while (inA < a.length && a[inA] <= value) {
        inA++;
      }
      while (inB < b.length && b[inB] <= value) {
        inB++;
      }
      largest = Math.max(largest, Math.abs((double) inA / a.length - (double) inB / b.length));
    }
    return largest;
  }
}
