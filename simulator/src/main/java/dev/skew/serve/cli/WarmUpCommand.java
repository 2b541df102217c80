package dev.skew.serve.cli;

import dev.skew.kernel.SimTime;
import dev.skew.rehearse.simulation.RunListener;
import dev.skew.rehearse.simulation.RunRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Loads what nearly every start needs, for the archive of classes that the launcher keeps. */
@Command(name = "warm-up", hidden = true, description = "Used by the launcher.")
final class WarmUpCommand implements Callable<Integer> {

  private static final long UNTIL_NANOS = 5 * SimTime.SECOND;

  private final Services services;
  private final Console console;

  @Parameters(paramLabel = "SCENARIO", description = "A scenario file.")
  private Path scenario = Path.of("");

  WarmUpCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  @Override
  public Integer call() throws BadInputException {
    ScenarioFile file = ScenarioFile.read(scenario, services.parser());
    RunRequest request =
        new RunRequest(file.scenario(), 1, List.of(), OptionalLong.of(UNTIL_NANOS));
    FinishedRun run = new FinishedRun(services.runner().run(request, RunListener.NONE), 1);
    for (OutputFormat format : OutputFormat.values()) {
      format.results(console, "").single(run);
    }
    return ExitCode.MET;
  }
}
