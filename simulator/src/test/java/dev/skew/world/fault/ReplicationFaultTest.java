package dev.skew.world.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.kernel.Trace;
import dev.skew.world.fault.ReplicationFault.Threads;
import dev.skew.world.fault.TimelineEntry.Window;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of replication: as the chaos menu prints them, on replicas, or refused. */
class ReplicationFaultTest {

  private final Servers servers = new Servers();
  private final EventQueue queue = new EventQueue();
  private final Trace trace = new Trace(queue);
  private final List<String> refusals = new ArrayList<>();

  @Test
  void theFifthLineOfTheChaosMenuIsUnderstoodAsItIsPrinted() throws FaultSyntaxException {
    FaultCommand command = command("chaos throttle replication --latency 10s --replicas 2");

    assertThat(command)
        .isEqualTo(
            FaultCommand.of(
                new ReplicationFault.Throttle(Duration.ofSeconds(10)),
                new NodeSelector(new NodeSelector.Count(2), null, null)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chaos throttle replication --latency 10s --replicas 2 --duration 1m",
        "chaos throttle replication --latency 500ms --replicas all",
        "chaos replication stop --thread io --nodes mysql-1,mysql-2 --duration 30s",
        "chaos replication start --nodes all",
        "chaos replication promote --node mysql-1",
        "chaos replication promote --force --node mysql-1",
        "chaos replication follow --source mysql-1 --force --nodes mysql-0",
        "chaos replication read-only --nodes mysql-0",
        "chaos replication read-only --off --nodes mysql-0",
        "chaos replication rebuild --nodes mysql-2"
      })
  void whatIsWrittenIsWhatWasRead(String line) throws FaultSyntaxException {
    assertThat(FaultGrammar.render(command(line))).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chaos replication promote --node 2",
        "chaos replication promote --node mysql-1,mysql-2",
        "chaos replication promote",
        "chaos replication follow --nodes mysql-0",
        "chaos throttle replication --replicas 2",
        "chaos replication promote --node mysql-1 --duration 5s"
      })
  void whatIsMissingOrManifoldIsRefused(String line) {
    assertThat(
            catchThrowableOfType(FaultSyntaxException.class, () -> FaultGrammar.parse(line))
                .mistakes())
        .hasSize(1);
  }

  @Test
  void aCountMeansReplicasAndNeverThePrimary() {
    schedule(1, "chaos throttle replication --latency 10s --replicas all");

    assertThat(servers.done)
        .containsExactly("throttle mysql-1 10s", "throttle mysql-2 10s", "throttle mysql-3 10s");
  }

  @Test
  void throttlesAddUpAndEndOneByOne() {
    schedule(
        4,
        "chaos throttle replication --latency 10s --replicas mysql-1 --duration 2s",
        "chaos throttle replication --latency 5s --replicas mysql-1 --duration 3s");

    assertThat(servers.done)
        .containsExactly(
            "throttle mysql-1 10s",
            "throttle mysql-1 15s",
            "throttle mysql-1 5s",
            "throttle mysql-1 0s");
  }

  @Test
  void threadsThatWereStoppedStartAgainAtTheEnd() {
    schedule(5, "chaos replication stop --thread sql --nodes mysql-1 --duration 2s");

    assertThat(servers.done)
        .containsExactly("Stop[threads=SQL] mysql-1", "Start[threads=" + Threads.SQL + "] mysql-1");
  }

  @Test
  void whatAServerRefusesIsNotDone() {
    servers.refusal = Optional.of("the PRIMARY is not available");

    schedule(1, "chaos replication promote --node mysql-1");

    assertThat(servers.done).isEmpty();
    assertThat(refusals).containsExactly("the PRIMARY is not available");
  }

  @Test
  void aWorldWithoutReplicasSaysSoBeforeTheRun() throws FaultSyntaxException {
    FaultScript script =
        FaultGrammar.parse("chaos throttle replication --latency 10s --replicas 2");

    assertThat(Feasibility.refusals(script, servers.members(), ServiceMap.EMPTY)).isEmpty();
    assertThat(
            Feasibility.refusals(script, List.of(new RecordedWorld().member(0)), ServiceMap.EMPTY))
        .hasSize(1);
  }

  private void schedule(int seconds, String... lines) {
    trace.listen(
        (atNanos, event) -> {
          if (event instanceof FaultEvent.Refused refused) {
            refusals.add(refused.reason());
          }
        });
    List<TimelineEntry> entries = new ArrayList<>();
    for (String line : lines) {
      Window now =
          new Window(Duration.ofSeconds(entries.size()), Duration.ofSeconds(entries.size()));
      entries.add(new TimelineEntry("", now, null, script(line), ""));
    }
    new Nemesis(queue, trace, new Seed(1), servers.asTargets()).schedule(entries);
    while (queue.nextDueNanos() <= Duration.ofSeconds(seconds).toNanos()) {
      queue.runNext();
    }
  }

  private static FaultScript script(String line) {
    try {
      return FaultGrammar.parse(line);
    } catch (FaultSyntaxException e) {
      throw new AssertionError(line, e);
    }
  }

  private static FaultCommand command(String line) throws FaultSyntaxException {
    return FaultGrammar.parse(line).steps().get(0).command();
  }

  /** Four servers of which the first is the primary, that write down what is done to them. */
  private static final class Servers implements ReplicaTargets {

    final List<String> done = new ArrayList<>();
    Optional<String> refusal = Optional.empty();
    private final RecordedWorld world = new RecordedWorld();

    List<FaultTargets.Member> members() {
      List<FaultTargets.Member> members = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        members.add(
            new FaultTargets.Member(new NodeId(i, "mysql-" + i), ROLE, new Region("local")));
      }
      return members;
    }

    FaultTargets asTargets() {
      world.replicated(members(), this);
      return world;
    }

    @Override
    public List<NodeId> replicas() {
      return members().stream().skip(1).map(FaultTargets.Member::id).toList();
    }

    @Override
    public Optional<String> refusal(ReplicationFault fault, NodeId node) {
      return refusal;
    }

    @Override
    public void throttle(NodeId node, Duration latency) {
      done.add("throttle " + node + " " + Quantities.duration(latency));
    }

    @Override
    public void carryOut(ReplicationFault fault, NodeId node) {
      done.add(fault + " " + node);
    }
  }
}
