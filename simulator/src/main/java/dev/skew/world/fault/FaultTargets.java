package dev.skew.world.fault;

import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a fault can be done to: the port through which {@link Nemesis} reaches the world.
 *
 * <p>The nemesis adds up overlapping faults itself. What it passes to a node's methods is the whole
 * of what is in force on that node, so that every method is a plain setter; only links, whose
 * faults are layers, are mended one by one.
 */
public interface FaultTargets {

  /** Everything with an address, clients too, in the order of {@link NodeId}. */
  List<Member> members();

  /** Who leads the consensus group now: of several that claim it, the one of the highest term. */
  Optional<NodeId> leader();

  /** Whether a node's process runs (a paused one does). */
  boolean isUp(NodeId node);

  /**
   * Puts a fault on links, on top of what is there. Never {@link NetworkFault.Heal}.
   *
   * @param links the directed links it works on
   * @return what takes exactly this one off again
   */
  Mending impair(NetworkFault fault, Links links);

  void crash(NodeId node, NodeFault.CrashKind kind);

  /** Starts a node that is down; nothing happens to one that is up. */
  void restart(NodeId node);

  void pause(NodeId node);

  void resume(NodeId node);

  /** Sets by how much service times are stretched; 1 is the scenario's own. */
  void slow(NodeId node, double factor);

  /** Sets what is wrong with a node's disk. */
  void disk(NodeId node, DiskState state);

  /** Sets the drift that faults add to the clock's own; 0 is none. */
  void drift(NodeId node, double ppm);

  /** Steps a node's clock once. */
  void jump(NodeId node, Duration by);

  /** Lets a leap second happen to a node's clock, now. */
  void leap(NodeId node, TimeFault.LeapMode mode);

  /** Sets what faults make of a node's NTP. */
  void ntp(NodeId node, NtpCondition condition);

  /** Steps a node's clock to its NTP server's time, as {@code ntpdate -b}. */
  void syncClock(NodeId node);

  /** Sets how a node lies to its peers; a world may have no node that can. */
  default void lie(NodeId node, Dishonesty dishonesty) {
    throw new AssertionError(node + " cannot lie");
  }

  /** Sets the factor on a workload's rate; the empty name is all of them. */
  void workload(String name, double factor);

  /** The asynchronous replicas; a world may have none. */
  default ReplicaTargets replication() {
    return ReplicaTargets.NONE;
  }

  /** The consensus group as its operators act upon it; a world may have none. */
  default ConsensusTargets consensus() {
    return ConsensusTargets.NONE;
  }

  /** What the acts of a runbook are done to; a world may have nothing of it. */
  default RunbookTargets runbook() {
    return RunbookTargets.NONE;
  }

  /** The quorum store as its operators act upon it; a world may have none. */
  default StoreTargets stores() {
    return StoreTargets.NONE;
  }

  /** The nodes that deploys reach; only asked of nodes of their role. */
  default DeployTargets deploys() {
    throw new AssertionError("nothing can be deployed in this world");
  }

  /** The names of the services that commands can be about. */
  default ServiceMap serviceMap() {
    return ServiceMap.EMPTY;
  }

  /**
   * Sets what is done to services, all of it.
   *
   * @param inForce in the order of injection
   */
  default void configureServices(List<ServiceFault> inForce) {}

  /**
   * Sets what is done to keep clients served, all of it.
   *
   * @param inForce in the order of injection
   */
  default void mitigate(List<Mitigation.InForce> inForce) {}

  /** Someone with an address, as a selector sees them. */
  record Member(NodeId id, String role, Region region) {

    /** The role of those that only ask. */
    public static final String CLIENT = "client";

    public boolean isClient() {
      return role.equals(CLIENT);
    }
  }

  /**
   * Directed links: from every one of {@code from} to every one of {@code to}, and back where
   * {@code bothWays}; never from a node to itself.
   */
  record Links(List<NodeId> from, List<NodeId> to, boolean bothWays) {

    public Links {
      from = List.copyOf(from);
      to = List.copyOf(to);
    }
  }

  /** Takes one fault off the links it was put on. */
  @FunctionalInterface
  interface Mending {
    void mend();
  }

  /**
   * What is wrong with a disk.
   *
   * @param syncLatency added to every sync
   */
  record DiskState(Duration syncLatency, boolean stalled, boolean full) {

    public static final DiskState SOUND = new DiskState(Duration.ZERO, false, false);
  }

  /**
   * How a node lies.
   *
   * @param probability that an answer is a lie, where it can be one
   */
  record Dishonesty(double probability, Set<Untruth> what) {

    public Dishonesty {
      what = Collections.unmodifiableSet(new TreeSet<>(what));
    }
  }

  /**
   * What faults make of a node's NTP.
   *
   * @param reachable whether the daemon polls its server at all
   * @param serverError added to the time that the server tells
   */
  record NtpCondition(boolean reachable, Duration serverError) {

    public static final NtpCondition SOUND = new NtpCondition(true, Duration.ZERO);
  }
}
