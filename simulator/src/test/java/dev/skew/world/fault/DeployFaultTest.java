package dev.skew.world.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import dev.skew.world.fault.DeployFault.Ratio;
import dev.skew.world.fault.DeployFault.Whole;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import dev.skew.world.version.Release;
import dev.skew.world.version.Releases;
import dev.skew.world.version.Revision;
import dev.skew.world.version.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deploys: as the chaos menu prints them, step by step, stopped, and rolled back. */
class DeployFaultTest {

  private static final Version OLD = new Version(2, 1, 0);
  private static final Version NEW = new Version(2, 2, 0);

  private final Installations stores = new Installations(6);
  private final RecordedWorld world = new RecordedWorld();

  DeployFaultTest() {
    world.deployable(stores.members(), stores);
  }

  @Test
  void theSecondLineOfTheChaosMenuIsUnderstoodAsItIsPrinted() throws FaultSyntaxException {
    FaultCommand command = command("chaos deploy --version mixed --ratio 50:50");

    assertThat(command)
        .isEqualTo(
            FaultCommand.of(
                new DeployFault(Whole.MIXED, new Ratio(50, 50), 0, DeployFault.DEFAULT_PACE, false),
                NodeSelector.ALL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chaos deploy --version v2.2.0",
        "chaos deploy --version v2.2.0 --nodes 10%",
        "chaos deploy --version v2.2.0 --canary 10% --pace 30s --force --nodes 4 --region local",
        "chaos deploy --version mixed",
        "chaos deploy --version mixed --ratio 70:30",
        "chaos deploy --rollback --pace 0s"
      })
  void whatIsWrittenIsWhatWasRead(String line) throws FaultSyntaxException {
    assertThat(FaultGrammar.render(command(line))).isEqualTo(line);
  }

  @Test
  void aRollingDeployRestartsOneNodeAtATimeAtItsPace() {
    run("chaos deploy --version v2.2.0 --nodes store-0,store-1,store-2 --pace 5s");

    assertThat(world.lines("crash", "restart"))
        .containsExactly(
            "1s crash store-0 KILL",
            "2s restart store-0",
            "7s500ms crash store-1 KILL",
            "8s500ms restart store-1",
            "14s crash store-2 KILL",
            "15s restart store-2");
    assertThat(world.lines("fault-cleared")).hasSize(1);
    assertThat(stores.installed.values()).containsExactly(NEW, NEW, NEW, OLD, OLD, OLD);
  }

  @Test
  void canariesAreRestartedTogetherAndBeforeTheOthers() {
    run("chaos deploy --version v2.2.0 --canary 34% --nodes store-0,store-1,store-2,store-3");

    assertThat(world.lines("crash"))
        .containsExactly(
            "1s crash store-0 KILL",
            "1s crash store-1 KILL",
            "12s500ms crash store-2 KILL",
            "24s crash store-3 KILL");
  }

  @Test
  void aMixedDeployRestartsItsShareAtOnceWithTheNextRelease() {
    run("chaos deploy --version mixed --ratio 50:50");

    assertThat(world.lines("crash")).hasSize(3).allMatch(line -> line.startsWith("1s "));
    assertThat(stores.installed.values()).containsOnly(OLD, NEW).filteredOn(NEW::equals).hasSize(3);
  }

  @Test
  void whereANodeIsDownNoDeployBegins() {
    run("chaos node crash --nodes store-5", "chaos deploy --version v2.2.0");

    assertThat(world.lines("fault-refused"))
        .containsExactly("2s fault-refused store-5 is down; --force deploys nevertheless");
    assertThat(stores.installed.values()).containsOnly(OLD);
  }

  @Test
  void aNodeThatGoesDownStopsADeployBeforeTheNextStep() {
    run(
        "chaos deploy --version v2.2.0 --pace 10s && sleep 5s"
            + " && chaos node crash --nodes store-5 --duration 1m");

    assertThat(world.lines("fault-refused"))
        .containsExactly(
            "12s500ms fault-refused stopped after step 1 of 6: store-5 is down; --force deploys"
                + " nevertheless");
    assertThat(stores.installed.values()).containsExactly(NEW, OLD, OLD, OLD, OLD, OLD);
  }

  @Test
  void byForceANodeThatIsDownStartsWithTheNewVersion() {
    run("chaos node crash --nodes store-5", "chaos deploy --version v2.2.0 --force --pace 0s");

    assertThat(world.lines("crash")).noneMatch(line -> line.endsWith("2s crash store-5 KILL"));
    assertThat(stores.installed.values()).containsOnly(NEW);
  }

  @Test
  void aRollbackUndoesTheLastDeployOnItsNodesOnly() {
    run(
        "chaos deploy --version v2.2.0 --pace 0s && sleep 30s"
            + " && chaos deploy --version v2.3.0 --nodes store-0 && sleep 30s"
            + " && chaos deploy --rollback");

    assertThat(stores.installed.values()).containsOnly(NEW);
    assertThat(world.lines("crash")).hasSize(6 + 1 + 1);
  }

  @Test
  void whatWouldChangeNothingIsRefused() {
    run("chaos deploy --version v2.1.0", "chaos deploy --rollback");

    assertThat(world.lines("fault-refused"))
        .containsExactly(
            "1s fault-refused they have v2.1.0 already",
            "2s fault-refused there is nothing to roll back to");
  }

  @Test
  void aRollbackIsANewerDeployOfTheOlderVersion() {
    run(
        "chaos deploy --version v2.2.0 --nodes store-0 && sleep 30s"
            + " && chaos deploy --rollback --nodes store-0");

    assertThat(stores.revisions).containsExactly(new Revision(1, NEW), new Revision(2, OLD));
    assertThat(stores.revisions.get(1).isNewerThan(stores.revisions.get(0))).isTrue();
  }

  @Test
  void aNodeThatBeaconsHaveServedBeforeIsNotRestartedAgain() {
    stores.alsoServes(new NodeId(11, "store-1"));

    run("chaos deploy --version v2.2.0 --nodes store-0,store-1,store-2 --pace 0s");

    assertThat(world.lines("crash")).hasSize(2).noneMatch(line -> line.contains("store-1"));
  }

  @Test
  void aVersionWithoutARowInTheTableIsRefused() {
    stores.releases = new Releases(List.of(Release.plain(OLD), Release.plain(NEW)));

    run(
        "chaos deploy --version v9.0.0",
        "chaos deploy --version v2.2.0 --pace 0s && sleep 30s && chaos deploy --version mixed");

    assertThat(world.lines("fault-refused").get(0))
        .isEqualTo("1s fault-refused there is no release v9.0.0, only v2.1.0, v2.2.0");
    assertThat(world.lines("fault-refused").get(1))
        .endsWith("there is no release after v2.2.0, only v2.1.0, v2.2.0");
  }

  @Test
  void aMixGetsTheNextReleaseOfTheTable() {
    Version later = new Version(3, 0, 0);
    stores.releases = new Releases(List.of(Release.plain(OLD), Release.plain(later)));

    run("chaos deploy --version mixed");

    assertThat(stores.installed.values()).containsOnly(OLD, later);
  }

  @Test
  void aRatioThatLeavesNobodyIsRefusedBeforeTheRunAndWithinIt() throws FaultSyntaxException {
    String reason = "a ratio of 1:99 leaves none of 6 stores with its version; 1:5 leaves one";

    run("chaos deploy --version mixed --ratio 1:99");

    assertThat(world.lines("fault-refused")).containsExactly("1s fault-refused " + reason);
    assertThat(
            Feasibility.refusals(
                FaultGrammar.parse("chaos deploy --version mixed --ratio 1:99"),
                stores.members(),
                new ServiceMap(List.of(), List.of())))
        .containsExactly(reason);
  }

  @Test
  void aClearedDeployRestartsNobodyMoreAndLeavesNobodyDown() {
    run("chaos deploy --version v2.2.0 && sleep 500ms && chaos clear");

    assertThat(world.lines("crash", "restart"))
        .containsExactly("1s crash store-0 KILL", "2s restart store-0");
  }

  @Test
  void aWorldWithoutStoresSaysSoBeforeTheRun() throws FaultSyntaxException {
    FaultScript script = FaultGrammar.parse("chaos deploy --version v2.2.0");

    assertThat(
            Feasibility.refusals(
                script, new RecordedWorld().members(), new ServiceMap(List.of(), List.of())))
        .containsExactly("there are no nodes of role store, which deploys are for");
  }

  /** Runs one line a second, and what comes of it. */
  private void run(String... lines) {
    for (int i = 0; i < lines.length; i++) {
      try {
        world.schedule(TimelineEntry.at(Duration.ofSeconds(i + 1L), FaultGrammar.parse(lines[i])));
      } catch (FaultSyntaxException e) {
        throw new IllegalArgumentException(lines[i], e);
      }
    }
    world.runUntil(Duration.ofNanos(600 * SimTime.SECOND));
  }

  private static FaultCommand command(String line) throws FaultSyntaxException {
    return FaultGrammar.parse(line).steps().get(0).command();
  }

  /** Stores and what is installed on them. */
  private static final class Installations implements DeployTargets {

    private final TreeMap<NodeId, Version> installed = new TreeMap<>();
    private final List<Revision> revisions = new ArrayList<>();
    private Releases releases = Releases.ALIKE;
    private @Nullable NodeId served;

    Installations(int count) {
      for (int i = 0; i < count; i++) {
        installed.put(new NodeId(10 + i, "store-" + i), OLD);
      }
    }

    /** From the first deploy on, a node installs by itself what any node is given. */
    void alsoServes(NodeId node) {
      served = node;
    }

    List<FaultTargets.Member> members() {
      return installed.keySet().stream()
          .map(id -> new FaultTargets.Member(id, DeployTargets.ROLE, new Region("local")))
          .toList();
    }

    @Override
    public Version installed(NodeId node) {
      return installed.getOrDefault(node, OLD);
    }

    @Override
    public void install(NodeId node, Revision revision) {
      installed.put(node, revision.version());
      revisions.add(revision);
      if (served != null) {
        installed.put(served, revision.version());
      }
    }

    @Override
    public Releases releases() {
      return releases;
    }
  }
}
