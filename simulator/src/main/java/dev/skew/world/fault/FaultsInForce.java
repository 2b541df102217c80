package dev.skew.world.fault;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Trace;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Begins faults, remembers them and ends them, each without a trace on the others. */
final class FaultsInForce {

  private final EventQueue queue;
  private final Trace trace;
  private final FaultTargets targets;
  private final NodeConditions conditions;
  private final Map<Long, Injection> injections = new LinkedHashMap<>();
  private final Map<Long, FaultTargets.Mending> mendings = new LinkedHashMap<>();
  private final List<Deed> deeds = new ArrayList<>();
  private final DeployPlanner deploys;
  private final Map<Long, DeployRoll> rolls = new LinkedHashMap<>();
  private long count;

  FaultsInForce(EventQueue queue, Trace trace, FaultTargets targets) {
    this.queue = queue;
    this.trace = trace;
    this.targets = targets;
    this.deploys = new DeployPlanner(targets, new DeployHistory());
    this.conditions = new NodeConditions(targets, injections.values());
  }

  List<Injection> list() {
    return List.copyOf(injections.values());
  }

  /** Everything that was begun, ended or refused, in that order of time. */
  List<Deed> deeds() {
    return List.copyOf(deeds);
  }

  /** Records a command that could not be carried out. */
  void refused(String entry, FaultCommand command, String reason) {
    enter(Deed.Kind.REFUSED, entry, command, List.of());
    trace.record(new FaultEvent.Refused(entry, command, reason));
  }

