package dev.skew.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skew.rehearse.simulation.SimulationRunner;
import dev.skew.serve.cli.Terminal.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Path folder = Path.of("");
  private String scenario = "";

  @BeforeEach
  void writeAScenario(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.scenario = FakeWorld.scenarioIn(folder).toString();
  }

  @Test
  void reportsEveryRunInTheOrderOfTheSeedsThenTheSummary() throws IOException {
    Answer answer =
        new Terminal(new FakeWorld().breaksAt(4, 9))
            .type("run", scenario, "--seeds", "1..12", "--jobs", "3", "--format", "json");
    List<String> lines = answer.out().lines().toList();

    assertThat(answer.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(lines).hasSize(13);
    for (int i = 0; i < 12; i++) {
      assertThat(JSON.readTree(lines.get(i)).path("seed").asInt()).isEqualTo(i + 1);
    }
    JsonNode summary = JSON.readTree(lines.get(12)).path("summary");
    assertThat(summary.path("runs").asInt()).isEqualTo(12);
    assertThat(summary.path("passed").asInt()).isEqualTo(10);
    assertThat(summary.path("failed").asInt()).isEqualTo(2);
    assertThat(summary.path("firstFailingSeed").asInt()).isEqualTo(4);
  }

  @Test
  void keepsTheOrderWhenAnEarlierSeedTakesLonger() {
    CountDownLatch laterSeedIsDone = new CountDownLatch(1);
    SimulationRunner slowFirst =
        (request, listener) -> {
          if (request.seed() == 1) {
            await(laterSeedIsDone);
          } else if (request.seed() == 3) {
            laterSeedIsDone.countDown();
          }
          return new FakeWorld().run(request, listener);
        };

    Answer answer = new Terminal(slowFirst).type("run", scenario, "--seeds", "1..3", "--jobs", "2");

    assertThat(answer.out().lines().limit(3).map(line -> line.substring(0, 6)))
        .containsExactly("seed 1", "seed 2", "seed 3");
  }

  @Test
  void givesTheCommandThatHasTheSmallestFailingSeedAgain() {
    Answer answer =
        new Terminal(new FakeWorld().breaksAt(9, 4))
            .type("run", scenario, "--seeds", "1..12", "--until", "2s");

    assertThat(answer.out())
        .contains("12 runs: 10 passed, 2 failed.")
        .contains("The smallest failing seed is 4.")
        .contains("./skew run " + scenario + " --until 2s --seed 4\n");
  }

  @Test
  void passesWhenWhatMustHappenSomewhereHappensOnce() {
    FakeWorld world = new FakeWorld().expectsLuckAndHasItAt(3);

    Answer single = new Terminal(world).type("run", scenario, "--seed", "1");
    Answer sweep = new Terminal(world).type("run", scenario, "--seeds", "1..5");

    assertThat(single.exitCode()).isEqualTo(ExitCode.MET);
    assertThat(single.out()).contains("not now  a split brain is seen");
    assertThat(sweep.exitCode()).isEqualTo(ExitCode.MET);
    assertThat(sweep.out()).contains("met     in 1 run: a split brain is seen");
  }

  @Test
  void failsWhenWhatMustHappenSomewhereHappensNowhere() {
    FakeWorld world = new FakeWorld().expectsLuckAndHasItAt(77);

    Answer text = new Terminal(world).type("run", scenario, "--seeds", "1..5");
    Answer junit =
        new Terminal(world).type("run", scenario, "--seeds", "1..5", "--format", "junit");

    assertThat(text.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(text.out()).contains("not met in 0 runs: a split brain is seen");
    assertThat(junit.out()).contains("failure message=\"met in none of 5 runs\"");
  }

  @Test
  void writesASuiteForEachSeedForContinuousIntegration() {
    Answer answer =
        new Terminal(new FakeWorld().breaksAt(2))
            .type("run", scenario, "--seeds", "1..2", "--format", "junit");

    assertThat(answer.out())
        .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .contains("<testsuites name=\"skew\" tests=\"4\" failures=\"2\"")
        .contains("<testsuite name=\"quiet, seed 2\" tests=\"2\" failures=\"2\"")
        .contains("<failure message=\"was 4\">seed 2, trace hash 0000000200000003</failure>");
  }

  @Test
  void showsProgressOnlyToThoseWhoWatch() {
    Answer piped = new Terminal(new FakeWorld()).type("run", scenario, "--seeds", "1..4");
    Answer seen = new Terminal(new FakeWorld()).watched().type("run", scenario, "--seeds", "1..4");

    assertThat(piped.err()).isEmpty();
    assertThat(seen.err()).contains("2 of 4 runs, 0 failed, ").contains(" left");
  }

  @Test
  void namesTheSeedOfARunThatCouldNotEnd() {
    SimulationRunner failing =
        (request, listener) -> {
          if (request.seed() == 3) {
            throw new IllegalStateException("the world has ended");
          }
          return new FakeWorld().run(request, listener);
        };

    Answer answer = new Terminal(failing).type("run", scenario, "--seeds", "1..5", "--jobs", "1");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.INTERNAL_ERROR);
    assertThat(answer.err()).contains("seed 3: internal error: the world has ended");
    assertThat(answer.out()).contains("Stopped early: 2 of 5 runs were done.");
    assertThat(answer.showsAStackTrace()).isFalse();
  }

  @Test
  void refusesWhatIsNoRangeOfSeeds() {
    for (String wrong : List.of("7", "9..1", "1..x", "1..9999999")) {
      Answer answer = new Terminal(new FakeWorld()).type("run", scenario, "--seeds", wrong);

      assertThat(answer.exitCode()).as(wrong).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(answer.err()).contains("'" + wrong + "'").contains("./skew run --help");
    }
  }

  @Test
  void refusesFilesOfOneRunForMany() {
    Answer answer =
        new Terminal(new FakeWorld())
            .type("run", scenario, "--seeds", "1..2", "--trace", folder.resolve("t").toString());

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).contains("--trace is for one run");
    assertThat(folder.resolve("t")).doesNotExist();
  }

  @Test
  void refusesSeedAndSeedsTogether() {
    Answer answer =
        new Terminal(new FakeWorld()).type("run", scenario, "--seed", "1", "--seeds", "1..2");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).contains("--seed=N").contains("--seeds=A..B");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
