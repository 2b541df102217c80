package dev.skew.world.raft;

import dev.skew.kernel.Seed;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Members and what is on its way between them. Disks are instant; nothing moves by itself. */
final class TestCluster {

  private static final int MOST_MESSAGES = 100_000;

  /** A message on its way. */
  record Envelope(NodeId from, NodeId to, RaftMessage message) {}

  private final SortedMap<NodeId, TestMember> members = new TreeMap<>();
  private final List<Envelope> inFlight = new ArrayList<>();
  private final List<NodeId> isolated = new ArrayList<>();
  private final SafetyMonitor monitor = new SafetyMonitor();
  private final RaftSettings settings;
  private final Seed seed;
  private boolean tolerant;
  private long contexts;

  TestCluster(Configuration configuration, RaftSettings settings, long seed) {
    this.settings = settings;
    this.seed = new Seed(seed);
    configuration.members().forEach(id -> add(id, Fixtures.startOf(configuration)));
  }

  static TestCluster of(int voters) {
    return of(voters, RaftSettings.ETCD);
  }

  static TestCluster of(int voters, RaftSettings settings) {
    return new TestCluster(Configuration.ofVoters(Fixtures.nodes(voters)), settings, 1);
  }

  /** A node that begins with a snapshot; a stranger until a change adds it. */
  void add(NodeId id, Snapshot start) {
    TestDisk disk = new TestDisk(HardState.EMPTY, start);
    members.put(
        id,
        new TestMember(
            settings,
            id,
            disk,
            seed,
            send -> inFlight.add(new Envelope(id, send.to(), send.message()))));
  }

  /** Lets the monitor find what it finds, instead of failing at once. */
  void tolerateViolations() {
    tolerant = true;
  }

  SafetyMonitor monitor() {
    return monitor;
  }

  TestMember member(NodeId id) {
    return Objects.requireNonNull(members.get(id), id + " is not in this cluster");
  }

  List<NodeId> ids() {
    return List.copyOf(members.keySet());
  }

  RaftState state(NodeId id) {
    return member(id).state;
  }

  RaftStep step(NodeId id, RaftInput input) {
    TestMember member = member(id);
    RaftStep step = observe(member, input);
    while (true) {
      member.beginWrite();
      if (!member.isWriting()) {
        return step;
      }
      endWrite(member);
    }
  }

  void endWrite(TestMember member) {
    member.endWrite(monitor);
    failOnViolation();
  }

  /** Steps without serving the disk; for those that do so themselves. */
  RaftStep observe(TestMember member, RaftInput input) {
    RaftState before = member.state;
    RaftStep step = member.step(input);
    monitor.onStep(before, step);
    failOnViolation();
    return step;
  }

  private void failOnViolation() {
    if (!tolerant && !monitor.violations().isEmpty()) {
      throw new AssertionError(String.join("\n", monitor.violations()));
    }
  }

  void tick(NodeId id, int times) {
    for (int i = 0; i < times; i++) {
      step(id, RaftInput.Tick.INSTANCE);
    }
  }

  /** Every member that is up ticks and then all is delivered, so often. */
  void run(int ticks) {
    for (int i = 0; i < ticks; i++) {
      for (TestMember member : List.copyOf(members.values())) {
        if (member.up) {
          tick(member.id, 1);
        }
      }
      deliverAll();
    }
  }

  void deliverAll() {
    for (int i = 0; i < MOST_MESSAGES && !inFlight.isEmpty(); i++) {
      deliver(0);
    }
    if (!inFlight.isEmpty()) {
      throw new AssertionError("the members never stop talking: " + inFlight.get(0));
    }
  }

  /** Delivers one message, or loses it on a link that is cut. */
  void deliver(int position) {
    Envelope envelope = inFlight.remove(position);
    if (isConnected(envelope.from(), envelope.to())) {
      step(envelope.to(), new RaftInput.Receive(envelope.from(), envelope.message()));
    }
  }

  boolean isConnected(NodeId from, NodeId to) {
    TestMember target = members.get(to);
    return target != null && target.up && isolated.contains(from) == isolated.contains(to);
  }

  List<Envelope> inFlight() {
    return inFlight;
  }

  /** Cuts these members off from all others, but not from each other. */
  void isolate(NodeId... ids) {
    isolated.clear();
    isolated.addAll(List.of(ids));
  }

  void heal() {
    isolated.clear();
  }

  /** Makes a member leader, leases notwithstanding, and delivers all that follows. */
  void elect(NodeId id) {
    RaftState state = state(id);
    step(
        id,
        state.role() == Role.FOLLOWER
            ? new RaftInput.Receive(id, new RaftMessage.TimeoutNow(state.term()))
            : new RaftInput.Campaign());
    deliverAll();
    if (!state(id).isLeader()) {
      throw new AssertionError(id + " was not elected: " + state(id));
    }
  }

  void propose(NodeId id, String text) {
    step(id, RaftInput.Propose.of(new Fixtures.Text(text)));
  }

  /** Proposes and delivers all that follows. */
  void commit(NodeId id, String text) {
    propose(id, text);
    deliverAll();
  }

  long read(NodeId id) {
    long context = ++contexts;
    monitor.onReadAsked(context);
    step(id, new RaftInput.ReadIndex(context));
    return context;
  }

  /** Asks for a read without serving the disk. */
  void beginRead(TestMember member) {
    long context = ++contexts;
    monitor.onReadAsked(context);
    observe(member, new RaftInput.ReadIndex(context));
  }

  /** Delivers what is on its way now, but serves no disk. */
  void deliverInFlight() {
    List<Envelope> now = List.copyOf(inFlight);
    inFlight.clear();
    for (Envelope envelope : now) {
      TestMember target = member(envelope.to());
      if (isConnected(envelope.from(), envelope.to()) && target.takes(envelope.message())) {
        observe(target, new RaftInput.Receive(envelope.from(), envelope.message()));
      }
    }
  }

  void crash(NodeId id) {
    member(id).crash(0);
  }

  void restart(NodeId id) {
    member(id).restart(monitor);
  }

  /** The texts that a member has applied since it came up. */
  List<String> applied(NodeId id) {
    List<String> texts = new ArrayList<>();
    for (Entry entry : member(id).applied) {
      if (entry.payload() instanceof Fixtures.Text text) {
        texts.add(text.text());
      }
    }
    return texts;
  }

  /** Whether a member has done something of this type so far. */
  <T extends RaftEffect> List<T> seen(NodeId id, Class<T> type) {
    List<T> found = new ArrayList<>();
    for (RaftEffect effect : member(id).seen) {
      if (type.isInstance(effect)) {
        found.add(type.cast(effect));
      }
    }
    return found;
  }
}
