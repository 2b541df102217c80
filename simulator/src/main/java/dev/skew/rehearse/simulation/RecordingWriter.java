package dev.skew.rehearse.simulation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * Writes a recording while the run goes on, line by line, so that whatever ends the run leaves a
 * file that is whole up to there.
 */
public final class RecordingWriter implements RunListener {

  private static final JsonFactory JSON = new JsonFactory();

  private final Writer out;

  public RecordingWriter(Writer out) {
    this.out = out;
  }

  /**
   * Writes what the run is made of.
   *
   * @param recording its checkpoints and flaw are left aside: those come as the run goes on
   */
  public void begin(Recording recording) {
    line(
        json -> {
          json.writeNumberField(RecordingFormat.FORMAT, RecordingFormat.NUMBER);
          json.writeStringField(RecordingFormat.VERSION, recording.version());
          json.writeNumberField(RecordingFormat.SEED, recording.seed());
          if (recording.untilNanos().isPresent()) {
            json.writeNumberField(RecordingFormat.UNTIL, recording.untilNanos().getAsLong());
          }
        });
    line(
        json -> {
          json.writeStringField(RecordingFormat.SCENARIO_FILE, recording.scenarioFile());
          json.writeStringField(RecordingFormat.SCENARIO_TEXT, recording.scenarioText());
        });
    recording.commands().forEach(this::command);
  }

  /** An operator's act, to be called before the checkpoint that follows it. */
  public void command(TimedCommand command) {
    line(
        json -> {
          json.writeNumberField(RecordingFormat.AT, command.atNanos());
          json.writeStringField(RecordingFormat.COMMAND, command.line());
        });
  }

  @Override
  public void onCheckpoint(Checkpoint checkpoint) {
    line(
        json -> {
          json.writeNumberField(RecordingFormat.AT, checkpoint.atNanos());
          json.writeNumberField(RecordingFormat.EVENTS, checkpoint.events());
          json.writeStringField(RecordingFormat.HASH, checkpoint.hash());
        });
  }

  /** The line without which a recording counts as cut. */
  public void end() {
    line(json -> json.writeBooleanField(RecordingFormat.END, true));
  }

  private void line(Fields fields) {
    try {
      JsonGenerator json = JSON.createGenerator(out);
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      fields.writeTo(json);
      json.writeEndObject();
      json.writeRaw('\n');
      json.close();
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FunctionalInterface
  private interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }
}
