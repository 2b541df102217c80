package dev.skew.world.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skew.world.fault.FaultGrammar.Given;
import dev.skew.world.fault.FaultSyntaxException.Mistake;
import dev.skew.world.fault.NetworkFault.Delay;
import dev.skew.world.fault.NetworkFault.Loss;
import dev.skew.world.fault.NetworkFault.Partition;
import dev.skew.world.fault.NetworkFault.Spread;
import dev.skew.world.fault.NodeSelector.Count;
import dev.skew.world.fault.NodeSelector.Share;
import dev.skew.world.fault.TimeFault.Jump;
import dev.skew.world.fault.TimeFault.Ntp;
import dev.skew.world.fault.TimeFault.NtpState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of the operations pages work as they are printed; what is wrong is explained. */
class FaultGrammarTest {

  private static final NodeSelector TWENTY_PERCENT = NodeSelector.of(new Share(0.2));
  private static final Reach EGRESS = new Reach(Direction.OUTBOUND, NodeSelector.REST, false);

  @Test
  void theChaosMenuWorksAsPrinted() throws FaultSyntaxException {
    assertThat(FaultGrammar.parse("chaos network partition --duration 60s --nodes 40%"))
        .isEqualTo(
            FaultScript.of(
                FaultCommand.of(new Partition(Reach.BOTH_WAYS), NodeSelector.of(new Share(0.4)))
                    .withDuration(Duration.ofSeconds(60))));
    assertThat(FaultGrammar.parse("chaos node lie --probability 0.1 --duration 5m"))
        .isEqualTo(
            FaultScript.of(
                FaultCommand.of(new NodeFault.Lie(0.1, Untruth.ALL), NodeSelector.of(new Count(1)))
                    .withDuration(Duration.ofMinutes(5))));
    assertThat(FaultGrammar.parse("chaos node lie --what vote --probability 50% --nodes leader"))
        .isEqualTo(
            FaultScript.of(
                FaultCommand.of(
                    new NodeFault.Lie(0.5, Untruth.OF_MEMBERS),
                    NodeSelector.of(NodeSelector.Group.LEADER))));
    assertThat(FaultGrammar.parse("chaos time drift --rate +50ms/min --nodes 20%"))
        .isEqualTo(
            FaultScript.of(FaultCommand.of(new TimeFault.Drift(50_000 / 60.0), TWENTY_PERCENT)));
  }

  @Test
  void theTimeChecklistWorksAsPrinted() throws FaultSyntaxException {
    assertThat(faults("sudo date -s '+30 seconds'"))
        .containsExactly(new Jump(Duration.ofSeconds(30)));
    assertThat(faults("tc qdisc add dev eth0 root netem delay 500ms"))
        .containsExactly(
            new Delay(Duration.ofMillis(500), Duration.ZERO, 0, Spread.UNIFORM, EGRESS));
    assertThat(
            faults(
                """
                iptables -A INPUT -m statistic --mode random
                         --probability 0.1 -j DROP
                """))
        .containsExactly(
            new Loss(0.1, 0, 1, new Reach(Direction.INBOUND, NodeSelector.REST, false)));
    assertThat(faults("tc qdisc add dev eth0 root netem delay 100ms 50ms"))
        .containsExactly(
            new Delay(Duration.ofMillis(100), Duration.ofMillis(50), 0, Spread.UNIFORM, EGRESS));
    FaultScript jump =
        parse(
            """
            sudo date -s '+5 minutes' && sleep 1 &&
            sudo ntpdate -b pool.ntp.org
            """);
    assertThat(jump.steps())
        .containsExactly(
            new FaultScript.Step(
                Duration.ZERO, FaultCommand.of(new Jump(Duration.ofMinutes(5)), TWENTY_PERCENT)),
            new FaultScript.Step(
                Duration.ofSeconds(1),
                FaultCommand.of(new Ntp(NtpState.SYNC, Duration.ZERO), TWENTY_PERCENT)));
  }

