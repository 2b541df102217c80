package dev.skew.world.raft;

import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.world.raft.MembershipChange.Kind;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster to which anything may happen next: messages are lost, doubled and overtaken, disks take
 * their time, members crash, lose what they had not synced, and come back, clocks run unevenly,
 * networks split and the group changes. All chosen by one seed.
 */
final class ChaosRun {

  /**
   * What may go wrong.
   *
   * @param lossPercent of messages
   * @param duplicationPercent of messages
   * @param slowClock n1 ticks a fifth as often as the others
   */
  record Faults(
      int lossPercent,
      int duplicationPercent,
      boolean crashes,
      boolean partitions,
      boolean changes,
      boolean slowClock) {

    Faults withoutChanges() {
      return new Faults(lossPercent, duplicationPercent, crashes, partitions, false, slowClock);
    }
  }

  private static final List<Kind> KINDS = List.of(Kind.ADD_VOTER, Kind.ADD_LEARNER, Kind.REMOVE);
  private static final int NODES = 5;
  private static final int REACH = 12; // how far a message may be overtaken

  private final TestCluster cluster;
  private final RandomSource random;
  private final Faults faults;
  private int proposals;
  private int compactions;

  ChaosRun(long seed, int voters, RaftSettings settings, Faults faults) {
    Configuration configuration = Configuration.ofVoters(Fixtures.nodes(voters));
    this.cluster = new TestCluster(configuration, settings, seed);
    this.random = new Seed(seed).fork("chaos", "actions").random();
    this.faults = faults;
    cluster.tolerateViolations();
    for (int index = voters; faults.changes() && index < NODES; index++) {
      cluster.add(Fixtures.node(index), Fixtures.startOf(configuration));
    }
  }

  TestCluster cluster() {
    return cluster;
  }

  List<String> violations() {
    return cluster.monitor().violations();
  }

  void run(int actions) {
    for (int i = 0; i < actions && violations().isEmpty(); i++) {
      act();
    }
  }

  private void act() {
    int choice = random.nextInt(1000);
    if (choice < 400) {
      deliver();
    } else if (choice < 520) {
      tick();
    } else if (choice < 800) {
      serveDisk(any());
    } else if (choice < 870) {
      propose();
    } else if (choice < 920) {
      read();
    } else {
      disturb(choice);
    }
  }

  private void disturb(int choice) {
    if (choice < 930) {
      crash();
    } else if (choice < 950) {
      restart();
    } else if (choice < 952) {
      splitOrHeal();
    } else if (choice < 970) {
      compact();
    } else if (choice < 975) {
      step(any(), new RaftInput.TransferLeadership(anyId()));
    } else if (choice < 985) {
      change();
    } else if (choice < 992) {
      step(any(), new RaftInput.PeerUnreachable(anyId()));
    } else {
      step(any(), new RaftInput.SnapshotSent(anyId(), random.nextBoolean(0.5)));
    }
  }

  private void deliver() {
    List<TestCluster.Envelope> inFlight = cluster.inFlight();
    if (inFlight.isEmpty()) {
      return;
    }
    int position = random.nextInt(Math.min(REACH, inFlight.size()));
    TestCluster.Envelope envelope =
        random.nextInt(100) < faults.duplicationPercent()
            ? inFlight.get(position)
            : inFlight.remove(position);
    TestMember target = cluster.member(envelope.to());
    boolean lost = random.nextInt(100) < faults.lossPercent();
    if (!lost
        && cluster.isConnected(envelope.from(), envelope.to())
        && target.takes(envelope.message())) {
      step(target, new RaftInput.Receive(envelope.from(), envelope.message()));
    }
  }

  private void tick() {
    TestMember member = any();
    boolean late = faults.slowClock() && member.id.index() == 0 && random.nextBoolean(0.8);
    if (!late) {
      step(member, RaftInput.Tick.INSTANCE);
    }
  }

  private void serveDisk(TestMember member) {
    if (!member.up) {
      return;
    }
    if (!member.isWriting()) {
      member.beginWrite();
      return;
    }
    cluster.endWrite(member);
  }

  private void propose() {
    step(any(), RaftInput.Propose.of(new Fixtures.Text("p" + proposals++)));
  }

  private void read() {
    TestMember member = any();
    if (member.up) {
      cluster.beginRead(member);
    }
  }

  private void crash() {
    TestMember member = any();
    if (faults.crashes() && member.up) {
      member.crash(random.nextInt(member.disk.unsynced() + 1));
    }
  }

  private void restart() {
    TestMember member = any();
    if (!member.up) {
      restart(member);
    }
  }

  private void restart(TestMember member) {
    cluster.restart(member.id);
  }

  private void splitOrHeal() {
    List<NodeId> side = new ArrayList<>();
    if (faults.partitions() && random.nextBoolean(0.6)) {
      cluster.ids().stream().filter(id -> random.nextBoolean(0.4)).forEach(side::add);
    }
    cluster.isolate(side.toArray(new NodeId[0]));
  }

  private void compact() {
    TestMember member = any();
    if (member.up && member.state.applied() > member.state.log().snapshot().index() + 5) {
      member.compact("image" + compactions++);
    }
  }

  private void change() {
    if (faults.changes()) {
      Kind kind = KINDS.get(random.nextInt(KINDS.size()));
      step(any(), new RaftInput.ProposeChange(new MembershipChange(kind, anyId())));
    }
  }

  private void step(TestMember member, RaftInput input) {
    if (member.up) {
      cluster.observe(member, input);
    }
  }

  private TestMember any() {
    return cluster.member(anyId());
  }

  private NodeId anyId() {
    List<NodeId> ids = cluster.ids();
    return ids.get(random.nextInt(ids.size()));
  }

  /** Everything is repaired; then the members have this long to agree. */
  void settle(int rounds) {
    cluster.heal();
    cluster.ids().stream().map(cluster::member).filter(each -> !each.up).forEach(this::restart);
    for (int round = 0; round < rounds; round++) {
      for (NodeId id : cluster.ids()) {
        step(cluster.member(id), RaftInput.Tick.INSTANCE);
        reportSnapshots(cluster.member(id), round);
      }
      for (int hop = 0; hop < 6; hop++) {
        serveDisks();
        cluster.deliverInFlight();
      }
    }
  }

  private void serveDisks() {
    for (NodeId id : cluster.ids()) {
      for (int i = 0; i < 4; i++) {
        serveDisk(cluster.member(id));
      }
    }
  }

  /** The transport tells in the end that a lost snapshot is lost. */
  private void reportSnapshots(TestMember member, int round) {
    if (round % 20 != 19 || !member.state.isLeader()) {
      return;
    }
    for (Progress progress : member.state.progress()) {
      if (progress.mode() == Progress.Mode.SNAPSHOT) {
        step(member, new RaftInput.SnapshotSent(progress.member(), false));
      }
    }
  }

  /** Why the members do not agree, null when they do. */
  @Nullable String disagreement() {
    TestMember leader = null;
    for (NodeId id : cluster.ids()) {
      TestMember member = cluster.member(id);
      boolean newer = leader == null || member.state.term() > leader.state.term();
      if (member.state.isLeader() && newer) {
        leader = member;
      }
    }
    if (leader == null) {
      return "nobody leads";
    }
    for (NodeId id : leader.state.configuration().members()) {
      RaftState state = cluster.state(id);
      if (state.commit() != leader.state.commit()
          || state.lastIndex() != leader.state.lastIndex()
          || state.commit() != state.lastIndex()) {
        return state + " differs from " + leader.state;
      }
    }
    return null;
  }
}
