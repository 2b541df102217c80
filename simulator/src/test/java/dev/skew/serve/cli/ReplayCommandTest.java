package dev.skew.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skew.serve.cli.Terminal.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {

  private final Terminal terminal = new Terminal(new FakeWorld());
  private Path folder = Path.of("");
  private Path recording = Path.of("");

  @BeforeEach
  void recordARun(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.recording = folder.resolve("run.recording");
    record();
  }

  @Test
  void findsTheSameHistory() {
    Answer answer = terminal.type("replay", recording.toString());

    assertThat(answer.exitCode()).isEqualTo(ExitCode.MET);
    assertThat(answer.out()).contains("seed 5, trace hash").contains("the same history: 3 check");
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void namesTheFirstCheckpointThatDiffers() {
    Answer answer =
        new Terminal(new FakeWorld().changedFromSecond(2)).type("replay", recording.toString());

    assertThat(answer.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(answer.out())
        .contains("ANOTHER HISTORY: 1 checkpoint equal, then recorded 0000000500000002")
        .contains("at 0:02.000, replayed 00000005");
  }

  @Test
  void tellsProgramsTheSame() throws IOException {
    Answer answer = terminal.type("replay", recording.toString(), "--format", "json");
    JsonNode replay = new ObjectMapper().readTree(answer.out());

    assertThat(replay.path("traceHash").asText()).isEqualTo("0000000500000003");
    assertThat(replay.at("/replay/equal").asBoolean()).isTrue();
    assertThat(replay.at("/replay/equalCheckpoints").asInt()).isEqualTo(3);
    assertThat(replay.at("/replay/whole").asBoolean()).isTrue();
  }

  @Test
  void writesTheTraceOfTheReplay() {
    Path trace = folder.resolve("again.jsonl");

    terminal.type("replay", recording.toString(), "--trace", trace.toString());

    assertThat(trace).hasContent("{\"at\":\"1.500000000\",\"kind\":\"happened\",\"seed\":5}\n");
  }

  @Test
  void stopsWhereTheRecordedRunWasStopped() throws IOException {
    record("--until", "2s");

    Answer answer = terminal.type("replay", recording.toString());

    assertThat(answer.exitCode()).isEqualTo(ExitCode.MET);
    assertThat(answer.out())
        .contains("trace hash 0000000500000002")
        .contains("2 checkpoints equal");
  }

  @Test
  void replaysACutRecordingUpToWhereItIsWhole() throws IOException {
    String whole = Files.readString(recording);
    Files.writeString(recording, whole.substring(0, whole.indexOf("\"at\":3000000000") + 4));

    Answer answer = terminal.type("replay", recording.toString());

    assertThat(answer.exitCode()).isEqualTo(ExitCode.MET);
    assertThat(answer.err()).contains("not whole").contains("replayed up to 0:02.000");
    assertThat(answer.out()).contains("2 checkpoints equal");
  }

  @Test
  void neverFailsInsideHoweverARecordingIsCut() throws IOException {
    byte[] whole = Files.readAllBytes(recording);

    // Without the last line break it is still whole.
    for (int length = 0; length < whole.length - 1; length++) {
      Files.write(recording, Arrays.copyOf(whole, length));
      Answer answer = terminal.type("replay", recording.toString());

      assertThat(answer.exitCode()).as("cut at %d", length).isIn(ExitCode.MET, ExitCode.BAD_INPUT);
      assertThat(answer.err()).as("cut at %d", length).contains(recording + ": ");
    }
  }

  @Test
  void saysThatAnotherVersionMadeIt() throws IOException {
    Files.writeString(recording, Files.readString(recording).replace("1.2.3", "0.9.0"));

    Answer answer = terminal.type("replay", recording.toString());

    assertThat(answer.exitCode()).isEqualTo(ExitCode.MET);
    assertThat(answer.err()).contains("made by version 0.9.0, replayed by version 1.2.3");
  }

  @Test
  void refusesAnotherFormatAndWhatIsNoRecording() throws IOException {
    String text = Files.readString(recording);
    Files.writeString(recording, text.replace("\"skew-recording\":1", "\"skew-recording\":9"));
    Answer later = terminal.type("replay", recording.toString());
    Answer other = terminal.type("replay", FakeWorld.scenarioIn(folder).toString());

    assertThat(later.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(later.err()).contains("written in format 9 by version 1.2.3");
    assertThat(other.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(other.err()).contains("quiet.yaml: ");
  }

  private void record(String... options) throws IOException {
    String[] command = {
      "run",
      FakeWorld.scenarioIn(folder).toString(),
      "--seed",
      "5",
      "--record",
      recording.toString()
    };
    String[] whole = Arrays.copyOf(command, command.length + options.length);
    System.arraycopy(options, 0, whole, command.length, options.length);

    assertThat(terminal.type(whole).exitCode()).isEqualTo(ExitCode.MET);
  }
}
