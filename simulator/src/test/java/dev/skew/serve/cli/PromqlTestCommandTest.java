package dev.skew.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.serve.cli.Terminal.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromqlTestCommandTest {

  private static final String SCRIPT =
      """
      load 1m
        n 0+1x5

      eval instant at 3m count_over_time(n[1m])
        {} 1

      eval instant at 3m n
        n 3
      """;

  @TempDir Path folder = Path.of("");

  private final Terminal terminal = new Terminal(new FakeWorld());

  @Test
  void saysHowManyEvaluationsConform() throws IOException {
    Path script = Files.writeString(folder.resolve("a.test"), SCRIPT);

    Answer answer = terminal.type("promql-test", script.toString());

    assertThat(answer.exitCode()).isEqualTo(ExitCode.MET);
    assertThat(answer.out()).isEqualTo("2 of 2 evaluations conform\n");
  }

  @Test
  void showsEachThatDoesNot() throws IOException {
    Path script = Files.writeString(folder.resolve("a.test"), SCRIPT);

    Answer answer = terminal.type("promql-test", script.toString(), "--mode", "2");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(answer.out())
        .contains("a.test:4: count_over_time(n[1m])")
        .contains("expected [{} 1], got [{} 2]")
        .endsWith("1 of 2 evaluations conform\n");
  }

  @Test
  void countsWhatItSkips() throws IOException {
    String histogram = "load 1m\n  h {{schema:0 sum:1 count:1}}\n\neval instant at 0 h\n  h {{}}\n";
    Path script = Files.writeString(folder.resolve("a.test"), histogram);

    Answer answer = terminal.type("promql-test", script.toString());

    assertThat(answer.out())
        .isEqualTo("skipped 1: native histograms\n0 of 0 evaluations conform\n");
  }

  @Test
  void aScriptThatCannotBeReadIsBadInput() throws IOException {
    Path script = Files.writeString(folder.resolve("a.test"), "eval now 1\n");

    Answer broken = terminal.type("promql-test", script.toString());
    Answer absent = terminal.type("promql-test", folder.resolve("b.test").toString());
    Answer mode = terminal.type("promql-test", script.toString(), "--mode=4");

    assertThat(broken.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(broken.err()).contains("a.test:1: 'eval now 1' is no command");
    assertThat(absent.err()).contains("b.test: no such file");
    assertThat(mode.err()).contains("--mode must be 2 or 3, got 4");
  }
}
