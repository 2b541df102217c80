package dev.skew.world.fault;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.SimTime;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.DeployPlan;
import dev.skew.world.version.DeployPlan.Change;
import dev.skew.world.version.Revision;
import dev.skew.world.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries a deploy out: restarts the nodes of one step, waits until they are up, waits for the
 * pace, looks whether all is well, and goes on with the next.
 */
final class DeployRoll {

  /** For which a node is down between two processes. */
  private static final long DOWN_NANOS = SimTime.SECOND;

  private static final long POLL_NANOS = SimTime.SECOND / 2;

  /** Kubernetes' {@code progressDeadlineSeconds}. */
  private static final long DEADLINE_NANOS = 600 * SimTime.SECOND;

  private final EventQueue queue;
  private final FaultTargets targets;
  private final DeployFault fault;
  private final DeployPlan plan;
  private final DeployHistory history;
  private final Ending ending;
  private int number;
  private boolean over;

  /** Whom a deploy tells what it cannot do itself. */
  interface Ending {

    /** Starts a node, unless a fault holds it down. */
    void revive(NodeId node);

    /** It has come to its end. */
    void finished();

    /** It has given up with some nodes done and others not. */
    void stopped(String reason);
  }

  DeployRoll(EventQueue queue, DeployPlanner planner, Injection injection, Ending ending) {
    this.queue = queue;
    this.targets = planner.targets();
    this.history = planner.history();
    this.fault = (DeployFault) injection.command().fault();
    this.plan = planner.plan(fault, injection.nodes());
    this.ending = ending;
  }

  void start() {
    number = history.deployBegins();
    begin(0);
  }

  /** Nothing more is restarted; what is down comes up. */
  void cancel() {
    over = true;
  }

  private void begin(int step) {
    if (over) {
      return;
    }
    if (step == plan.steps().size()) {
      ending.finished();
      return;
    }
    Optional<String> sickness = fault.force() ? Optional.empty() : DeployPlanner.sickness(targets);
    if (sickness.isPresent()) {
      stop(step, sickness.get());
      return;
    }
    List<NodeId> restarted = new ArrayList<>();
    for (Change change : plan.steps().get(step).changes()) {
      Version installed = targets.deploys().installed(change.node());
      if (installed.equals(change.to())) { // beacons were faster
        continue;
      }
      history.replaced(change.node(), installed);
      targets.deploys().install(change.node(), new Revision(number, change.to()));
      if (targets.isUp(change.node())) { // one that is down will start with it
        targets.crash(change.node(), NodeFault.CrashKind.KILL);
        restarted.add(change.node());
      }
    }
    after(DOWN_NANOS, () -> restarted.forEach(ending::revive));
    long deadlineNanos = queue.nowNanos() + DEADLINE_NANOS;
    after(DOWN_NANOS + POLL_NANOS, () -> await(step, restarted, deadlineNanos));
  }

  private void await(int step, List<NodeId> restarted, long deadlineNanos) {
    if (over) {
      return;
    }
    Optional<NodeId> missing = restarted.stream().filter(node -> !targets.isUp(node)).findFirst();
    if (missing.isEmpty()) {
      boolean last = step + 1 == plan.steps().size();
      after(last ? 0 : fault.pace().toNanos(), () -> begin(step + 1));
    } else if (queue.nowNanos() < deadlineNanos) {
      after(POLL_NANOS, () -> await(step, restarted, deadlineNanos));
    } else {
      stop(step + 1, missing.get() + " has not come up");
    }
  }

  private void stop(int done, String reason) {
    ending.stopped("stopped after step %d of %d: %s".formatted(done, plan.steps().size(), reason));
  }

  private void after(long nanos, Runnable action) {
    queue.schedule(queue.nowNanos() + nanos, payload -> action.run(), null);
  }
}
