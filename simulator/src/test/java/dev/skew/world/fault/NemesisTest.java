package dev.skew.world.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.Seed;
import dev.skew.world.fault.FaultGrammar.Given;
import dev.skew.world.fault.TimelineEntry.Repeat;
import dev.skew.world.fault.TimelineEntry.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The nemesis does what a timeline says, when it says it, and takes back exactly what it did. */
class NemesisTest {

  private static final Given HERE = new Given(NodeSelector.named("etcd-0"), null);

  @Test
  void aFaultIsTakenBackWhenItsTimeIsOver() {
    RecordedWorld world = new RecordedWorld();

    world.schedule(at(10, "chaos network partition --nodes etcd-0,etcd-1 --duration 5s"));
    world.run();

    assertThat(world.lines())
        .containsExactly(
            "10s fault-injected etcd-0,etcd-1",
            "10s impair Partition etcd-0,etcd-1 <-> etcd-2,etcd-3,etcd-4",
            "15s mend 1",
            "15s fault-cleared etcd-0,etcd-1");
  }

  @Test
  void linksAreThoseThatTheCommandNames() {
    RecordedWorld world = new RecordedWorld();

    world.schedule(
        at(1, "chaos network partition --nodes etcd-0 --clients"),
        at(2, "chaos network partition --nodes etcd-0 --peers etcd-2 --direction inbound"),
        at(3, "chaos network loss --probability 10% --nodes etcd-0 --direction outbound"));
    world.run();

    assertThat(world.lines("impair"))
        .containsExactly(
            "1s impair Partition etcd-0 <-> etcd-1,etcd-2,etcd-3,etcd-4,client-0",
            "2s impair Partition etcd-2 -> etcd-0",
            "3s impair Loss etcd-0 -> etcd-0,etcd-1,etcd-2,etcd-3,etcd-4,client-0");
  }

  @Test
  void overlappingFaultsAddUpAndEndOneByOne() {
    RecordedWorld world = new RecordedWorld();

    world.schedule(
        at(1, "chaos node slow --factor 2 --nodes etcd-0 --duration 10s"),
        at(2, "chaos node slow --factor 3 --nodes etcd-0 --duration 2s"),
        at(3, "chaos time drift --rate 100ppm --nodes etcd-0 --duration 10s"),
        at(4, "chaos time drift --rate -30ppm --nodes etcd-0,etcd-1 --duration 2s"),
        at(5, "chaos node disk --fault slow --latency 5ms --nodes etcd-0 --duration 9s"),
        at(6, "chaos node disk --fault full --nodes etcd-0 --duration 1s"));
    world.run();

    assertThat(world.lines("slow"))
        .containsExactly(
            "1s slow etcd-0 2.0",
            "2s slow etcd-0 6.0",
            "4s slow etcd-0 2.0",
            "11s slow etcd-0 1.0");
    assertThat(world.lines("drift"))
        .containsExactly(
            "3s drift etcd-0 100.0",
            "4s drift etcd-0 70.0",
            "4s drift etcd-1 -30.0",
            "6s drift etcd-0 100.0",
            "6s drift etcd-1 0.0",
            "13s drift etcd-0 0.0");
    assertThat(world.lines("disk"))
        .containsExactly(
            "5s disk etcd-0 5ms",
            "6s disk etcd-0 5ms full",
            "7s disk etcd-0 5ms",
            "14s disk etcd-0 0s");
  }

  @Test
  void aNodeThatTwoFaultsHoldDownStartsWhenTheLastOneEnds() {
    RecordedWorld world = new RecordedWorld();

    world.schedule(
        at(1, "chaos node crash --nodes etcd-0 --duration 4s"),
        at(2, "chaos node crash --nodes etcd-0,etcd-1 --kind torn --duration 6s"));
    world.run();

    assertThat(world.lines("crash", "restart"))
        .containsExactly(
            "1s crash etcd-0 POWER",
            "2s crash etcd-1 TORN",
            "8s restart etcd-0",
            "8s restart etcd-1");
  }

  @Test
  void aNodeThatSomebodyStartedIsNoLongerHeldDown() {
    RecordedWorld world = new RecordedWorld();

    world.schedule(
        at(1, "chaos node crash --nodes etcd-0 --duration 10s"),
        at(2, "chaos node restart --nodes etcd-0,etcd-1 --down 500ms"));
    world.run();

    assertThat(world.lines("crash", "restart"))
        .containsExactly(
            "1s crash etcd-0 POWER",
            "2s restart etcd-0",
            "2s crash etcd-1 KILL",
            "2.5s restart etcd-1");
  }

