package dev.skew.world.fault;

import dev.skew.world.fault.FaultTargets.Dishonesty;
import dev.skew.world.fault.FaultTargets.DiskState;
import dev.skew.world.fault.FaultTargets.NtpCondition;
import dev.skew.world.topology.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Adds up what the faults in force make of a node, and tells the world what has changed. */
final class NodeConditions {

  private final FaultTargets targets;
  private final Collection<Injection> inForce;

  /**
   * Watches what is in force.
   *
   * @param inForce a live view, in the order of injection
   */
  NodeConditions(FaultTargets targets, Collection<Injection> inForce) {
    this.targets = targets;
    this.inForce = inForce;
  }

  static boolean holdsDown(Fault fault) {
    return fault instanceof NodeFault.Crash || fault instanceof NodeFault.Restart;
  }

  /** A fault has just been put in force on these nodes. */
  void began(Fault fault, List<NodeId> nodes) {
    for (NodeId node : nodes) {
      if (fault instanceof NodeFault.Crash crash) {
        if (targets.isUp(node)) {
          targets.crash(node, crash.kind());
        }
      } else if (fault instanceof NodeFault.Pause) {
        targets.pause(node);
      } else if (fault instanceof ReplicationFault.Stop stop) {
        targets.replication().carryOut(stop, node);
      } else {
        set(fault, node);
      }
    }
    setWorkload(fault);
    setServices(fault);
    setMitigations(fault);
  }

  /** A fault is no longer in force on these nodes. */
  void ended(Fault fault, List<NodeId> nodes) {
    for (NodeId node : nodes) {
      if (holdsDown(fault)) {
        restartUnlessHeld(node);
      } else if (fault instanceof NodeFault.Pause) {
        if (!isHeld(node, NodeFault.Pause.class::isInstance)) {
          targets.resume(node);
        }
      } else if (fault instanceof TimeFault.Jump jump) {
        targets.jump(node, jump.by().negated());
      } else if (fault instanceof ReplicationFault.Stop stop) {
        targets.replication().carryOut(new ReplicationFault.Start(stop.threads()), node);
      } else {
        set(fault, node);
      }
    }
    setWorkload(fault);
    setServices(fault);
    setMitigations(fault);
  }

  void restartUnlessHeld(NodeId node) {
    if (!isHeld(node, NodeConditions::holdsDown)) {
      targets.restart(node);
    }
  }

  private boolean isHeld(NodeId node, Predicate<Fault> kind) {
    return inForce.stream()
        .anyMatch(one -> one.nodes().contains(node) && kind.test(one.command().fault()));
  }

  private void set(Fault fault, NodeId node) {
    if (fault instanceof NodeFault.Slow) {
      targets.slow(node, slowness(node));
    } else if (fault instanceof NodeFault.Disk) {
      targets.disk(node, disk(node));
    } else if (fault instanceof TimeFault.Drift) {
      targets.drift(node, drift(node));
    } else if (fault instanceof TimeFault.Ntp) {
      targets.ntp(node, ntp(node));
    } else if (fault instanceof ReplicationFault.Throttle) {
      targets.replication().throttle(node, throttle(node));
    } else if (fault instanceof NodeFault.Lie) {
      targets.lie(node, dishonesty(node));
    }
  }

  private void setWorkload(Fault fault) {
    if (fault instanceof Fault.Workload workload) {
      double factor = 1;
      for (Injection one : inForce) {
        if (one.command().fault() instanceof Fault.Workload other
            && other.name().equals(workload.name())) {
          factor *= other.factor();
        }
      }
      targets.workload(workload.name(), factor);
    }
  }

  private void setServices(Fault fault) {
    if (fault instanceof ServiceFault) {
      List<ServiceFault> all = new ArrayList<>();
      for (Injection one : inForce) {
        if (one.command().fault() instanceof ServiceFault other) {
          all.add(other);
        }
      }
      targets.configureServices(all);
    }
  }

  private void setMitigations(Fault fault) {
    if (fault instanceof Mitigation) {
      List<Mitigation.InForce> all = new ArrayList<>();
      for (Injection one : inForce) {
        if (one.command().fault() instanceof Mitigation other) {
          all.add(new Mitigation.InForce(other, one.nodes()));
        }
      }
      targets.mitigate(all);
    }
  }

  private double slowness(NodeId node) {
    double factor = 1;
    for (Injection one : inForce) {
      if (one.command().fault() instanceof NodeFault.Slow slow && one.nodes().contains(node)) {
        factor *= slow.factor();
      }
    }
    return factor;
  }

  /** Each of several faults has its chance; what one of them may say, all may. */
  private Dishonesty dishonesty(NodeId node) {
    double honest = 1;
    Set<Untruth> what = EnumSet.noneOf(Untruth.class);
    for (Injection one : inForce) {
      if (one.command().fault() instanceof NodeFault.Lie lie && one.nodes().contains(node)) {
        honest *= 1 - lie.probability();
        what.addAll(lie.what());
      }
    }
    return new Dishonesty(1 - honest, what);
  }

  private double drift(NodeId node) {
    double ppm = 0;
    for (Injection one : inForce) {
      if (one.command().fault() instanceof TimeFault.Drift drift && one.nodes().contains(node)) {
        ppm += drift.ppm();
      }
    }
    return ppm;
  }

  private Duration throttle(NodeId node) {
    Duration sum = Duration.ZERO;
    for (Injection one : inForce) {
      if (one.command().fault() instanceof ReplicationFault.Throttle throttle
          && one.nodes().contains(node)) {
        sum = sum.plus(throttle.latency());
      }
    }
    return sum;
  }

  private DiskState disk(NodeId node) {
    DiskState state = DiskState.SOUND;
    for (Injection one : inForce) {
      if (one.command().fault() instanceof NodeFault.Disk disk && one.nodes().contains(node)) {
        state =
            new DiskState(
                state.syncLatency().plus(disk.latency()),
                state.stalled() || disk.trouble() == NodeFault.DiskTrouble.STALL,
                state.full() || disk.trouble() == NodeFault.DiskTrouble.FULL);
      }
    }
    return state;
  }

  /** Of several faults, the last one that says something of the daemon or of its server counts. */
  private NtpCondition ntp(NodeId node) {
    boolean reachable = true;
    Duration error = Duration.ZERO;
    for (Injection one : inForce) {
      if (one.command().fault() instanceof TimeFault.Ntp ntp && one.nodes().contains(node)) {
        switch (ntp.state()) {
          case OFF -> reachable = false;
          case ON -> reachable = true;
          case WRONG -> error = ntp.error();
          case SYNC -> {} // done once, never in force
        }
      }
    }
    return new NtpCondition(reachable, error);
  }
}
