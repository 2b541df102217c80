package dev.skew.rehearse.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recording as far as it is whole. What comes after the first line that cannot be
 * understood is left aside, since nothing tells what was lost before it.
 */
public final class RecordingReader {

  /** More than this is no recording: a day of virtual time takes a tenth of it. */
  private static final long CHARACTERS_MAX = 128L * 1024 * 1024;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final BufferedReader in;
  private final List<TimedCommand> commands = new ArrayList<>();
  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private long charactersLeft = CHARACTERS_MAX;
  private int lineNumber;
  private @Nullable String flaw;

  private RecordingReader(Reader in) {
    this.in = new BufferedReader(in);
  }

  /**
   * Reads a recording, whole or cut.
   *
   * @throws UnreadableRecordingException when not even its scenario is whole
   */
  public static Recording read(Reader in) throws IOException, UnreadableRecordingException {
    return new RecordingReader(in).read();
  }

  private Recording read() throws IOException, UnreadableRecordingException {
    JsonNode header = needed("the line that says what it is");
    if (!isNumber(header, RecordingFormat.FORMAT)) {
      throw new UnreadableRecordingException(
          "this is no recording: its first line does not say so");
    }
    int number = header.path(RecordingFormat.FORMAT).asInt();
    if (number != RecordingFormat.NUMBER) {
      throw new UnreadableRecordingException(
          String.format(
              "written in format %d by version %s; this version reads format %d",
              number, header.path(RecordingFormat.VERSION).asText(), RecordingFormat.NUMBER));
    }
    if (!isText(header, RecordingFormat.VERSION) || !isNumber(header, RecordingFormat.SEED)) {
      throw new UnreadableRecordingException("line 1: it must name version and seed");
    }
    if (header.has(RecordingFormat.UNTIL) && !isInstant(header, RecordingFormat.UNTIL)) {
      throw new UnreadableRecordingException("line 1: until must be an instant in nanoseconds");
    }
    JsonNode scenario = needed("its scenario");
    if (!isText(scenario, RecordingFormat.SCENARIO_FILE)
        || !isText(scenario, RecordingFormat.SCENARIO_TEXT)) {
      throw new UnreadableRecordingException("line 2: it must hold the scenario");
    }
    readHistory();
    return new Recording(
        header.path(RecordingFormat.VERSION).asText(),
        scenario.path(RecordingFormat.SCENARIO_FILE).asText(),
        scenario.path(RecordingFormat.SCENARIO_TEXT).asText(),
        header.path(RecordingFormat.SEED).asLong(),
        wholeCommands(),
        header.has(RecordingFormat.UNTIL)
            ? OptionalLong.of(header.path(RecordingFormat.UNTIL).asLong())
            : OptionalLong.empty(),
        checkpoints,
        Optional.ofNullable(flaw));
  }

  private void readHistory() throws IOException {
    boolean ended = false;
    while (!ended && flaw == null) {
      JsonNode line = next();
      if (line == null) {
        flaw = flaw == null ? "cut after line " + lineNumber : flaw;
      } else {
        ended = line.path(RecordingFormat.END).asBoolean();
        if (!ended && !isCommand(line) && !isCheckpoint(line)) {
          flaw = "line " + lineNumber + ": neither a command nor a checkpoint";
        }
      }
    }
  }

  private boolean isCommand(JsonNode line) {
    if (!isInstant(line, RecordingFormat.AT) || !isText(line, RecordingFormat.COMMAND)) {
      return false;
    }
    long atNanos = line.path(RecordingFormat.AT).asLong();
    long lastNanos = commands.isEmpty() ? 0 : commands.get(commands.size() - 1).atNanos();
    if (atNanos < lastNanos) {
      return false;
    }
    commands.add(new TimedCommand(atNanos, line.path(RecordingFormat.COMMAND).asText()));
    return true;
  }

  private boolean isCheckpoint(JsonNode line) {
    if (!isInstant(line, RecordingFormat.AT)
        || !isNumber(line, RecordingFormat.EVENTS)
        || !isText(line, RecordingFormat.HASH)) {
      return false;
    }
    long atNanos = line.path(RecordingFormat.AT).asLong();
    long lastNanos = checkpoints.isEmpty() ? 0 : checkpoints.get(checkpoints.size() - 1).atNanos();
    if (atNanos < lastNanos) {
      return false;
    }
    checkpoints.add(
        new Checkpoint(
            atNanos,
            line.path(RecordingFormat.EVENTS).asLong(),
            line.path(RecordingFormat.HASH).asText()));
    return true;
  }

  /** Commands after the last checkpoint may have lost their neighbours: they are left aside. */
  private List<TimedCommand> wholeCommands() {
    if (flaw == null) {
      return commands;
    }
    long wholeUntilNanos =
        checkpoints.isEmpty() ? 0 : checkpoints.get(checkpoints.size() - 1).atNanos();
    return commands.stream().filter(command -> command.atNanos() <= wholeUntilNanos).toList();
  }

  private JsonNode needed(String what) throws IOException, UnreadableRecordingException {
    JsonNode line = next();
    if (line == null) {
      throw new UnreadableRecordingException(
          "cut before "
              + what
              + " was whole: there is nothing to replay"
              + (flaw == null ? "" : " (" + flaw + ")"));
    }
    return line;
  }

  /** The next line, or null at the end of the file or of what can be understood. */
  private @Nullable JsonNode next() throws IOException {
    String line = nextLine();
    if (line == null) {
      return null;
    }
    lineNumber++;
    try {
      JsonNode node = JSON.readTree(line);
      if (node.isObject()) {
        return node;
      }
      flaw = "line " + lineNumber + ": not a JSON object";
    } catch (JsonProcessingException e) {
      flaw = "line " + lineNumber + ": cut or damaged";
    }
    return null;
  }

  private @Nullable String nextLine() throws IOException {
    StringBuilder line = new StringBuilder();
    int character = in.read();
    if (character < 0) {
      return null;
    }
    while (character >= 0 && character != '\n') {
      line.append((char) character);
      if (--charactersLeft < 0) {
        throw new IOException("larger than " + CHARACTERS_MAX + " characters");
      }
      character = in.read();
    }
    return line.toString();
  }

  private static boolean isNumber(JsonNode line, String field) {
    return line.path(field).isIntegralNumber() && line.path(field).canConvertToLong();
  }

  private static boolean isInstant(JsonNode line, String field) {
    return isNumber(line, field) && line.path(field).asLong() >= 0;
  }

  private static boolean isText(JsonNode line, String field) {
    return line.path(field).isTextual();
  }
}
