package dev.skew.serve.cli;

import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.simulation.Simulation;
import dev.skew.rehearse.simulation.SimulationRunner;

/** The parts that the commands stand on, put together by hand. */
final class Wiring {

  private Wiring() {}

  static SimulationRunner runner() {
    return new Simulation();
  }

  static Scenario parse(String file, String text) throws BadInputException {
    throw new BadInputException(file + ": there is no reader yet");
  }
}
