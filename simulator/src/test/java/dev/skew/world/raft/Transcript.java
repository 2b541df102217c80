package dev.skew.world.raft;

import dev.skew.kernel.TraceFields;
import dev.skew.world.raft.RaftEffect.Commit;
import dev.skew.world.raft.RaftEffect.Persist;
import dev.skew.world.raft.RaftEffect.Send;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script of commands and writes down what the members do. A script is lines: those that
 * begin with {@code #} are remarks, those that begin with {@code >} are commands, all others are
 * what came of the command before them and are written anew.
 */
final class Transcript {

  private final List<String> lines = new ArrayList<>();
  private @Nullable TestCluster cluster;

  static List<String> replay(List<String> script) {
    Transcript transcript = new Transcript();
    for (String line : script) {
      if (line.startsWith("#") || line.isBlank()) {
        transcript.lines.add(line);
      } else if (line.startsWith("> ")) {
        transcript.lines.add(line);
        transcript.run(Arrays.asList(line.substring(2).trim().split(" +")));
      }
    }
    return transcript.lines;
  }

  private void run(List<String> words) {
    List<String> rest = words.subList(1, words.size());
    switch (words.get(0)) {
      case "cluster" -> begin(rest);
      case "campaign" -> step(node(rest.get(0)), new RaftInput.Campaign());
      case "tick" -> tick(node(rest.get(0)), Integer.parseInt(rest.get(1)));
      case "propose" ->
          step(node(rest.get(0)), RaftInput.Propose.of(new Fixtures.Text(rest.get(1))));
      case "read" -> step(node(rest.get(0)), new RaftInput.ReadIndex(Long.parseLong(rest.get(1))));
      case "transfer" ->
          step(node(rest.get(0)), new RaftInput.TransferLeadership(node(rest.get(1))));
      case "change" -> step(node(rest.get(0)), change(rest.get(1), node(rest.get(2))));
      case "unreachable" ->
          step(node(rest.get(0)), new RaftInput.PeerUnreachable(node(rest.get(1))));
      case "deliver" -> deliver(rest.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(rest.get(0)));
      case "quietly" -> quietly(rest);
      default -> disturb(words.get(0), rest);
    }
  }

  private void disturb(String command, List<String> rest) {
    TestCluster cluster = cluster();
    switch (command) {
      case "isolate" -> cluster.isolate(rest.stream().map(this::node).toArray(NodeId[]::new));
      case "heal" -> cluster.heal();
      case "crash" -> cluster.crash(node(rest.get(0)));
      case "restart" -> cluster.restart(node(rest.get(0)));
      case "compact" -> cluster.member(node(rest.get(0))).compact(rest.get(1));
      case "add" ->
          cluster.add(
              node(rest.get(0)), Fixtures.startOf(cluster.state(node("n1")).configuration()));
      case "drop" -> cluster.inFlight().clear();
      case "status" -> cluster.ids().forEach(id -> lines.add(status(cluster.member(id))));
      default -> throw new IllegalArgumentException("there is no command " + command);
    }
  }

  /** {@code cluster 3 voters 1 learners pre-vote 3.5 no-check-quorum volatile-votes}. */
  private void begin(List<String> words) {
    int voters = Integer.parseInt(words.get(0));
    int learners = words.contains("learners") ? Integer.parseInt(words.get(2)) : 0;
    List<NodeId> all = Fixtures.nodes(voters + learners);
    RaftSettings settings =
        RaftSettings.ETCD
            .withPreVote(words.contains("pre-vote"))
            .withCheckQuorum(!words.contains("no-check-quorum"))
            .withRelease(words.contains("3.5") ? EtcdRelease.V3_5 : EtcdRelease.V3_4)
            .withLimits(new RaftLimits(1 << 20, 512, 100_000, 1))
            .withUnsafe(new UnsafeOptions(false, words.contains("volatile-votes"), false));
    TestCluster begun =
        new TestCluster(
            new Configuration(all.subList(0, voters), all.subList(voters, all.size())),
            settings,
            1);
    begun.tolerateViolations();
    cluster = begun;
  }

  /** Runs a command without writing down what comes of it, deliveries included. */
  private void quietly(List<String> words) {
    int kept = lines.size();
    if (words.get(0).equals("run")) {
      cluster().run(Integer.parseInt(words.get(1)));
    } else {
      run(words);
      cluster().deliverAll();
    }
    while (lines.size() > kept) {
      lines.remove(lines.size() - 1);
    }
  }

  private void tick(NodeId id, int times) {
    for (int i = 0; i < times; i++) {
      step(id, RaftInput.Tick.INSTANCE);
    }
  }

  private void deliver(int most) {
    TestCluster cluster = cluster();
    for (int i = 0; i < most && !cluster.inFlight().isEmpty(); i++) {
      TestCluster.Envelope envelope = cluster.inFlight().remove(0);
      boolean arrives = cluster.isConnected(envelope.from(), envelope.to());
      lines.add(
          (arrives ? "" : "lost: ")
              + envelope.from()
              + " -> "
              + envelope.to()
              + describe(envelope.message().kind(), envelope.message()::describe));
      if (arrives) {
        step(envelope.to(), new RaftInput.Receive(envelope.from(), envelope.message()));
      }
    }
  }

  private void step(NodeId id, RaftInput input) {
    TestMember member = cluster().member(id);
    if (!member.up) {
      return;
    }
    int seen = member.seen.size();
    int violations = cluster().monitor().violations().size();
    cluster().step(id, input);
    for (RaftEffect effect : member.seen.subList(seen, member.seen.size())) {
      String said = describe(effect);
      if (!said.isEmpty()) {
        lines.add("  " + id + said);
      }
    }
    List<String> all = cluster().monitor().violations();
    all.subList(violations, all.size()).forEach(violation -> lines.add("  VIOLATION " + violation));
  }

  /** Messages are written down when they arrive. */
  private static String describe(RaftEffect effect) {
    if (effect instanceof Send) {
      return "";
    }
    if (effect instanceof RaftNotice notice) {
      return describe(notice.kind(), notice::describe);
    }
    if (effect instanceof Persist persist) {
      HardState hard = persist.hardState();
      return " writes term="
          + hard.term()
          + " vote="
          + hard.vote()
          + " commit="
          + hard.commit()
          + " entries="
          + describe(persist.entries())
          + (persist.mustSync() ? " and syncs" : "");
    }
    if (effect instanceof Commit commit) {
      return " commits " + describe(commit.entries());
    }
    return " " + effect;
  }

  private static String describe(EntryList entries) {
    StringBuilder text = new StringBuilder("[");
    for (Entry entry : entries) {
      text.append(text.length() == 1 ? "" : ", ").append(entry.index()).append('@');
      text.append(entry.term()).append(describe(entry.payload()));
    }
    return text.append(']').toString();
  }

  private static String describe(Payload payload) {
    if (payload instanceof MembershipChange change) {
      return " " + change.kind().label() + " " + change.node();
    }
    return payload instanceof Payload.NoOp ? "" : " " + payload;
  }

  private static String describe(String kind, Consumer<TraceFields> description) {
    StringBuilder text = new StringBuilder(" ").append(kind);
    description.accept(new FieldText(text));
    return text.toString();
  }

  private static String status(TestMember member) {
    RaftState state = member.state;
    return "  "
        + state
        + " applied "
        + state.applied()
        + " leader "
        + state.leader()
        + (member.up ? "" : " (down)");
  }

  private RaftInput change(String label, NodeId node) {
    for (MembershipChange.Kind kind : MembershipChange.Kind.values()) {
      if (kind.label().equals(label)) {
        return new RaftInput.ProposeChange(new MembershipChange(kind, node));
      }
    }
    throw new IllegalArgumentException("there is no change " + label);
  }

  private TestCluster cluster() {
    TestCluster begun = cluster;
    if (begun == null) {
      throw new IllegalStateException("a transcript begins with a cluster");
    }
    return begun;
  }

  private NodeId node(String name) {
    return Fixtures.node(Integer.parseInt(name.substring(1)) - 1);
  }

  /** Fields as {@code name=value}. */
  private record FieldText(StringBuilder text) implements TraceFields {

    @Override
    public TraceFields put(String name, long value) {
      return put(name, Long.toString(value));
    }

    @Override
    public TraceFields put(String name, String value) {
      text.append(' ').append(name).append('=').append(value.isEmpty() ? "none" : value);
      return this;
    }

    @Override
    public TraceFields put(String name, boolean value) {
      return put(name, value ? "yes" : "no");
    }
  }
}
