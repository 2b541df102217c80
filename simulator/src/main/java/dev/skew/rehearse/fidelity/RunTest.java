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
final class RunTest {

  /** With fewer runs the least p is above 1 in 20, and nothing could ever be told apart. */
  static final int LEAST_RUNS = 19;

  private RunTest() {}

  /**
   * Returns the share of all runs that are at least as far from the others as the recorded one is.
   *
   * @param simulated runs of about as many values as the recorded one
   */
  static double pValue(double[] recorded, List<double[]> simulated) {
    List<double[]> runs = new ArrayList<>(simulated.size() + 1);
    runs.add(recorded);
    runs.addAll(simulated);
    double own = distanceFromOthers(runs, 0);
    int asFar = 0;
    for (int i = 0; i < runs.size(); i++) {
      asFar += distanceFromOthers(runs, i) >= own ? 1 : 0;
    }
    return (double) asFar / runs.size();
  }

  private static double distanceFromOthers(List<double[]> runs, int one) {
    List<double[]> others = new ArrayList<>(runs);
    double[] own = others.remove(one).clone();
    double[] pool = others.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    Arrays.sort(own);
    return gap(own, pool);
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