  @Test
  void pausesAndClocksAndWorkloadsEndToo() {
    RecordedWorld world = new RecordedWorld();

    world.schedule(
        at(1, "chaos node pause --nodes etcd-0 --duration 2s"),
        at(2, "chaos node pause --nodes etcd-0 --duration 3s"),
        at(3, "chaos time jump --by -5s --nodes etcd-1 --duration 1s"),
        at(4, "chaos time ntp --state off --nodes etcd-1 --duration 4s"),
        at(5, "chaos time ntp --state wrong --error +2s --nodes etcd-1 --duration 1s"),
        at(6, "chaos workload --factor 3 --duration 2s"),
        at(7, "chaos workload --factor 2 --duration 2s"),
        at(8, "chaos time leap --mode smear --nodes etcd-2"));
    world.run();

    assertThat(world.lines("pause", "resume"))
        .containsExactly("1s pause etcd-0", "2s pause etcd-0", "5s resume etcd-0");
    assertThat(world.lines("jump")).containsExactly("3s jump etcd-1 -5s", "4s jump etcd-1 5s");
    assertThat(world.lines("ntp"))
        .containsExactly(
            "4s ntp etcd-1 off 0s",
            "5s ntp etcd-1 off 2s",
            "6s ntp etcd-1 off 0s",
            "8s ntp etcd-1 on 0s");
    assertThat(world.lines("workload"))
        .containsExactly(
            "6s workload  3.0", "7s workload  6.0", "8s workload  2.0", "9s workload  1.0");
    assertThat(world.lines("leap")).containsExactly("8s leap etcd-2 SMEAR");
  }

  @Test
  void healingSomeNodesLeavesTheOthersCut() {
    RecordedWorld world = new RecordedWorld();

    world.schedule(
        at(1, "chaos network partition --nodes etcd-0,etcd-1"),
        at(2, "chaos network heal --nodes etcd-0"),
        at(3, "chaos network heal"));
    world.run();

    assertThat(world.lines("impair", "mend"))
        .containsExactly(
            "1s impair Partition etcd-0,etcd-1 <-> etcd-2,etcd-3,etcd-4",
            "2s mend 1",
            "2s impair Partition etcd-1 <-> etcd-0,etcd-2,etcd-3,etcd-4",
            "3s mend 2");
  }

  @Test
  void clearingEndsEverythingInForce() {
    RecordedWorld world = new RecordedWorld();

    world.schedule(
        at(1, "chaos network delay --latency 5ms --duration 1h"),
        at(2, "chaos node crash --nodes etcd-0"),
        at(3, "chaos clear"));
    world.runUntil(Duration.ofSeconds(10));

    assertThat(world.lines("mend", "restart")).containsExactly("3s mend 1", "3s restart etcd-0");
    assertThat(world.nemesis().active()).isEmpty();
  }

  @Test
  void whatIsDoneAtOnceOrPutsThingsRightDisturbsNobodyAfterwards() {
    RecordedWorld world = new RecordedWorld();

    world.schedule(
        at(1, "chaos time jump --by +5m --nodes etcd-0"),
        at(1, "chaos time leap --mode step --nodes etcd-0"),
        at(1, "chaos time ntp --state sync --nodes etcd-0"),
        at(1, "chaos time ntp --state on --nodes etcd-0"),
        at(1, "chaos network heal"));
    world.runUntil(Duration.ofSeconds(2));

    assertThat(world.nemesis().isDisturbing()).isFalse();
  }

  @Test
  void aFaultDisturbsUntilItsEndOrUntilSomebodyEndsIt() {
    RecordedWorld world = new RecordedWorld();

    world.schedule(
        at(1, "chaos time jump --by +5m --nodes etcd-0 --duration 2s"),
        at(5, "chaos node crash --nodes etcd-1"),
        at(7, "chaos node restart --nodes etcd-1"));

    assertThat(disturbedSeconds(world, 10)).containsExactly(1, 2, 5, 6);
  }

