package dev.skew.serve.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reads scenario files and lists everything that is wrong with them. */
@Command(
    name = "check",
    description = {
      "Read scenario files and list every problem in them.",
      "",
      "Nothing is run. Each problem names its file, line, column and field, and what would be"
          + " right."
    })
final class CheckCommand implements Callable<Integer> {

  private final Services services;
  private final Console console;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Scenario files.")
  private List<Path> files = List.of();

  CheckCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  @Override
  public Integer call() {
    int problems = 0;
    for (Path file : files) {
      try {
        ScenarioFile.read(file, services.parser());
        console.out().println(file + ": " + console.paint(Console.Paint.GOOD, "ok"));
      } catch (BadInputException e) {
        e.problems().forEach(console.err()::println);
        problems += e.problems().size();
      }
    }
    console.out().flush();
    if (problems > 0) {
      console.err().println(Words.count(problems, "problem"));
    }
    return problems == 0 ? ExitCode.MET : ExitCode.BAD_INPUT;
  }
}
