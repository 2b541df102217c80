package dev.skew.serve.cli;

import dev.skew.rehearse.fidelity.FidelityReport;
import dev.skew.rehearse.fidelity.RecordingFolder;
import dev.skew.rehearse.fidelity.SimulatedExperiments;
import dev.skew.rehearse.scenario.Problem;
import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.scenario.ScenarioException;
import dev.skew.rehearse.scenario.ScenarioReader;
import dev.skew.rehearse.simulation.Simulation;
import dev.skew.rehearse.simulation.SimulationRunner;
import java.util.function.Consumer;

/** The parts that the commands stand on, put together by hand. */
final class Wiring {

  private Wiring() {}

  static SimulationRunner runner() {
    return new Simulation();
  }

  static FidelityReport study(
      RecordingFolder folder, int seeds, int jobs, Consumer<String> progress) {
    return SimulatedExperiments.study(seeds, jobs, progress).run(folder);
  }

  static Scenario parse(String file, String text) throws BadInputException {
    try {
      return ScenarioReader.read(file, text);
    } catch (ScenarioException e) {
      throw new BadInputException(e.problems().stream().map(Problem::toString).toList());
    }
  }
}
