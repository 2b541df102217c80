package dev.skew.world.check;

import dev.skew.world.kv.MergedValue;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.HistoryObserver;
import dev.skew.world.workload.Invocation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every check of one run, wired together: the one thing that a simulation needs to know. */
public final class CheckSuite implements HistoryObserver {

  private static final ViolationListener NOBODY = violation -> {};
  private static final String NOT_WATCHED = "no nodes were watched";

  private final CheckOptions options;
  private final Map<CheckKind, Findings> findings = new EnumMap<>(CheckKind.class);
  private final WriteLog log = new WriteLog();
  private final List<Checker> checkers = new ArrayList<>();
  private final Convergence convergence;
  private @Nullable ConsensusJudge consensus;
  private long settledNanos = Long.MAX_VALUE;

  /**
   * @param listener told of every violation at once
   */
  public CheckSuite(CheckOptions options, ViolationListener listener) {
    this.options = options;
    for (CheckKind kind : CheckKind.values()) {
      findings.put(kind, new Findings(kind, options.includes(kind) ? listener : NOBODY));
    }
    convergence = new Convergence(log, options, of(CheckKind.CONVERGENCE));
    if (options.includes(CheckKind.LINEARIZABILITY)) {
      checkers.add(new Linearizability(options, of(CheckKind.LINEARIZABILITY)));
    }
    checkers.add(
        new PhantomReads(log, of(CheckKind.PHANTOM_READS), of(CheckKind.DUPLICATE_WRITES)));
    checkers.add(
        new AcknowledgedWrites(
            log, options.isRegister(), this::showsOnReplicas, of(CheckKind.LOST_WRITES)));
    if (judgesSessions()) {
      checkers.add(new SessionJudge(log, options.isRegister(), sessionPromises()));
    }
    checkers.add(convergence);
  }

  /** Adds the checks of consensus, which look at the nodes themselves. */
  public void watch(ConsensusView view) {
    consensus =
        new ConsensusJudge(
            view,
            new ConsensusJudge.Promises(
                of(CheckKind.ONE_LEADER_PER_TERM),
                of(CheckKind.LOG_MATCHING),
                of(CheckKind.COMMITTED_AGREEMENT),
                of(CheckKind.COMMIT_MONOTONE),
                of(CheckKind.LEADER_COMPLETENESS),
                of(CheckKind.DUPLICATE_WRITES)));
  }

  @Override
  public void onInvoked(Invocation invocation) {
    log.onInvoked(invocation);
    for (int i = 0; i < checkers.size(); i++) {
      checkers.get(i).onInvoked(invocation);
    }
  }

  @Override
  public void onCompleted(Invocation invocation, Completion completion) {
    Completion told = withMergedParts(completion);
    log.onCompleted(invocation, told);
    for (int i = 0; i < checkers.size(); i++) {
      checkers.get(i).onCompleted(invocation, told);
    }
    log.forget(invocation);
  }

  /** Who reads a value that a store has merged has read all that it is made of. */
  @SuppressWarnings("ReferenceEquality") // the same list means that there was nothing to take apart
  private static Completion withMergedParts(Completion completion) {
    List<String> parts = MergedValue.parts(completion.values());
    return parts == completion.values()
        ? completion
        : new Completion(
            completion.atNanos(),
            completion.outcome(),
            parts,
            completion.revision(),
            completion.error());
  }

  @Override
  public void onLateAnswer(Invocation invocation, Completion completion) {
    log.onLateAnswer(invocation, completion);
    for (int i = 0; i < checkers.size(); i++) {
      checkers.get(i).onLateAnswer(invocation, completion);
    }
  }

  /** A node took a step: its role, term, log or commit index may have changed. */
  public void onNodeChanged(long atNanos, NodeId node) {
    if (consensus != null) {
      consensus.onNodeChanged(atNanos, node);
    }
  }

  /** The last fault that keeps replicas apart has ended: from now on they must come together. */
  public void onHealed(long atNanos) {
    convergence.onHealed(atNanos);
  }

  /** A fault keeps replicas apart again. */
  public void onDisturbed(long atNanos) {
    convergence.onDisturbed();
  }

  /** Whether {@link #lookAt} has anything to learn: replicas are expected to come together. */
  public boolean awaitsConvergence() {
    return convergence.isAwaited();
  }

  /** Compares replicas; to be called now and then, as every virtual second. */
  public void lookAt(long atNanos, StoreView store) {
    convergence.lookAt(atNanos, store);
  }

  /** Ends the run and draws the conclusions that need its end. */
  public void finish(long atNanos, StoreView store) {
    if (consensus != null) {
      settledNanos = consensus.isSettled() ? atNanos - options.convergenceGraceNanos() : -1;
    }
    for (Checker checker : checkers) {
      checker.finish(atNanos, store);
    }
  }

  /** One report for each check, always in the same order. */
  public List<CheckReport> reports() {
    checkers.forEach(Checker::measure);
    List<CheckReport> reports = new ArrayList<>();
    for (CheckKind kind : CheckKind.values()) {
      if (options.includes(kind)) {
        if (kind.compareTo(CheckKind.ONE_LEADER_PER_TERM) >= 0 && consensus == null) {
          of(kind).undecided(NOT_WATCHED);
        }
        reports.add(of(kind).report());
      }
    }
    return reports;
  }

  private boolean judgesSessions() {
    return options.includes(CheckKind.READ_YOUR_WRITES)
        || options.includes(CheckKind.MONOTONIC_READS)
        || options.includes(CheckKind.MONOTONIC_WRITES)
        || options.includes(CheckKind.CAUSALITY);
  }

  private SessionJudge.Promises sessionPromises() {
    return new SessionJudge.Promises(
        of(CheckKind.READ_YOUR_WRITES),
        of(CheckKind.MONOTONIC_READS),
        of(CheckKind.MONOTONIC_WRITES),
        of(CheckKind.CAUSALITY));
  }

  /**
   * Members apply what is committed when they hear of it: until a leader has committed in its own
   * term, and for a moment after an acknowledgement, what is missing on them need not be lost.
   */
  private boolean showsOnReplicas(long acknowledgedNanos) {
    return acknowledgedNanos <= settledNanos;
  }

  private Findings of(CheckKind kind) {
    return Objects.requireNonNull(findings.get(kind));
  }
}
