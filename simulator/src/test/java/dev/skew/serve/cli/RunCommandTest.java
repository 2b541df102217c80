package dev.skew.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skew.serve.cli.Terminal.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Path folder = Path.of("");
  private String scenario = "";

  @BeforeEach
  void writeAScenario(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.scenario = FakeWorld.scenarioIn(folder).toString();
  }

  @Test
  void tellsAPersonVerdictSeedHashAndTimeline() {
    Answer answer = new Terminal(new FakeWorld()).type("run", scenario, "--seed", "42");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.MET);
    assertThat(answer.out())
        .contains("quiet, seed 42")
        .contains("0:01.000  ! chaos network partition")
        .contains("met      leader-changes at most 3")
        .contains("\npassed\n")
        .contains("seed 42, trace hash 0000002a00000003");
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void tellsWhyARunFailed() {
    Answer answer = new Terminal(new FakeWorld().breaksAt(7)).type("run", scenario, "--seed", "7");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(answer.out())
        .contains("NOT MET  leader-changes at most 3\n           was 4")
        .contains("one-leader-per-term: etcd-0 and etcd-2 in 4\n               2.7 vote")
        .contains("FAILED: 1 expectation not met, 1 violation, the first one-leader-per-term");
  }

  @Test
  void usesColoursOnlyWhereSomebodySeesThem() {
    Answer piped = new Terminal(new FakeWorld()).type("run", scenario);
    Answer seen = new Terminal(new FakeWorld()).watched().type("run", scenario);

    assertThat(piped.out()).doesNotContain("\u001b");
    assertThat(seen.out()).contains("\u001b[32mpassed\u001b[0m");
  }

  @Test
  void printsOneObjectForPrograms() throws IOException {
    Answer answer =
        new Terminal(new FakeWorld().breaksAt(7))
            .type("run", scenario, "--seed", "7", "--format", "json");
    JsonNode run = JSON.readTree(answer.out());

    assertThat(answer.out().lines()).hasSize(1);
    assertThat(run.path("scenario").asText()).isEqualTo("quiet");
    assertThat(run.path("seed").asLong()).isEqualTo(7);
    assertThat(run.path("verdict").asText()).isEqualTo("failed");
    assertThat(run.path("traceHash").asText()).isEqualTo("0000000700000003");
    assertThat(run.path("virtualSeconds").asDouble()).isEqualTo(3);
    assertThat(run.path("wallSeconds").isNumber()).isTrue();
    assertThat(run.path("events").asLong()).isEqualTo(12_345);
    assertThat(run.at("/expectations/0/what").asText()).isEqualTo("leader-changes at most 3");
    assertThat(run.at("/expectations/0/met").asBoolean(true)).isFalse();
    assertThat(run.at("/expectations/0/detail").asText()).isEqualTo("was 4");
    assertThat(run.at("/violations/0/at").asDouble()).isEqualTo(2.75);
    assertThat(run.at("/violations/0/invariant").asText()).isEqualTo("one-leader-per-term");
    assertThat(run.at("/violations/0/detail").asText()).isEqualTo("etcd-0 and etcd-2 in 4");
    assertThat(run.at("/criteria/no-data-loss/met").isBoolean()).isTrue();
    assertThat(run.at("/criteria/no-data-loss/met").asBoolean(true)).isFalse();
    assertThat(run.at("/criteria/no-data-loss/lost").asLong()).isEqualTo(1);
    assertThat(run.at("/criteria/conflicts-resolved/met").isNull()).isTrue();
    assertThat(run.at("/measures/write-availability").asDouble()).isEqualTo(0.975);
    assertThat(run.path("alerts").isArray()).isTrue();
  }

  @Test
  void writesATraceOfJsonLines() throws IOException {
    Path trace = folder.resolve("trace.jsonl");

    new Terminal(new FakeWorld()).type("run", scenario, "--trace", trace.toString());

    assertThat(trace).hasContent("{\"at\":\"1.500000000\",\"kind\":\"happened\",\"seed\":1}\n");
  }

  @Test
  void stopsWhereItIsTold() {
    Answer answer = new Terminal(new FakeWorld()).type("run", scenario, "--until", "2s");

    assertThat(answer.out()).contains("trace hash 0000000100000002").contains("2 s of virtual");
  }

  @Test
  void refusesToStopAfterTheEnd() {
    Answer answer = new Terminal(new FakeWorld()).type("run", scenario, "--until", "1h");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).contains("--until must lie after 0s and not after 3s").contains("1h");
  }

  @Test
  void refusesOneFileForTwoThings() {
    String file = folder.resolve("both").toString();

    Answer answer =
        new Terminal(new FakeWorld()).type("run", scenario, "--trace", file, "--record", file);

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).contains("name the same file");
  }

  @Test
  void saysThatAFileCannotBeWrittenBeforeItRuns() {
    String file = folder.resolve("absent/trace.jsonl").toString();

    Answer answer = new Terminal(new FakeWorld()).type("run", scenario, "--trace", file);

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains(file).contains("its folder does not exist");
  }

  @Test
  void listsAllProblemsOfAScenario() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("wrong.yaml"), "name: wrong\nduration: -3s\ncolour: red\n");

    Answer answer = new Terminal(new FakeWorld()).type("run", file.toString());

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .contains(file + ":2:")
        .contains(file + ":3:")
        .contains("topology")
        .contains("3 problems");
  }

  @Test
  void namesAScenarioThatIsNotThere() {
    Answer answer = new Terminal(new FakeWorld()).type("run", "absent.yaml");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).isEqualTo("absent.yaml: no such file\n");
  }

  @Test
  void refusesAFolderAndATextThatIsNotUtf8() throws IOException {
    Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', (byte) 0xe9, '\n'});

    List<Answer> answers =
        List.of(
            new Terminal(new FakeWorld()).type("run", folder.toString()),
            new Terminal(new FakeWorld()).type("run", latin.toString()));

    assertThat(answers).allMatch(answer -> answer.exitCode() == ExitCode.BAD_INPUT);
    assertThat(answers.get(0).err()).contains("is a folder");
    assertThat(answers.get(1).err()).contains("not UTF-8");
  }

  @Test
  void showsAnInternalErrorWithoutItsStackUnlessAsked() {
    Terminal terminal =
        new Terminal(
            (request, listener) -> {
              throw new IllegalStateException("the world has ended");
            });

    Answer brief = terminal.type("run", scenario);
    Answer debug = terminal.type("run", scenario, "--debug");

    assertThat(brief.exitCode()).isEqualTo(ExitCode.INTERNAL_ERROR);
    assertThat(brief.err()).contains("internal error: the world has ended").contains("--debug");
    assertThat(brief.showsAStackTrace()).isFalse();
    assertThat(debug.exitCode()).isEqualTo(ExitCode.INTERNAL_ERROR);
    assertThat(debug.showsAStackTrace()).isTrue();
  }

  @Test
  void survivesErrorsThatAreNoExceptions() {
    Terminal terminal =
        new Terminal(
            (request, listener) -> {
              throw new AssertionError("commit index 7 beyond last index 6");
            });

    Answer answer = terminal.type("run", scenario);

    assertThat(answer.exitCode()).isEqualTo(ExitCode.INTERNAL_ERROR);
    assertThat(answer.err()).contains("commit index 7 beyond last index 6");
    assertThat(answer.showsAStackTrace()).isFalse();
  }
}
