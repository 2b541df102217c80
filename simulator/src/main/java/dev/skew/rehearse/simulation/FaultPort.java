package dev.skew.rehearse.simulation;

import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.world.clock.ClockProfile;
import dev.skew.world.clock.LeapHandling;
import dev.skew.world.fault.ConsensusTargets;
import dev.skew.world.fault.DeployTargets;
import dev.skew.world.fault.FaultTargets;
import dev.skew.world.fault.Mitigation;
import dev.skew.world.fault.NetworkFault;
import dev.skew.world.fault.NodeFault;
import dev.skew.world.fault.ReplicaTargets;
import dev.skew.world.fault.RunbookTargets;
import dev.skew.world.fault.ServiceFault;
import dev.skew.world.fault.ServiceMap;
import dev.skew.world.fault.StoreTargets;
import dev.skew.world.fault.TimeFault;
import dev.skew.world.fault.Untruth;
import dev.skew.world.network.Bandwidth;
import dev.skew.world.network.Chance;
import dev.skew.world.network.Latency;
import dev.skew.world.network.LinkProfile;
import dev.skew.world.network.LinkSelector;
import dev.skew.world.network.Loss;
import dev.skew.world.network.OverlayId;
import dev.skew.world.network.Partition;
import dev.skew.world.network.PartitionId;
import dev.skew.world.network.Reordering;
import dev.skew.world.network.VirtualNetwork;
import dev.skew.world.node.EtcdSoftware;
import dev.skew.world.node.NodeActor;
import dev.skew.world.node.ServiceSoftware;
import dev.skew.world.node.StoreSoftware;
import dev.skew.world.node.WalDisk;
import dev.skew.world.quorum.StoreLies;
import dev.skew.world.service.ServiceGraph;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.ClientActor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;

/** What faults reach of a cluster: its links, machines, disks, clocks and clients. */
final class FaultPort implements FaultTargets {

  private final Cluster cluster;
  private final Seed seed;
  private final VirtualNetwork network;
  private final ReplicaTargets replication;
  private final ConsensusTargets consensus;
  private final StoreTargets stores;
  private final DeployTargets deploys;
  private final RunbookTargets runbook;
  private final Map<NodeId, RandomSource> lieStreams = new TreeMap<>();
  private final MitigationPort mitigations;
  private List<ServiceFault> serviceFaults = List.of();

  FaultPort(Cluster cluster, Seed seed) {
    this.cluster = cluster;
    this.seed = seed;
    this.network = cluster.network();
    this.replication = ReplicationPort.of(cluster);
    OperatorConsole console = new OperatorConsole(cluster);
    this.consensus = new ConsensusPort(cluster, console);
    this.stores = new StorePort(cluster, console);
    this.deploys = new DeployPort(cluster);
    this.runbook = new RunbookPort(cluster);
    this.mitigations = new MitigationPort(cluster);
  }

  @Override
  public List<Member> members() {
    return cluster.members();
  }

  @Override
  public Optional<NodeId> leader() {
    return cluster.consensus().leader();
  }

  @Override
  public ReplicaTargets replication() {
    return replication;
  }

  @Override
  public ConsensusTargets consensus() {
    return consensus;
  }

  @Override
  public RunbookTargets runbook() {
    return runbook;
  }

  @Override
  public StoreTargets stores() {
    return stores;
  }

  @Override
  public DeployTargets deploys() {
    return deploys;
  }

  /** A process that is being loaded, or about to be, is up as far as faults are concerned. */
  @Override
  public boolean isUp(NodeId node) {
    return cluster.isUpOrBooting(node) || cluster.isRestarting(node);
  }

  @Override
  public Mending impair(NetworkFault fault, Links links) {
    LinkSelector selector = selector(links);
    if (fault instanceof NetworkFault.Partition) {
      PartitionId id = network.partition(new Partition("fault", selector));
      return () -> network.heal(id);
    }
    OverlayId id = network.addOverlay("fault", selector, fault.acceptNetwork(new Profiles()));
    return () -> network.removeOverlay(id);
  }

  @Override
  public void crash(NodeId node, NodeFault.CrashKind kind) {
    boolean powerLost = kind != NodeFault.CrashKind.KILL;
    boolean torn = kind == NodeFault.CrashKind.TORN;
    cluster.machine(node).tell(new NodeActor.Crash(powerLost, torn));
  }

  @Override
  public void restart(NodeId node) {
    cluster.machine(node).tell(new NodeActor.Start());
  }

  @Override
  public void pause(NodeId node) {
    cluster.machine(node).tell(new NodeActor.Pause());
  }

  @Override
  public void resume(NodeId node) {
    cluster.machine(node).tell(new NodeActor.Resume());
  }

  @Override
  public void slow(NodeId node, double factor) {
    cluster.machine(node).tell(new NodeActor.SlowDown(factor));
  }

  @Override
  public void disk(NodeId node, DiskState state) {
    WalDisk<?> disk = cluster.disk(node);
    disk.slowSyncs(state.syncLatency().toNanos());
    disk.stall(state.stalled());
    disk.fill(state.full());
  }

  @Override
  public void drift(NodeId node, double ppm) {
    cluster.clocks().addDrift(node, ClockProfile.ppbOfPpm(ppm));
  }

