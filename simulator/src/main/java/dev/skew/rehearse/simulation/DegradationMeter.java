package dev.skew.rehearse.simulation;

import dev.skew.kernel.SimTime;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Tells the seconds in which a target served its clients worse from those in which it served
 * nobody.
 *
 * <p>An operation counts in every second in which it was under way, not only in that in which it
 * began: a client that waits for an answer asks nothing meanwhile, and would hide an outage behind
 * its own patience (G. Tene's coordinated omission). One that still waits at the end is not judged.
 */
final class DegradationMeter implements Meter {

  /**
   * The least share of a healthy second's operations that succeed in time. A service with an
   * objective of 99.9 % pages somebody when it burns its error budget 14.4 times too fast (Google,
   * The Site Reliability Workbook, 2018, chapter 5): at 1.44 % errors.
   */
  static final double HEALTHY_SHARE = 1 - 14.4 * 0.001;

  /**
   * The longest that an answer in time may take: up to a second, a person's flow of thought is not
   * interrupted (J. Nielsen, Usability Engineering, 1993, section 5.5).
   */
  static final long IN_TIME_NANOS = SimTime.SECOND;

  private final ToIntFunction<NodeId> targetOf;
  private final ToDoubleFunction<DegradationMeter> value;
  private final List<Seconds> targets = new ArrayList<>();
  private long fromSecond;

  /**
   * Measures one of what can be said.
   *
   * @param targetOf the number of the target that a node belongs to, from 0 without gaps
   */
  DegradationMeter(ToIntFunction<NodeId> targetOf, ToDoubleFunction<DegradationMeter> value) {
    this.targetOf = targetOf;
    this.value = value;
  }

  /** Nodes of one role serve one target. */
  static ToIntFunction<NodeId> byRole(Cluster cluster) {
    Map<String, Integer> roles = new TreeMap<>();
    int[] targets = new int[cluster.members().size()];
    cluster
        .members()
        .forEach(
            member -> {
              int next = roles.size();
              targets[member.id().index()] = roles.computeIfAbsent(member.role(), role -> next);
            });
    return node -> targets[node.index()];
  }

  @Override
  public void begin(long atNanos) {
    fromSecond = atNanos / SimTime.SECOND;
  }

  @Override
  public void onCompleted(Invocation invocation, Completion completion) {
    boolean served = OperationMeters.isAnswered(invocation, completion);
    long tookNanos = completion.atNanos() - invocation.invokedNanos();
    Seconds seconds = target(targetOf.applyAsInt(invocation.node()));
    long first = Math.max(0, invocation.invokedNanos() / SimTime.SECOND - fromSecond);
    long last = completion.atNanos() / SimTime.SECOND - fromSecond;
    for (long second = first; second <= last; second++) {
      seconds.add(Math.toIntExact(second), served, served && tookNanos <= IN_TIME_NANOS);
    }
  }

  /** Seconds in which some target had operations under way and served none of them. */
  double failedSeconds() {
    return count(this::isFailed);
  }

  /** Seconds in which some target served fewer in time than a healthy one, and none failed. */
  double degradedSeconds() {
    return count(
        second ->
            !isFailed(second) && targets.stream().anyMatch(target -> target.isDegraded(second)));
  }

  /** Seconds in which anything was asked. */
  double askedSeconds() {
    return count(second -> targets.stream().anyMatch(target -> target.isAsked(second)));
  }

  private boolean isFailed(int second) {
    return targets.stream().anyMatch(target -> target.isFailed(second));
  }

  @Override
  public double value(long atNanos) {
    return value.applyAsDouble(this);
  }

  private long count(IntPredicate choice) {
    int length = targets.stream().mapToInt(target -> target.length).max().orElse(0);
    return IntStream.range(0, length).filter(choice).count();
  }

  private Seconds target(int number) {
    while (targets.size() <= number) {
      targets.add(new Seconds());
    }
    return targets.get(number);
  }

  /** What became of one target's operations, by second. */
  private static final class Seconds {

    private int[] underWay = new int[64];
    private int[] served = new int[64];
    private int[] inTime = new int[64];
    private int length;

    void add(int second, boolean isServed, boolean isInTime) {
      if (second >= underWay.length) {
        int room = Math.max(second + 1, underWay.length * 2);
        underWay = Arrays.copyOf(underWay, room);
        served = Arrays.copyOf(served, room);
        inTime = Arrays.copyOf(inTime, room);
      }
      length = Math.max(length, second + 1);
      underWay[second]++;
      served[second] += isServed ? 1 : 0;
      inTime[second] += isInTime ? 1 : 0;
    }

    boolean isAsked(int second) {
      return second < length && underWay[second] > 0;
    }

    boolean isFailed(int second) {
      return isAsked(second) && served[second] == 0;
    }

    boolean isDegraded(int second) {
      return isAsked(second) && inTime[second] < HEALTHY_SHARE * underWay[second];
    }
  }
}
