package dev.skew.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.serve.cli.Terminal.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  private final Terminal terminal = new Terminal(new FakeWorld());

  @Test
  void listsItsCommandsAndExitCodes() {
    Answer answer = terminal.type("--help");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.MET);
    assertThat(answer.out())
        .contains("run", "check", "replay", "fidelity", "promql-test", "help")
        .contains("Exit codes: 0 met, 1")
        .doesNotContain("warm-up");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check", "replay", "fidelity", "promql-test"})
  void explainsEveryCommand(String command) {
    Answer asOption = terminal.type(command, "--help");
    Answer asCommand = terminal.type("help", command);

    assertThat(asOption.exitCode()).isEqualTo(ExitCode.MET);
    assertThat(asOption.out()).startsWith("Usage: skew " + command);
    assertThat(asCommand.out()).isEqualTo(asOption.out());
  }

  @Test
  void tellsItsVersion() {
    assertThat(terminal.type("--version").out()).isEqualTo("skew 1.2.3\n");
    assertThat(terminal.type("run", "--version").out()).isEqualTo("skew 1.2.3\n");
  }

  @Test
  void writesAScriptThatCompletesCommandLines() {
    Answer answer = terminal.type("generate-completion");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.MET);
    assertThat(answer.out()).contains("complete -F _complete_skew").contains("--seeds");
  }

  @Test
  void asksForACommand() {
    Answer answer = terminal.type();

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).contains("Name a command").contains("Try: ./skew --help");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    List<Answer> answers =
        List.of(
            terminal.type("walk"),
            terminal.type("run"),
            terminal.type("run", "a.yaml", "--sed", "1"),
            terminal.type("run", "a.yaml", "--seed", "one"),
            terminal.type("run", "a.yaml", "--format", "xml"),
            terminal.type("run", "a.yaml", "--jobs", "0"),
            terminal.type("run", "a.yaml", "--until", "soon"));

    assertThat(answers).allMatch(answer -> answer.exitCode() == ExitCode.BAD_INPUT);
    assertThat(answers).noneMatch(Answer::showsAStackTrace);
    assertThat(answers).allMatch(answer -> answer.out().isEmpty());
    assertThat(answers.get(0).err()).contains("'walk'");
    assertThat(answers.get(4).err()).contains("text, json, junit");
  }

  @Test
  void checksSeveralFilesAndCountsTheirProblems(@TempDir Path folder) throws IOException {
    String good = FakeWorld.scenarioIn(folder).toString();
    Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "name: wrong\nduration: soon\n");

    Answer fine = terminal.type("check", good);
    Answer mixed = terminal.type("check", good, wrong.toString(), "absent.yaml");

    assertThat(fine.exitCode()).isEqualTo(ExitCode.MET);
    assertThat(fine.out()).isEqualTo(good + ": ok\n");
    assertThat(mixed.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(mixed.out()).isEqualTo(good + ": ok\n");
    assertThat(mixed.err())
        .contains(wrong + ":2:11: duration: ")
        .contains("absent.yaml: no such file")
        .endsWith("3 problems\n");
  }

  @Test
  void listsWhatIsWrongWithAFolderOfRecordings(@TempDir Path folder) throws IOException {
    Answer empty = terminal.type("fidelity", folder.toString());
    Files.writeString(folder.resolve("A_failover.csv"), "nothing,useful\n1,2\n");
    Answer wrong = terminal.type("fidelity", folder.toString());
    Answer absent = terminal.type("fidelity", folder.resolve("absent").toString());

    assertThat(List.of(empty, wrong, absent))
        .allMatch(answer -> answer.exitCode() == ExitCode.BAD_INPUT && answer.out().isEmpty());
    assertThat(empty.err()).contains("holds no recording");
    assertThat(wrong.err()).contains("A_failover.csv");
    assertThat(absent.err()).contains("is no folder");
  }
}
