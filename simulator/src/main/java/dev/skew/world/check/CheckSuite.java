package dev.skew.world.check;

import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.HistoryObserver;
import dev.skew.world.workload.Invocation;
import java.util.ArrayList;
import java.util.List;

/** Every check of one run, wired together: the one thing that a simulation needs to know. */
public final class CheckSuite implements HistoryObserver {

  private final List<HistoryChecker> historyCheckers = new ArrayList<>();
  private final List<Invariant> invariants = new ArrayList<>();
  private final List<Checker> all = new ArrayList<>();

  /**
   * @param listener told of every violation at once
   */
  public CheckSuite(CheckOptions options, ViolationListener listener) {}

  /** Adds the checks of consensus, which look at the nodes themselves. */
  public void watch(ConsensusView view) {}

  @Override
  public void onInvoked(Invocation invocation) {
    for (int i = 0; i < historyCheckers.size(); i++) {
      historyCheckers.get(i).onInvoked(invocation);
    }
  }

  @Override
  public void onCompleted(Invocation invocation, Completion completion) {
    for (int i = 0; i < historyCheckers.size(); i++) {
      historyCheckers.get(i).onCompleted(invocation, completion);
    }
  }

  @Override
  public void onLateAnswer(Invocation invocation, Completion completion) {
    for (int i = 0; i < historyCheckers.size(); i++) {
      historyCheckers.get(i).onLateAnswer(invocation, completion);
    }
  }

  /** A node took a step: its role, term, log or commit index may have changed. */
  public void onNodeChanged(long atNanos, NodeId node) {
    for (int i = 0; i < invariants.size(); i++) {
      invariants.get(i).onNodeChanged(atNanos, node);
    }
  }

  /** The last fault that keeps replicas apart has ended: from now on they must come together. */
  public void onHealed(long atNanos) {}

  /** A fault keeps replicas apart again. */
  public void onDisturbed(long atNanos) {}

  /** Whether {@link #lookAt} has anything to learn: replicas are expected to come together. */
  public boolean awaitsConvergence() {
    return false;
  }

  /** Compares replicas; to be called now and then, as every virtual second. */
  public void lookAt(long atNanos, StoreView store) {}

  /** Ends the run and draws the conclusions that need its end. */
  public void finish(long atNanos, StoreView store) {
    for (Checker checker : all) {
      checker.finish(atNanos, store);
    }
  }

  /** One report for each check, always in the same order. */
  public List<CheckReport> reports() {
    return all.stream().map(Checker::report).toList();
  }
}