  @Override
  public void jump(NodeId node, Duration by) {
    cluster.clocks().of(node).step(cluster.queue().nowNanos(), by.toNanos());
  }

  @Override
  public void leap(NodeId node, TimeFault.LeapMode mode) {
    LeapHandling handling =
        switch (mode) {
          case REPEAT -> LeapHandling.REPEAT;
          case STEP -> LeapHandling.STEP;
          case SMEAR -> LeapHandling.SMEAR;
          case IGNORE -> LeapHandling.IGNORE;
        };
    cluster.clocks().leap(node, handling);
  }

  @Override
  public void ntp(NodeId node, NtpCondition condition) {
    cluster.clocks().ntp(node, condition.reachable(), condition.serverError().toNanos());
  }

  @Override
  public void syncClock(NodeId node) {
    cluster.clocks().syncNow(node);
  }

  @Override
  public void lie(NodeId node, Dishonesty dishonesty) {
    RandomSource stream =
        lieStreams.computeIfAbsent(node, id -> seed.fork("lies", id.name()).random());
    if (cluster.software(node) instanceof EtcdSoftware member) {
      member.voteTwice(dishonesty.probability(), stream);
    }
    if (cluster.software(node) instanceof StoreSoftware software) {
      Set<Untruth> what = dishonesty.what();
      StoreLies lies =
          new StoreLies(
              dishonesty.probability(),
              what.contains(Untruth.VALUE),
              what.contains(Untruth.STALE),
              what.contains(Untruth.DIGEST));
      software.node().lie(lies, stream);
    }
  }

  @Override
  public void workload(String name, double factor) {
    for (ActorRef<ClientActor.Command> client : cluster.clients(name)) {
      if (factor > 0) {
        client.tell(new ClientActor.ScaleLoad(factor));
      }
      client.tell(new ClientActor.Silence(factor == 0));
    }
  }

  @Override
  public ServiceMap serviceMap() {
    ServiceObservation services = cluster.services();
    if (services == null) {
      return ServiceMap.EMPTY;
    }
    return new ServiceMap(
        services.graph().services().stream().map(service -> service.name()).toList(),
        services.graph().edges().stream().map(edge -> edge.name().toString()).toList());
  }

  @Override
  public void mitigate(List<Mitigation.InForce> inForce) {
    mitigations.apply(inForce);
    configureServices(serviceFaults);
  }

  @Override
  public void configureServices(List<ServiceFault> inForce) {
    serviceFaults = List.copyOf(inForce);
    ServiceObservation services = cluster.services();
    if (services != null) {
      ServiceGraph graph =
          ServiceControl.apply(services.graph(), inForce).withCordoned(cluster.cordoned());
      for (Cluster.Host host : cluster.hosts()) {
        if (host.software() instanceof ServiceSoftware software) {
          software.configure(graph, host.handle().isUp());
        }
      }
    }
  }

  private static LinkSelector selector(Links links) {
    LinkSelector there = LinkSelector.fromTo(links.from(), links.to());
    return links.bothWays() ? there.or(LinkSelector.fromTo(links.to(), links.from())) : there;
  }

  /** Each kind of fault as what it adds to a link. */
  private static final class Profiles implements NetworkFault.Handler<LinkProfile> {

    @Override
    public LinkProfile onPartition(NetworkFault.Partition fault) {
      throw new AssertionError("a partition is not a profile");
    }

    @Override
    public LinkProfile onDelay(NetworkFault.Delay fault) {
      Latency latency =
          switch (fault.spread()) {
            case UNIFORM -> Latency.uniform(fault.latency(), fault.jitter());
            case NORMAL -> Latency.normal(fault.latency(), fault.jitter());
            case PARETO -> Latency.pareto(fault.latency(), fault.jitter());
            case PARETONORMAL -> Latency.paretonormal(fault.latency(), fault.jitter());
            case LOGNORMAL -> Latency.lognormal(fault.latency(), fault.jitter());
          };
      return LinkProfile.of(latency).withJitterCorrelation(fault.correlation());
    }

    @Override
    public LinkProfile onLoss(NetworkFault.Loss fault) {
      Loss loss =
          fault.burst() > 1
              ? LinkProfiles.bursts(fault.probability(), fault.burst())
              : new Loss.Independent(fault.probability(), fault.correlation());
      return LinkProfile.CLEAN.withLoss(loss);
    }

    @Override
    public LinkProfile onDuplicate(NetworkFault.Duplicate fault) {
      return LinkProfile.CLEAN.withDuplication(
          new Chance(fault.probability(), fault.correlation()));
    }

    @Override
    public LinkProfile onReorder(NetworkFault.Reorder fault) {
      return LinkProfile.CLEAN.withReordering(
          new Reordering(new Chance(fault.probability(), fault.correlation()), fault.gap()));
    }

    @Override
    public LinkProfile onCorrupt(NetworkFault.Corrupt fault) {
      return LinkProfile.CLEAN.withCorruption(new Chance(fault.probability(), fault.correlation()));
    }

    @Override
    public LinkProfile onBandwidth(NetworkFault.Bandwidth fault) {
      return LinkProfile.CLEAN.withBandwidth(Bandwidth.of(fault.bitsPerSecond()));
    }

    @Override
    public LinkProfile onHeal(NetworkFault.Heal fault) {
      throw new AssertionError("healing is not a profile");
    }
  }
}