  boolean disturbs() {
    for (Injection injection : injections.values()) {
      if (injection.disturbs()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Begins a fault, on nodes chosen now.
   *
   * @throws SelectionRefusedException before anything has happened
   */
  void begin(String entry, FaultCommand command, Choices choices) {
    Injection injection =
        new Injection(++count, entry, command, choices.of(command), queue.nowNanos());
    refusal(injection)
        .ifPresent(
            reason -> {
              throw new SelectionRefusedException(reason);
            });
    enter(Deed.Kind.BEGAN, entry, command, injection.nodes());
    Start start = new Start(injection, choices);
    FaultTargets.Links links =
        command.fault() instanceof NetworkFault network && !(network instanceof NetworkFault.Heal)
            ? LinkChoice.of(network, injection.nodes(), choices)
            : null;
    trace.record(new FaultEvent.Injected(entry, command, injection.nodes()));
    if (links != null) {
      mendings.put(injection.number(), targets.impair((NetworkFault) command.fault(), links));
    }
    boolean lasts = command.fault().accept(start);
    if (lasts) {
      keep(injection, start.naturalEnd);
    }
  }

  /** What the world would not do is said before anything has happened. */
  private Optional<String> refusal(Injection injection) {
    if (injection.command().fault() instanceof ServiceFault fault) {
      return targets.serviceMap().refusal(fault);
    }
    if (injection.command().fault() instanceof DeployFault fault) {
      return deploys.refusal(fault, injection.nodes());
    }
    if (injection.command().fault() instanceof ReplicationFault fault) {
      return injection.nodes().stream()
          .flatMap(node -> targets.replication().refusal(fault, node).stream())
          .findFirst();
    }
    if (injection.command().fault() instanceof RaftAct act) {
      return targets.consensus().refusal(act, injection.nodes());
    }
    if (injection.command().fault() instanceof RunbookAct act) {
      return targets.runbook().refusal(act);
    }
    if (injection.command().fault() instanceof QuarantineAct act) {
      return targets.stores().refusal(act, injection.nodes().get(0));
    }
    return Optional.empty();
  }

  private void keep(Injection injection, long naturalEndNanos) {
    long lasting =
        injection.command().duration().map(java.time.Duration::toNanos).orElse(naturalEndNanos);
    if (lasting > 0) {
      queue.schedule(queue.nowNanos() + lasting, payload -> end(injection.number()), null);
    }
  }

  /** Ends a fault; nothing happens when it has ended before. */
  private void end(long number) {
    Injection injection = injections.remove(number);
    if (injection == null) {
      return;
    }
    undo(injection, injection.nodes());
    over(injection);
  }

  private void over(Injection injection) {
    enter(Deed.Kind.ENDED, injection.entry(), injection.command(), injection.nodes());
    trace.record(new FaultEvent.Cleared(injection.entry(), injection.command(), injection.nodes()));
  }

  private void enter(Deed.Kind kind, String entry, FaultCommand command, List<NodeId> nodes) {
    deeds.add(new Deed(queue.nowNanos(), kind, entry, FaultGrammar.render(command), nodes));
  }

  private void undo(Injection injection, List<NodeId> nodes) {
    FaultTargets.Mending mending = mendings.remove(injection.number());
    if (mending != null) {
      mending.mend();
    }
    DeployRoll roll = rolls.remove(injection.number());
    if (roll != null) {
      roll.cancel();
    }
    conditions.ended(injection.command().fault(), nodes);
  }

  private void clear() {
    for (Injection injection : list()) {
      end(injection.number());
    }
  }

  /** Mends what touches these nodes; a fault of more nodes goes on without them. */
  private void heal(List<NodeId> nodes, Choices choices) {
    for (Injection injection : list()) {
      if (!(injection.command().fault() instanceof NetworkFault fault)) {
        continue;
      }
      List<NodeId> rest = new ArrayList<>(injection.nodes());
      if (!rest.removeAll(nodes)) {
        continue;
      }
      if (rest.isEmpty()) {
        end(injection.number());
      } else {
        Objects.requireNonNull(mendings.get(injection.number())).mend();
        injections.put(injection.number(), injection.withNodes(rest));
        mendings.put(
            injection.number(), targets.impair(fault, LinkChoice.of(fault, rest, choices)));
      }
    }
  }

  private void uncordon(List<NodeId> nodes) {
    for (Injection injection : list()) {
      if (!(injection.command().fault() instanceof Mitigation.Cordon)) {
        continue;
      }
      List<NodeId> rest = new ArrayList<>(injection.nodes());
      if (rest.removeAll(nodes) && rest.isEmpty()) {
        end(injection.number());
      } else if (rest.size() < injection.nodes().size()) {
        injections.put(injection.number(), injection.withNodes(rest));
        conditions.ended(injection.command().fault(), nodes);
      }
    }
  }

  /** Does the beginning of a fault; answers whether there is anything to end later. */
  private final class Start
      implements Fault.Handler<Boolean>, NodeFault.Handler<Boolean>, TimeFault.Handler<Boolean> {

    private final Injection injection;
    private final Choices choices;
    private long naturalEnd;

    Start(Injection injection, Choices choices) {
      this.injection = injection;
      this.choices = choices;
    }

    private boolean inForce() {
      injections.put(injection.number(), injection);
      conditions.began(injection.command().fault(), injection.nodes());
      return true;
    }

    @Override
    public Boolean onNetwork(NetworkFault fault) {
      if (fault instanceof NetworkFault.Heal) {
        heal(injection.nodes(), choices);
        return false;
      }
      return inForce();
    }

    @Override
    public Boolean onNode(NodeFault fault) {
      return fault.acceptNode(this);
    }

    @Override
    public Boolean onTime(TimeFault fault) {
      return fault.acceptTime(this);
    }

    @Override
    public Boolean onReplication(ReplicationFault fault) {
      if (fault.isDoneAtOnce()) {
        injection.nodes().forEach(node -> targets.replication().carryOut(fault, node));
        return false;
      }
      return inForce();
    }

    @Override
    public Boolean onService(ServiceFault fault) {
      return inForce();
    }

    @Override
    public Boolean onRaft(RaftAct act) {
      targets.consensus().carryOut(act, injection.nodes(), this::onAnswer);
      return false;
    }

    @Override
    public Boolean onRunbook(RunbookAct act) {
      targets.runbook().carryOut(act);
      return false;
    }

    @Override
    public Boolean onQuarantine(QuarantineAct act) {
      targets.stores().carryOut(act, injection.nodes().get(0), this::onAnswer);
      return false;
    }

    /** The tool has said how it went. */
    private void onAnswer(boolean done, String text) {
      trace.record(new FaultEvent.Answered(injection.entry(), injection.command(), done, text));
    }

    @Override
    public Boolean onDeploy(DeployFault fault) {
      DeployRoll roll = new DeployRoll(queue, deploys, injection, new RollEnding(injection));
      rolls.put(injection.number(), roll);
      inForce();
      roll.start();
      return true;
    }

    @Override
    public Boolean onMitigation(Mitigation act) {
      if (act instanceof Mitigation.Uncordon) {
        uncordon(injection.nodes());
        return false;
      }
      return inForce();
    }

    @Override
    public Boolean onWorkload(Fault.Workload fault) {
      return inForce();
    }

    @Override
    public Boolean onClear(Fault.Clear fault) {
      clear();
      return false;
    }

    @Override
    public Boolean onCrash(NodeFault.Crash fault) {
      return inForce();
    }

    @Override
    public Boolean onRestart(NodeFault.Restart fault) {
      List<NodeId> running = injection.nodes().stream().filter(targets::isUp).toList();
      List<NodeId> down = new ArrayList<>(injection.nodes());
      down.removeAll(running);
      forgetCrashes(down);
      down.forEach(targets::restart);
      running.forEach(node -> targets.crash(node, NodeFault.CrashKind.KILL));
      naturalEnd = Math.max(1, fault.down().toNanos());
      if (!running.isEmpty()) {
        injections.put(injection.number(), injection.withNodes(running));
      }
      return !running.isEmpty();
    }

    @Override
    public Boolean onPause(NodeFault.Pause fault) {
      return inForce();
    }

    @Override
    public Boolean onSlow(NodeFault.Slow fault) {
      return inForce();
    }

    @Override
    public Boolean onDisk(NodeFault.Disk fault) {
      return inForce();
    }

    @Override
    public Boolean onLie(NodeFault.Lie fault) {
      return inForce();
    }

    @Override
    public Boolean onDrift(TimeFault.Drift fault) {
      return inForce();
    }

    @Override
    public Boolean onJump(TimeFault.Jump fault) {
      injection.nodes().forEach(node -> targets.jump(node, fault.by()));
      return injection.command().duration().isPresent() && inForce();
    }

    @Override
    public Boolean onLeap(TimeFault.Leap fault) {
      injection.nodes().forEach(node -> targets.leap(node, fault.mode()));
      return false;
    }

    @Override
    public Boolean onNtp(TimeFault.Ntp fault) {
      if (fault.state() == TimeFault.NtpState.SYNC) {
        injection.nodes().forEach(targets::syncClock);
        return false;
      }
      return inForce();
    }
  }

  /** What a deploy leaves behind. */
  private final class RollEnding implements DeployRoll.Ending {

    private final Injection injection;

    RollEnding(Injection injection) {
      this.injection = injection;
    }

    @Override
    public void revive(NodeId node) {
      conditions.restartUnlessHeld(node);
    }

    @Override
    public void finished() {
      end(injection.number());
    }

    @Override
    public void stopped(String reason) {
      refused(injection.entry(), injection.command(), reason);
      end(injection.number());
    }
  }

  /** A node that an operator has started is no longer held down by a fault. */
  private void forgetCrashes(List<NodeId> started) {
    for (Injection injection : list()) {
      if (!NodeConditions.holdsDown(injection.command().fault())) {
        continue;
      }
      List<NodeId> rest = new ArrayList<>(injection.nodes());
      if (rest.removeAll(started)) {
        if (rest.isEmpty()) {
          injections.remove(injection.number());
          over(injection);
        } else {
          injections.put(injection.number(), injection.withNodes(rest));
        }
      }
    }
  }
}
