package dev.skew.serve.cli;

import dev.skew.rehearse.fidelity.FidelityReport;
import dev.skew.rehearse.fidelity.RecordingFolder;
import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.simulation.SimulationRunner;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What the commands stand on.
 *
 * @param version of this program
 * @param program how it was started, for commands that the user may copy
 * @param wallNanos the machine's clock, only for saying how long something took
 */
record Services(
    SimulationRunner runner,
    ScenarioParser parser,
    Study study,
    String version,
    String program,
    LongSupplier wallNanos) {

  /** Turns the text of a scenario file into a scenario. */
  @FunctionalInterface
  interface ScenarioParser {

    /**
     * Understands a scenario.
     *
     * @param file its name, for messages
     * @throws BadInputException with everything that is wrong with it
     */
    Scenario parse(String file, String text) throws BadInputException;
  }

  /** Repeats recorded experiments on simulated clusters. */
  @FunctionalInterface
  interface Study {

    FidelityReport run(RecordingFolder folder, int seeds, int jobs, Consumer<String> progress);
  }
}
