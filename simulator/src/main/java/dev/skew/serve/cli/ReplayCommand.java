package dev.skew.serve.cli;

import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.simulation.Checkpoint;
import dev.skew.rehearse.simulation.Recording;
import dev.skew.rehearse.simulation.RecordingReader;
import dev.skew.rehearse.simulation.ReplayComparison;
import dev.skew.rehearse.simulation.Report;
import dev.skew.rehearse.simulation.RunListener;
import dev.skew.rehearse.simulation.RunRequest;
import dev.skew.rehearse.simulation.UnreadableRecordingException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lives through a recording again and compares. */
@Command(
    name = "replay",
    description = {
      "Run a recording again and compare the two histories.",
      "",
      "The trace hash is compared once for every virtual second. A recording that was cut is"
          + " replayed up to where it is whole. Exit code 0 when all that was compared is equal."
    })
final class ReplayCommand implements Callable<Integer> {

  private final Services services;
  private final Console console;

  @Parameters(paramLabel = "RECORDING", description = "A file that run --record has written.")
  private Path file = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = OutputFormat.Converter.class,
      defaultValue = "text",
      description = "Results as text or json; ${DEFAULT-VALUE} unless told.")
  private OutputFormat format = OutputFormat.TEXT;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Write every event of the replay, as JSON lines.")
  private @Nullable Path trace;

  ReplayCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  @Override
  public Integer call() throws BadInputException, IOException {
    if (format == OutputFormat.JUNIT) {
      throw new BadInputException("replay writes text or json, not junit");
    }
    Recording recording = read();
    sayWhatIsOdd(recording);
    Scenario scenario = scenarioOf(recording);
    RunRequest request =
        new RunRequest(scenario, recording.seed(), recording.commands(), untilNanos(recording));
    ReplayComparison comparison = new ReplayComparison(recording);

    FinishedRun run = run(request, comparison);

    report(run, recording, comparison);
    return comparison.isEqual() ? ExitCode.MET : ExitCode.FAILED;
  }

  private FinishedRun run(RunRequest request, ReplayComparison comparison)
      throws BadInputException, IOException {
    long endNanos = request.untilNanos().orElse(request.scenario().duration().toNanos());
    try (RunFiles files = RunFiles.open(Optional.ofNullable(trace), Optional.empty())) {
      List<RunListener> listeners =
          files.and(new RunProgress(console, endNanos, services.wallNanos()));
      listeners.add(comparison);
      long beganNanos = services.wallNanos().getAsLong();
      Report report = services.runner().run(request, new Listeners(listeners));
      return new FinishedRun(report, services.wallNanos().getAsLong() - beganNanos);
    } finally {
      console.clearLive();
    }
  }

  /** A cut recording is good up to its last checkpoint; a whole one to where its run ended. */
  private static OptionalLong untilNanos(Recording recording) {
    return recording.flaw().isEmpty()
        ? recording.untilNanos()
        : OptionalLong.of(recording.wholeUntilNanos());
  }

  private Recording read() throws BadInputException {
    try (Reader in = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
      return RecordingReader.read(in);
    } catch (UnreadableRecordingException e) {
      throw new BadInputException(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new BadInputException(file + ": " + InputFiles.reason(file, e));
    }
  }

  private void sayWhatIsOdd(Recording recording) {
    recording
        .flaw()
        .ifPresent(
            flaw ->
                console
                    .err()
                    .printf(
                        "%s: not whole (%s); replayed up to %s, the last checkpoint in it%n",
                        file, flaw, Words.clock(recording.wholeUntilNanos())));
    if (!recording.version().equals(services.version())) {
      console
          .err()
          .printf(
              "%s: made by version %s, replayed by version %s; the histories may differ%n",
              file, recording.version(), services.version());
    }
  }

  private Scenario scenarioOf(Recording recording) throws BadInputException {
    String name = file + " (" + recording.scenarioFile() + ")";
    return services.parser().parse(name, recording.scenarioText());
  }

  private void report(FinishedRun run, Recording recording, ReplayComparison comparison) {
    if (format == OutputFormat.JSON) {
      json(run, recording, comparison);
      return;
    }
    new TextResults(console, "").single(run);
    String compared = Words.count(comparison.equalCheckpoints(), "checkpoint");
    console.out().println();
    if (comparison.isEqual()) {
      console
          .out()
          .println(
              console.paint(Console.Paint.GOOD, "the same history") + ": " + compared + " equal");
    } else {
      console
          .out()
          .println(
              console.paint(Console.Paint.WORST, "ANOTHER HISTORY")
                  + ": "
                  + compared
                  + " equal, then "
                  + difference(comparison));
    }
    console.out().flush();
  }

  private static String difference(ReplayComparison comparison) {
    return comparison
        .difference()
        .map(
            difference ->
                "recorded "
                    + words(difference.recorded())
                    + ", replayed "
                    + words(difference.replayed()))
        .orElse("the replay ended, and the recording goes on");
  }

  private static String words(Checkpoint checkpoint) {
    return checkpoint.hash()
        + " after "
        + Words.count(checkpoint.events(), "event")
        + " at "
        + Words.clock(checkpoint.atNanos());
  }

  private void json(FinishedRun run, Recording recording, ReplayComparison comparison) {
    new JsonResults(console.out(), "")
        .line(
            json -> {
              JsonResults.run(json, run);
              JsonResults.timeline(json, run.report());
              json.writeObjectFieldStart("replay");
              json.writeBooleanField("equal", comparison.isEqual());
              json.writeNumberField("equalCheckpoints", comparison.equalCheckpoints());
              json.writeBooleanField("whole", recording.flaw().isEmpty());
              json.writeStringField("recordedBy", recording.version());
              if (!comparison.isEqual()) {
                json.writeStringField("difference", difference(comparison));
              }
              json.writeEndObject();
            });
  }
}