  @Test
  void netemsOtherOptionsAreUnderstood() throws FaultSyntaxException {
    assertThat(
            faults(
                "tc qdisc add dev eth0 root netem delay 10ms 2ms 25% distribution normal loss 1%"
                    + " 25% duplicate 2% corrupt 0.1% reorder 25% 50% gap 5 rate 1mbit"))
        .containsExactly(
            new Delay(Duration.ofMillis(10), Duration.ofMillis(2), 0.25, Spread.NORMAL, EGRESS),
            new Loss(0.01, 0.25, 1, EGRESS),
            new NetworkFault.Duplicate(0.02, 0, EGRESS),
            new NetworkFault.Corrupt(0.001, 0, EGRESS),
            new NetworkFault.Reorder(0.25, 0.5, 5, EGRESS),
            new NetworkFault.Bandwidth(1_000_000, EGRESS));
    assertThat(faults("tc qdisc add dev eth0 root netem loss gemodel 1% 19%"))
        .containsExactly(new Loss(0.01 / (0.01 + 0.19), 0, 1 / 0.19, EGRESS));
    assertThat(faults("tc qdisc del dev eth0 root")).containsExactly(new NetworkFault.Heal());
    assertThat(faults("iptables -F")).containsExactly(new NetworkFault.Heal());
    assertThat(faults("date -s '2 hours ago'")).containsExactly(new Jump(Duration.ofHours(-2)));
    assertThat(faults("systemctl stop ntp")).containsExactly(new Ntp(NtpState.OFF, Duration.ZERO));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chaos | 0 | chaos needs a command: network, node, time, workload, clear,"
            + " raft, store, writes, throttle, replication, service, deploy, client",
        "chaos netwrok partition --nodes 1 | 6 | there is no command chaos netwrok; did you mean"
            + " network?",
        "chaos network --nodes 1 | 6 | chaos network needs one of partition, delay, loss,"
            + " duplicate, reorder, corrupt, bandwidth, heal after it",
        "chaos network partition --noeds 1 | 24 | chaos network partition takes no --noeds; did"
            + " you mean --nodes?",
        "chaos network partition --nodes many things | 37 | chaos network partition takes flags"
            + " only, things is none",
        "chaos network partition --nodes | 24 | --nodes needs a value: NODES",
        "chaos network partition --nodes 0% | 32 | --nodes a share of nodes must lie in (0%,"
            + " 100%], got 0%",
        "chaos network partition | 0 | chaos network partition needs --nodes NODES: which: 40%,"
            + " 2, etcd-0,etcd-1, leader, follower, followers, minority, majority, all,"
            + " role:store, region:eu-west",
        "chaos network partition --nodes 1 --nodes 2 | 34 | --nodes is given twice",
        "chaos network loss --probability 120% | 33 | --probability must lie in [0%, 100%], got"
            + " 120%",
        "chaos network loss --probability 10% --correlation 5% --burst 3 | 0 | chaos network loss:"
            + " correlation and burst are two models: give one",
        "chaos network heal --duration 5s | 19 | chaos network heal takes no --duration: it is"
            + " done at once",
        "chaos time drift --nodes 1 --rate 50 | 34 | --rate must be a rate such as 50ppm or"
            + " +50ms/min, got 50 without a unit: ppm",
        "chaos time ntp --nodes 1 --state sync --duration 5s | 0 | chaos time ntp: it is done at"
            + " once and takes no duration",
        "chaos node disk --nodes 1 --fault slwo | 34 | --fault must be one of slow, stall, full,"
            + " got slwo",
        "chaos deploy | 0 | chaos deploy: give one of --version VERSION and --rollback",
        "chaos deploy --version 2 | 23 | --version must be a version such as v2.1.0, got 2; or"
            + " mixed",
        "chaos deploy --version v2.2.0 --ratio 30:70 | 0 | chaos deploy: ratio goes with --version"
            + " mixed only",
        "chaos deploy --version mixed --ratio 0:1 | 37 | --ratio both sides of a ratio must be at"
            + " least 1, got 0:1",
        "chaos node lie --probability 0 | 0 | chaos node lie: probability must lie in (0, 1], got"
            + " 0",
        "chaos node lie --probability 0.1 --what value,fibs | 40 | --what must be some of value,"
            + " stale, digest, vote joined by commas, or all, got value,fibs",
        "chaos node lie --probability 0.1 --what value,vote | 0 | chaos node lie: members of the"
            + " consensus group lie about votes, and stores about everything else; give two"
            + " commands",
        "rm -rf / | 0 | there is no command rm; known are chaos, tc, iptables, date, ntpdate,"
            + " systemctl",
        "chaos clear && && chaos clear | 15 | && joins two commands, one is missing",
        "sleep forever | 6 | sleep must be a duration such as 250ms, 10s, 5m, 2h or 1d, got"
            + " forever",
      })
  void whatIsWrongIsExplained(String line, int offset, String message) {
    assertThat(mistakes(line)).containsExactly(new Mistake(offset, message));
  }

  @Test
  void aHostCommandMustBeToldItsNodesAndAChaosCommandNotTwice() throws FaultSyntaxException {
    assertThat(mistakes("date -s '+1 day'"))
        .extracting(Mistake::message)
        .containsExactly("date is typed on a node; say on which, beside the line, as nodes: 20%");
    FaultSyntaxException twice =
        catchThrowableOfType(
            FaultSyntaxException.class,
            () ->
                FaultGrammar.parse(
                    "chaos node pause --nodes 1 --duration 5s",
                    new Given(TWENTY_PERCENT, Duration.ofSeconds(5))));
    assertThat(twice.mistakes())
        .extracting(Mistake::message)
        .containsExactly(
            "the nodes are given twice, by the line and beside it",
            "the duration is given twice, by --duration and beside the line");
    assertThat(
            FaultGrammar.parse("chaos node pause", new Given(TWENTY_PERCENT, Duration.ofSeconds(5)))
                .steps()
                .get(0)
                .command())
        .isEqualTo(
            FaultCommand.of(new NodeFault.Pause(), TWENTY_PERCENT)
                .withDuration(Duration.ofSeconds(5)));
  }

  @Test
  void allMistakesOfALineAreFoundAtOnce() {
    assertThat(mistakes("chaos network delay --latency 5 --jitter x --nodes 0 && chaos tiem"))
        .hasSize(4);
  }

  @Test
  void everyCommandHasHelpThatNamesItsFlags() {
    for (Verb<?> verb : Verbs.ALL) {
      String help = FaultGrammar.helpFor(verb.call() + " --help").orElseThrow();
      assertThat(help).startsWith("Usage: " + verb.call());
      verb.bindings().forEach(one -> assertThat(help).contains("--" + one.flag().name()));
      assertThat(FaultGrammar.help("")).contains(verb.call() + " ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"network", "node", "time", "raft", "replication"})
  void everyGroupHasHelp(String group) {
    assertThat(FaultGrammar.helpFor("chaos " + group + " --help").orElseThrow())
        .contains("chaos " + group + " ");
    assertThat(FaultGrammar.help("netwrok")).contains("did you mean network");
    assertThat(FaultGrammar.helpFor("chaos clear")).isEmpty();
  }

  private static FaultScript parse(String line) throws FaultSyntaxException {
    return FaultGrammar.parse(line, new Given(TWENTY_PERCENT, null));
  }

  private static List<Fault> faults(String line) throws FaultSyntaxException {
    return parse(line).steps().stream().map(step -> step.command().fault()).toList();
  }

  private static List<Mistake> mistakes(String line) {
    return catchThrowableOfType(FaultSyntaxException.class, () -> FaultGrammar.parse(line))
        .mistakes();
  }
}
