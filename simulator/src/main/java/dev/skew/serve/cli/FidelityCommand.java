package dev.skew.serve.cli;

import dev.skew.rehearse.fidelity.FidelityReport;
import dev.skew.rehearse.fidelity.RecordingException;
import dev.skew.rehearse.fidelity.RecordingFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares simulated clusters with recordings of real ones. */
@Command(
    name = "fidelity",
    description = {
      "Repeat the experiments of a folder of recordings on simulated clusters, and compare.",
      "",
      "Sizes, delays, losses and modes are read from the recordings' own columns. For every metric"
          + " it prints count, p50, p90 and p99 of both sides, and the Kolmogorov-Smirnov distance"
          + " with its p-value. Exit code 0 when every metric is within its bound."
    })
final class FidelityCommand implements Callable<Integer> {

  private static final int SEEDS_MAX = 10_000;
  private static final int JOBS_MAX = 256;

  private final Services services;
  private final Console console;

  @Parameters(paramLabel = "DIR", description = "A folder of recordings.")
  private Path folder = Path.of("");

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "20",
      description = "Repetitions of each experiment; ${DEFAULT-VALUE} unless told.")
  private int seeds = 20;

  @Option(
      names = "--jobs",
      paramLabel = "J",
      description = "Experiments at a time; all processors unless told.")
  private @Nullable Integer jobs;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = OutputFormat.Converter.class,
      defaultValue = "text",
      description = "Results as text or json; ${DEFAULT-VALUE} unless told.")
  private OutputFormat format = OutputFormat.TEXT;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "Only the experiments whose names hold this text.")
  private @Nullable String only;

  FidelityCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  @Override
  public Integer call() throws BadInputException {
    if (format == OutputFormat.JUNIT) {
      throw new BadInputException("fidelity writes text or json, not junit");
    }
    requireBetween("--seeds", seeds, SEEDS_MAX);
    int threads = jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
    requireBetween("--jobs", threads, JOBS_MAX);
    RecordingFolder recordings = read();

    StudyProgress progress =
        new StudyProgress(console, recordings.experiments().size(), services.wallNanos());
    progress.show();
    FidelityReport report = services.study().run(recordings, seeds, threads, progress::onDone);
    console.clearLive();

    String answer = format == OutputFormat.JSON ? report.toJson() : report.toText();
    console.out().println(answer.strip());
    console.out().flush();
    return report.passes() ? ExitCode.MET : ExitCode.FAILED;
  }

  private RecordingFolder read() throws BadInputException {
    RecordingFolder recordings;
    try {
      recordings = RecordingFolder.read(folder);
    } catch (RecordingException e) {
      throw new BadInputException(e.problems());
    }
    if (only == null) {
      return recordings;
    }
    RecordingFolder some = recordings.only(only);
    if (some.experiments().isEmpty()) {
      List<String> names = recordings.experiments().stream().map(each -> each.name()).toList();
      throw new BadInputException(
          "--only: no experiment's name holds '"
              + only
              + "'; there are:\n  "
              + String.join("\n  ", names));
    }
    return some;
  }

  private static void requireBetween(String option, int value, int max) throws BadInputException {
    if (value < 1 || value > max) {
      throw new BadInputException(option + " must lie in 1.." + max + ", got " + value);
    }
  }
}
