package dev.skew.serve.cli;

import dev.skew.rehearse.simulation.Recording;
import dev.skew.rehearse.simulation.RecordingWriter;
import dev.skew.rehearse.simulation.RunListener;
import dev.skew.rehearse.simulation.RunRequest;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files that a run leaves behind, opened before it begins so that a bad path costs nothing. */
final class RunFiles implements Closeable {

  private final @Nullable TraceFile trace;
  private final @Nullable Writer recordingOut;
  private final @Nullable RecordingWriter recording;

  private RunFiles(@Nullable TraceFile trace, @Nullable Writer recordingOut) {
    this.trace = trace;
    this.recordingOut = recordingOut;
    this.recording = recordingOut == null ? null : new RecordingWriter(recordingOut);
  }

  static RunFiles open(Optional<Path> trace, Optional<Path> record) throws BadInputException {
    if (trace.isPresent() && record.isPresent() && isSame(trace.get(), record.get())) {
      throw new BadInputException("--trace and --record name the same file; give each its own");
    }
    return new RunFiles(
        trace.isPresent() ? openTrace(trace.get()) : null,
        record.isPresent() ? openRecording(record.get()) : null);
  }

  /** What watches the run for these files, and one more. */
  List<RunListener> and(RunListener other) {
    List<RunListener> all = new ArrayList<>();
    if (trace != null) {
      all.add(trace);
    }
    if (recording != null) {
      all.add(recording);
    }
    all.add(other);
    return all;
  }

  void beginRecording(ScenarioFile file, RunRequest request, String version) {
    if (recording != null) {
      recording.begin(
          new Recording(
              version,
              file.file().toString(),
              file.text(),
              request.seed(),
              request.commands(),
              request.untilNanos(),
              List.of(),
              Optional.empty()));
    }
  }

  /** The run came to its end, and the recording is whole. */
  void end() {
    if (recording != null) {
      recording.end();
    }
  }

  @Override
  public void close() throws IOException {
    if (trace != null) {
      trace.close();
    }
    if (recordingOut != null) {
      recordingOut.close();
    }
  }

  private static boolean isSame(Path one, Path other) {
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  private static TraceFile openTrace(Path file) throws BadInputException {
    try {
      return new TraceFile(Files.newBufferedWriter(file));
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static Writer openRecording(Path file) throws BadInputException {
    try {
      return Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static BadInputException cannotWrite(Path file, IOException e) {
    return new BadInputException(
        file
            + ": cannot be written: "
            + (e instanceof NoSuchFileException
                ? "its folder does not exist"
                : InputFiles.reason(file, e)));
  }
}
