package dev.skew.serve.cli;

import dev.skew.rehearse.scenario.Scenario;
import java.nio.file.Path;

/**
 * A scenario together with the text that it was read from.
 *
 * @param file as the user named it
 */
record ScenarioFile(Path file, String text, Scenario scenario) {

  static ScenarioFile read(Path file, Services.ScenarioParser parser) throws BadInputException {
    String text = InputFiles.scenarioText(file);
    return new ScenarioFile(file, text, parser.parse(file.toString(), text));
  }
}