  private static List<Integer> disturbedSeconds(RecordedWorld world, int seconds) {
    List<Integer> disturbed = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      world.runUntil(Duration.ofSeconds(second).plusMillis(500));
      if (world.nemesis().isDisturbing()) {
        disturbed.add(second);
      }
    }
    return disturbed;
  }

  @Test
  void commandsOfALineMeanTheSameNodes() throws FaultSyntaxException {
    for (int seed = 0; seed < 50; seed++) {
      RecordedWorld world = new RecordedWorld(new Seed(seed));
      FaultScript script =
          FaultGrammar.parse(
              "sudo date -s '+5 minutes' && sleep 1 && sudo ntpdate -b pool.ntp.org",
              new Given(FaultGrammar.selector("20%"), null));

      world.schedule(TimelineEntry.at(Duration.ofSeconds(1), script));
      world.run();

      String node = world.lines("jump").get(0).split(" ", -1)[2];
      assertThat(world.lines("sync")).containsExactly("2s sync " + node);
    }
  }

  @Test
  void anEntryComesAgainUntilItsEnd() {
    RecordedWorld world = new RecordedWorld();
    TimelineEntry once = at(1, "chaos time jump --by 1s --nodes 20%");

    world.schedule(
        new TimelineEntry(
            "again",
            once.window(),
            new Repeat(Duration.ofSeconds(2), Duration.ofSeconds(41)),
            once.script(),
            ""));
    world.run();

    assertThat(world.lines("jump")).hasSize(21).last().asString().startsWith("41s");
    assertThat(world.lines("jump").stream().map(line -> line.split(" ", -1)[2]).distinct())
        .hasSizeGreaterThan(2);
  }

  @Test
  void whatCannotBeDoneIsInTheTraceAndTheRunGoesOn() {
    RecordedWorld world = new RecordedWorld();
    world.loseLeader();

    world.schedule(
        at(1, "chaos node crash --nodes leader"),
        at(2, "chaos network partition --nodes all"),
        at(3, "chaos node pause --nodes etcd-0"));
    world.run();

    assertThat(world.lines())
        .containsExactly(
            "1s fault-refused there is no leader now",
            "2s fault-refused every node is chosen, there is nobody at the other end of a link",
            "3s fault-injected etcd-0",
            "3s pause etcd-0");
  }

  @Test
  void oneMoreEntryChangesNothingUntilItBegins() {
    List<TimelineEntry> few = List.of(windowed(0, 40), windowed(20, 60), windowed(20, 60));
    for (int seed = 0; seed < 100; seed++) {
      for (int place = 0; place <= few.size(); place++) {
        RecordedWorld before = new RecordedWorld(new Seed(seed));
        before.schedule(few.toArray(TimelineEntry[]::new));
        before.run();
        List<TimelineEntry> more = new ArrayList<>(few);
        more.add(place, at(30, "chaos node slow --factor 2 --nodes 60% --duration 3s"));
        RecordedWorld after = new RecordedWorld(new Seed(seed));
        after.schedule(more.toArray(TimelineEntry[]::new));
        after.run();

        assertThat(after.linesBefore(30)).isEqualTo(before.linesBefore(30));
        assertThat(after.lines("impair")).isEqualTo(before.lines("impair"));
      }
    }
  }

  @Test
  void anOperatorsCommandIsDoneNowOrRefusedWhole() throws FaultSyntaxException {
    RecordedWorld world = new RecordedWorld();

    assertThat(world.nemesis().inject("c1", FaultGrammar.parse("chaos node pause --nodes etcd-3")))
        .containsExactly(world.member(3).id());
    assertThat(world.nemesis().active()).hasSize(1);
    assertThat(
            world
                .nemesis()
                .inject(
                    "c2",
                    FaultGrammar.parse(
                        "chaos node pause --nodes 9 && chaos time jump --by 1s --nodes 1")))
        .isEmpty();
    assertThat(world.nemesis().active()).hasSize(1);
    assertThat(world.nemesis().deeds())
        .extracting(Deed::kind)
        .containsExactly(Deed.Kind.BEGAN, Deed.Kind.REFUSED);
  }

  private static TimelineEntry windowed(int from, int to) {
    TimelineEntry exact = at(0, "chaos network partition --nodes 40% --duration 7s");
    return new TimelineEntry(
        "", new Window(Duration.ofSeconds(from), Duration.ofSeconds(to)), null, exact.script(), "");
  }

  private static TimelineEntry at(int second, String line) {
    try {
      boolean chaos = line.startsWith("chaos");
      FaultScript script = FaultGrammar.parse(line, chaos ? Given.NOTHING : HERE);
      return TimelineEntry.at(Duration.ofSeconds(second), script);
    } catch (FaultSyntaxException wrong) {
      throw new AssertionError(line, wrong);
    }
  }
}
