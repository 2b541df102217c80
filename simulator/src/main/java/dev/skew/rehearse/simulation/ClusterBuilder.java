package dev.skew.rehearse.simulation;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.kernel.Trace;
import dev.skew.kernel.pekko.VirtualActorSystem;
import dev.skew.rehearse.scenario.ConsensusSettings;
import dev.skew.rehearse.scenario.NodeSettings;
import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.scenario.Topology;
import dev.skew.world.fault.FaultTargets;
import dev.skew.world.network.Channel;
import dev.skew.world.network.StreamSettings;
import dev.skew.world.network.VirtualNetwork;
import dev.skew.world.node.DiskDevice;
import dev.skew.world.node.DiskProfile;
import dev.skew.world.node.EtcdSettings;
import dev.skew.world.node.EtcdSoftware;
import dev.skew.world.node.MachineSetup;
import dev.skew.world.node.NodeActor;
import dev.skew.world.node.NodeHandle;
import dev.skew.world.node.RaftWal;
import dev.skew.world.node.ServerSoftware;
import dev.skew.world.node.ServiceProfile;
import dev.skew.world.node.ServiceSoftware;
import dev.skew.world.node.StoreSoftware;
import dev.skew.world.node.WalDisk;
import dev.skew.world.quorum.Launch;
import dev.skew.world.quorum.StoreNode;
import dev.skew.world.raft.Configuration;
import dev.skew.world.raft.EtcdRelease;
import dev.skew.world.raft.RaftLimits;
import dev.skew.world.raft.RaftSettings;
import dev.skew.world.raft.Snapshot;
import dev.skew.world.raft.UnsafeOptions;
import dev.skew.world.service.ServiceGraph;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Revision;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Builds a cluster as a scenario describes it; nothing moves until its machines are started. */
public final class ClusterBuilder {

  private final Scenario scenario;
  private final Seed seed;
  private final EventQueue queue;
  private final Trace trace;
  private final VirtualActorSystem actors;

  private ClusterBuilder(
      Scenario scenario, Seed seed, EventQueue queue, Trace trace, VirtualActorSystem actors) {
    this.scenario = scenario;
    this.seed = seed;
    this.queue = queue;
    this.trace = trace;
    this.actors = actors;
  }

  /** Builds everything on a queue at time 0, and nothing but the actors' own start has run. */
  public static Cluster build(
      Scenario scenario, Seed seed, EventQueue queue, Trace trace, VirtualActorSystem actors) {
    return new ClusterBuilder(scenario, seed, queue, trace, actors).build();
  }

  private Cluster build() {
    Cluster cluster =
        new Cluster(actors, queue, trace, network(), clocks(), members(scenario.topology()));
    linkUp(cluster);
    boolean hasServices = !cluster.withRole(Topology.Role.SERVICE.label()).isEmpty();
    if (hasServices) {
      cluster.servicesAre(ServicePlan.graph(scenario));
    }
    new ClientBuilder(scenario, seed, cluster).build();
    List<NodeId> voters = voters(cluster);
    for (Topology.Node node : scenario.topology().nodes()) {
      if (node.role() == Topology.Role.ETCD) {
        install(cluster, node, etcd(node, voters));
      }
    }
    openStreams(cluster, voters);
    installStore(cluster);
    if (hasServices) {
      installServices(cluster, ServicePlan.graph(scenario));
    }
    new ReplicationBuilder(scenario, seed, cluster)
        .build((node, software) -> install(cluster, node, software), this::wal);
    return cluster;
  }

  /** All members but those that stand by. */
  private List<NodeId> voters(Cluster cluster) {
    List<NodeId> voters = new ArrayList<>();
    for (Topology.Node node : scenario.topology().ofRole(Topology.Role.ETCD)) {
      if (node.spare()) {
        cluster.standsBy(node.id());
      } else {
        voters.add(node.id());
      }
    }
    return voters;
  }

  private void installStore(Cluster cluster) {
    List<NodeId> replicas = cluster.withRole(Topology.Role.STORE.label());
    if (replicas.isEmpty()) {
      return;
    }
    Scenario.Machinery machinery = scenario.machinery();
    StorePlan plan = StorePlan.of(machinery.store(), replicas);
    cluster.storeIs(plan);
    for (Topology.Node node : scenario.topology().ofRole(Topology.Role.STORE)) {
      StoreSoftware software = store(cluster, node, plan);
      install(cluster, node, software);
      cluster
          .clocks()
          .onSynchronized(
              node.id(), (nowNanos, bound) -> software.node().trueTime().synced(nowNanos, bound));
    }
  }

  private void installServices(Cluster cluster, ServiceGraph graph) {
    for (Topology.Node node : scenario.topology().ofRole(Topology.Role.SERVICE)) {
      String name = node.id().name();
      install(
          cluster,
          node,
          new ServiceSoftware(
              node.id(), graph, image -> wal(node, image), seed.fork("service", name)));
    }
  }

  private StoreSoftware store(Cluster cluster, Topology.Node node, StorePlan plan) {
    String name = node.id().name();
    StoreNode first =
        new StoreNode(
                node.id(),
                plan.settings(),
                plan.ring(),
                cluster.clocks().of(node.id()),
                seed.fork("store", name).random())
            .with(
                new Launch(Revision.initial(node.version()), seed.fork("beacons", name).random()));
    return new StoreSoftware(image -> wal(node, image), first);
  }

