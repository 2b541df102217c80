package dev.skew.world.fault;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.kernel.Trace;
import dev.skew.kernel.TraceEvent;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A world of five etcd nodes and a client that writes down what is done to it. */
final class RecordedWorld implements FaultTargets {

  private record Line(long atNanos, String text) {}

  private final EventQueue queue = new EventQueue();
  private final Trace trace = new Trace(queue);
  private final List<Member> members = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private final Set<NodeId> down = new TreeSet<>();
  private final Nemesis nemesis;
  private ReplicaTargets replication = ReplicaTargets.NONE;
  private ConsensusTargets consensus = ConsensusTargets.NONE;
  private @Nullable DeployTargets deploys;
  private Optional<NodeId> leader;
  private int impairments;

  RecordedWorld() {
    this(new Seed(1));
  }

  RecordedWorld(Seed seed) {
    for (int i = 0; i < 6; i++) {
      String role = i < 5 ? "etcd" : Member.CLIENT;
      NodeId id = new NodeId(i, i < 5 ? "etcd-" + i : "client-0");
      members.add(new Member(id, role, new Region("local")));
    }
    leader = Optional.of(members.get(0).id());
    trace.listen(this::onEvent);
    nemesis = new Nemesis(queue, trace, seed, this);
  }

  Nemesis nemesis() {
    return nemesis;
  }

  Member member(int index) {
    return members.get(index);
  }

  /** Puts servers that replicate beside the others. */
  void replicated(List<Member> servers, ReplicaTargets targets) {
    members.addAll(servers);
    replication = targets;
  }

  /** Lets operators act on the members. */
  void operated(ConsensusTargets targets) {
    consensus = targets;
  }

  /** Puts stores beside the others. */
  void deployable(List<Member> stores, DeployTargets targets) {
    members.addAll(stores);
    deploys = targets;
  }

  void loseLeader() {
    leader = Optional.empty();
  }

  void schedule(TimelineEntry... timeline) {
    nemesis.schedule(Arrays.asList(timeline));
  }

  void run() {
    while (queue.runNext()) {
      // until nothing is due
    }
  }

  void runUntil(Duration end) {
    while (queue.nextDueNanos() <= end.toNanos()) {
      queue.runNext();
    }
  }

  List<String> lines(String... verbs) {
    List<String> wanted = Arrays.asList(verbs);
    return lines.stream()
        .filter(line -> wanted.isEmpty() || wanted.contains(line.text().split(" ", -1)[0]))
        .map(line -> Quantities.duration(Duration.ofNanos(line.atNanos())) + " " + line.text())
        .map(line -> line.replaceFirst("^2s500ms", "2.5s"))
        .toList();
  }

  List<Object> linesBefore(int second) {
    return lines.stream()
        .filter(line -> line.atNanos() < second * SimTime.SECOND)
        .collect(Collectors.toList());
  }

  private void write(String text) {
    lines.add(new Line(queue.nowNanos(), text));
  }

  private void onEvent(long atNanos, TraceEvent event) {
    if (event instanceof FaultEvent.Injected injected) {
      write("fault-injected " + names(injected.nodes()));
    } else if (event instanceof FaultEvent.Cleared cleared) {
      write("fault-cleared " + names(cleared.nodes()));
    } else if (event instanceof FaultEvent.Refused refused) {
      write("fault-refused " + refused.reason());
    } else if (event instanceof FaultEvent.Answered answered) {
      write(answered.kind() + " " + answered.answer());
    }
  }

  private static String names(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::name).collect(Collectors.joining(","));
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
  public DeployTargets deploys() {
    return Objects.requireNonNull(deploys);
  }

  @Override
  public List<Member> members() {
    return members;
  }

  @Override
  public Optional<NodeId> leader() {
    return leader;
  }

  @Override
  public boolean isUp(NodeId node) {
    return !down.contains(node);
  }

  @Override
  public Mending impair(NetworkFault fault, Links links) {
    int number = ++impairments;
    write(
        "impair %s %s %s %s"
            .formatted(
                fault.getClass().getSimpleName(),
                names(links.from()),
                links.bothWays() ? "<->" : "->",
                names(links.to())));
    return () -> write("mend " + number);
  }

  @Override
  public void crash(NodeId node, NodeFault.CrashKind kind) {
    down.add(node);
    write("crash " + node + " " + kind);
  }

  @Override
  public void restart(NodeId node) {
    if (down.remove(node)) {
      write("restart " + node);
    }
  }

  @Override
  public void pause(NodeId node) {
    write("pause " + node);
  }

  @Override
  public void resume(NodeId node) {
    write("resume " + node);
  }

  @Override
  public void slow(NodeId node, double factor) {
    write("slow " + node + " " + factor);
  }

  @Override
  public void disk(NodeId node, DiskState state) {
    String latency = Quantities.duration(state.syncLatency());
    String stalled = state.stalled() ? " stalled" : "";
    write("disk " + node + " " + latency + stalled + (state.full() ? " full" : ""));
  }

  @Override
  public void drift(NodeId node, double ppm) {
    write("drift " + node + " " + ppm);
  }

  @Override
  public void jump(NodeId node, Duration by) {
    write("jump " + node + " " + Quantities.duration(by));
  }

  @Override
  public void leap(NodeId node, TimeFault.LeapMode mode) {
    write("leap " + node + " " + mode);
  }

  @Override
  public void ntp(NodeId node, NtpCondition condition) {
    String state = condition.reachable() ? "on" : "off";
    write("ntp " + node + " " + state + " " + Quantities.duration(condition.serverError()));
  }

  @Override
  public void syncClock(NodeId node) {
    write("sync " + node);
  }

  @Override
  public void mitigate(List<Mitigation.InForce> inForce) {
    write(
        inForce.stream()
            .map(
                each ->
                    "%s[%s]"
                        .formatted(
                            each.mitigation().getClass().getSimpleName(), names(each.nodes())))
            .collect(Collectors.joining(", ", "mitigate ", "")));
  }

  @Override
  public void workload(String name, double factor) {
    write("workload " + name + " " + factor);
  }
}
