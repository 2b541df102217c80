package dev.skew.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.TraceListener;
import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.scenario.ScenarioException;
import dev.skew.rehearse.scenario.ScenarioReader;
import dev.skew.rehearse.simulation.RunListener;
import dev.skew.rehearse.simulation.RunRequest;
import dev.skew.rehearse.simulation.Simulation;
import dev.skew.world.service.ServiceEvent.CallWithheld;
import dev.skew.world.topology.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The clock goes back for one instant; it is the code that measures by it that stays broken. */
class LeapSecondIncidentTest {

  private static final Path FILE = Path.of("incidents", "leap-second-2017.yaml");

  /** Of the first seeds one in which some machine had asked a resolver at the leap second. */
  private static final long SEED = 1;

  private static final long LEAP = 60;
  private static final long ALL_PATCHED = 465;

  /** A query that failed because its resolver could not be chosen. */
  private record Panic(long second, NodeId node) {}

  @Test
  void aFewMachinesFailQueriesUntilTheyArePatched() {
    List<Panic> panics = panics(scenario("wall-clock"));

    Set<NodeId> machines = new HashSet<>();
    panics.forEach(panic -> machines.add(panic.node()));
    assertThat(panics).isNotEmpty().allMatch(panic -> panic.second() >= LEAP);
    assertThat(machines).hasSizeBetween(1, 5);
    assertThat(panics).noneMatch(panic -> panic.second() > ALL_PATCHED);
  }

  @Test
  void aMonotonicClockKnowsNoLeapSecond() {
    assertThat(panics(scenario("monotonic"))).isEmpty();
  }

  @Test
  void withoutTheLeapSecondNothingFails() {
    assertThat(panics(without(scenario("wall-clock"), "leap-second"))).isEmpty();
  }

  @Test
  void machinesThatAreNotPatchedFailToTheEnd() {
    Scenario unpatched = without(scenario("wall-clock"), "worst-machines-patched", "all-patched");

    List<Panic> panics = panics(unpatched);

    assertThat(panics).anyMatch(panic -> panic.second() > ALL_PATCHED + 20);
  }

  private static List<Panic> panics(Scenario scenario) {
    List<Panic> panics = new ArrayList<>();
    TraceListener listener =
        (atNanos, event) -> {
          if (event instanceof CallWithheld withheld && withheld.reason().equals("panic")) {
            panics.add(new Panic(atNanos / 1_000_000_000, withheld.node()));
          }
        };
    RunRequest request = new RunRequest(scenario, SEED, List.of(), OptionalLong.empty());
    new Simulation()
        .run(
            request,
            new RunListener() {
              @Override
              public Optional<TraceListener> traceListener() {
                return Optional.of(listener);
              }
            });
    return panics;
  }

  private static Scenario without(Scenario scenario, String... entries) {
    return new AlteredRun(scenario, List.of()).without(entries).scenario();
  }

  private static Scenario scenario(String clock) {
    try {
      String text = Files.readString(Catalog.root().resolve(FILE));
      String with = "measuresLatencyWith: ";
      assertThat(text).contains(with + "wall-clock");
      return ScenarioReader.read(FILE.toString(), text.replace(with + "wall-clock", with + clock));
    } catch (IOException | ScenarioException wrong) {
      throw new AssertionError(wrong);
    }
  }
}