  private VirtualNetwork network() {
    VirtualNetwork network =
        new VirtualNetwork(
            queue, trace, seed, LinkProfiles.profile(scenario.machinery().links().standard()));
    ConsensusSettings consensus = scenario.machinery().consensus();
    StreamSettings stream = StreamSettings.raftStream(consensus.election());
    network.configure(Channel.RAFT_APPEND, stream);
    network.configure(Channel.RAFT_MESSAGE, stream);
    network.configure(Channel.RAFT_PIPELINE, StreamSettings.raftPipeline(consensus.election()));
    return network;
  }

  private ClusterClocks clocks() {
    ClusterClocks clocks = new ClusterClocks(queue, scenario.start());
    for (Topology.Node node : scenario.topology().nodes()) {
      clocks.add(node.id(), scenario.machinery().clocks().of(node.id().name()), seed);
    }
    return clocks;
  }

  private static List<FaultTargets.Member> members(Topology topology) {
    return topology.nodes().stream()
        .map(node -> new FaultTargets.Member(node.id(), node.role().label(), node.region()))
        .toList();
  }

  /** Gives every pair whose link is not the standard one a profile of its own. */
  private void linkUp(Cluster cluster) {
    List<Topology.Node> nodes = scenario.topology().nodes();
    for (Topology.Node node : nodes) {
      cluster
          .network()
          .attach(node.id(), node.region(), new ClientHost(node.id(), cluster.network()));
    }
    if (scenario.machinery().links().isUniform()) {
      return;
    }
    for (Topology.Node from : nodes) {
      for (Topology.Node to : nodes) {
        var link = scenario.machinery().links().between(from, to);
        if (!from.equals(to) && !link.equals(scenario.machinery().links().standard())) {
          cluster.network().setLinkProfile(from.id(), to.id(), LinkProfiles.profile(link));
        }
      }
    }
  }

  private void install(Cluster cluster, Topology.Node node, ServerSoftware software) {
    NodeHandle handle = new NodeHandle();
    NodeSettings.Machine machine = scenario.machinery().nodes().of(node.id().name());
    MachineSetup setup =
        new MachineSetup(
            node.id(),
            node.region(),
            actors,
            queue,
            trace,
            cluster.network(),
            cluster.clocks().of(node.id()),
            new ServiceProfile(
                LinkProfiles.latency(machine.service()),
                machine.queueBound(),
                LinkProfiles.latency(machine.boot())),
            software,
            seed.fork("machine", node.id().name()).random(),
            handle,
            cluster::stepped);
    ActorRef<NodeActor.Command> actor = actors.spawn(NodeActor.create(setup), node.id().name());
    cluster.add(new Cluster.Host(node.id(), actor, handle, software));
  }

  private ServerSoftware etcd(Topology.Node node, List<NodeId> voters) {
    ConsensusSettings consensus = scenario.machinery().consensus();
    RaftWal wal = new RaftWal(Snapshot.initial(Configuration.ofVoters(voters)));
    RandomSource random = seed.fork("raft", node.id().name()).random();
    return new EtcdSoftware(
        new EtcdSettings(
                raft(consensus), consensus.tick().toNanos(), consensus.requestTimeout().toNanos())
            .withVoteEvidence(consensus.voteEvidence()),
        wal,
        wal(node, wal),
        random);
  }

  private <R> WalDisk<R> wal(Topology.Node node, WalDisk.Image<R> image) {
    return new WalDisk<>(queue, disk(node), seed.fork("disk", node.id().name()).random(), image);
  }

  private DiskProfile disk(Topology.Node node) {
    NodeSettings.Disk disk = scenario.machinery().nodes().of(node.id().name()).disk();
    return new DiskProfile(
        LinkProfiles.latency(disk.append()),
        LinkProfiles.latency(disk.fsync()),
        disk.capacityBytes() == 0 ? Long.MAX_VALUE : disk.capacityBytes(),
        new DiskDevice());
  }

  private static RaftSettings raft(ConsensusSettings consensus) {
    return new RaftSettings(
        consensus.electionTicks(),
        consensus.heartbeatTicks(),
        consensus.checkQuorum(),
        consensus.preVote(),
        new RaftLimits(
            RaftLimits.ETCD.messageBytes(),
            RaftLimits.ETCD.inflightMessages(),
            consensus.snapshotCount(),
            consensus.catchUpEntries()),
        consensus.release() == ConsensusSettings.Release.V3_5 ? EtcdRelease.V3_5 : EtcdRelease.V3_4,
        new UnsafeOptions(
            consensus.unsafe().leaseReads(),
            consensus.unsafe().votesNotPersisted(),
            consensus.unsafe().fsyncSkipped()));
  }

  /** rafthttp connects to every peer as it starts, before there is anything to say. */
  private static void openStreams(Cluster cluster, List<NodeId> voters) {
    for (NodeId from : voters) {
      for (NodeId to : voters) {
        if (!from.equals(to)) {
          cluster.network().connect(from, to, Channel.RAFT_APPEND);
          cluster.network().connect(from, to, Channel.RAFT_MESSAGE);
        }
      }
    }
  }
}
