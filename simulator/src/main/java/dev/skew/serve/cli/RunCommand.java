package dev.skew.serve.cli;

import dev.skew.rehearse.simulation.RunListener;
import dev.skew.rehearse.simulation.RunRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lives through a scenario, once or for many seeds. */
@Command(
    name = "run",
    description = {
      "Live through a scenario and judge it.",
      "",
      "The same scenario and seed give the same history and trace hash, everywhere. With --seeds"
          + " every run is reported in the order of the seeds, and the smallest failing seed"
          + " together with the command that has it again."
    })
final class RunCommand implements Callable<Integer> {

  private static final int JOBS_MAX = 256;

  private final Services services;
  private final Console console;

  @Parameters(paramLabel = "SCENARIO", description = "A scenario file.")
  private Path scenario = Path.of("");

  @ArgGroup private Seeds seeds = new Seeds();

  @Option(
      names = "--jobs",
      paramLabel = "J",
      description = "Runs at a time in a sweep; all processors unless told.")
  private @Nullable Integer jobs;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = OutputFormat.Converter.class,
      defaultValue = "text",
      description = "Results as ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless told.")
  private OutputFormat format = OutputFormat.TEXT;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Write every event of the one run, as JSON lines.")
  private @Nullable Path trace;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "Write a recording of the one run, for replay.")
  private @Nullable Path record;

  @Option(
      names = "--until",
      paramLabel = "T",
      converter = Until.Converter.class,
      description = "Stop at this virtual instant, such as 90s or 5m, instead of at the end.")
  private @Nullable Until until;

  RunCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  /** One seed or many, never both. */
  static final class Seeds {

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "1",
        description = "The seed of the one run; ${DEFAULT-VALUE} unless told.")
    private long one = 1;

    @Option(
        names = "--seeds",
        paramLabel = "A..B",
        converter = SeedRange.Converter.class,
        description = "Run every seed from A to B.")
    private @Nullable SeedRange range;
  }

  @Override
  public Integer call() throws Exception {
    if (jobs != null && (jobs < 1 || jobs > JOBS_MAX)) {
      throw new BadInputException("--jobs must lie in 1.." + JOBS_MAX + ", got " + jobs);
    }
    SeedRange range = seeds.range;
    if (range == null) {
      return runOne(readScenario());
    }
    if (trace != null || record != null) {
      throw new BadInputException(
          (trace != null ? "--trace" : "--record")
              + " is for one run; choose a seed with --seed instead of --seeds");
    }
    return sweep(readScenario(), range);
  }

  private ScenarioFile readScenario() throws BadInputException {
    ScenarioFile file = ScenarioFile.read(scenario, services.parser());
    if (until != null) {
      until.requireWithin(file.scenario().duration());
    }
    return file;
  }

  private RunRequest request(ScenarioFile file, long seed) {
    OptionalLong untilNanos = until == null ? OptionalLong.empty() : OptionalLong.of(until.nanos());
    return new RunRequest(file.scenario(), seed, List.of(), untilNanos);
  }

  private int runOne(ScenarioFile file) throws BadInputException, IOException {
    RunFiles files = RunFiles.open(Optional.ofNullable(trace), Optional.ofNullable(record));
    FinishedRun run;
    try (files) {
      RunRequest request = request(file, seeds.one);
      files.beginRecording(file, request, services.version());
      long durationNanos = request.untilNanos().orElse(file.scenario().duration().toNanos());
      run =
          finished(
              request,
              new Listeners(
                  files.and(new RunProgress(console, durationNanos, services.wallNanos()))));
      files.end();
    }
    console.clearLive();
    format.results(console, "").single(run);
    return run.passed() ? ExitCode.MET : ExitCode.FAILED;
  }

  private int sweep(ScenarioFile file, SeedRange range)
      throws Sweep.RunFailedException, InterruptedException {
    SweepSummary summary = new SweepSummary(range.count());
    SweepOutput output = new SweepOutput(format.results(console, replayCommand()), summary);
    SweepProgress progress = new SweepProgress(console, summary, services.wallNanos());
    Thread sayWhatIsKnown = new Thread(output::close, "interrupted");
    Runtime.getRuntime().addShutdownHook(sayWhatIsKnown);
    try {
      progress.show();
      new Sweep(range, jobsOf(range))
          .run(
              seed -> finished(request(file, seed), RunListener.NONE),
              run -> {
                output.add(run);
                progress.show();
                return !console.out().checkError();
              });
    } finally {
      output.close();
      forget(sayWhatIsKnown);
    }
    return summary.isMet() ? ExitCode.MET : ExitCode.FAILED;
  }

  private FinishedRun finished(RunRequest request, RunListener listener) {
    long beganNanos = services.wallNanos().getAsLong();
    return new FinishedRun(
        services.runner().run(request, listener), services.wallNanos().getAsLong() - beganNanos);
  }

  private int jobsOf(SeedRange range) {
    int wanted = jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
    return (int) Math.min(wanted, range.count());
  }

  private String replayCommand() {
    return services.program()
        + " run "
        + Words.quoted(scenario.toString())
        + (until == null ? "" : " --until " + until)
        + " --seed";
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending by an interrupt, and the hook is at work already.
    }
  }
}
