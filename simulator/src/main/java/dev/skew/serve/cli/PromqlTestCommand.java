package dev.skew.serve.cli;

import dev.skew.observe.promql.Mode;
import dev.skew.observe.promql.PromqlScript;
import dev.skew.observe.promql.PromqlScriptReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds the PromQL engine against scripts of the format that Prometheus tests itself with. */
@Command(
    name = "promql-test",
    description = {
      "Run PromQL test scripts, and say how many of their evaluations the engine answers as"
          + " expected.",
      "",
      "The scripts are those of Prometheus's own test language. Each instant evaluation must also"
          + " hold with its selectors fixed by @ at five other times, and in the middle of a range"
          + " query. Native histograms and experimental functions are skipped and counted;"
          + " annotations (expect warn, expect info) are not compared."
    })
final class PromqlTestCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Script files.")
  private List<Path> files = List.of();

  @Option(
      names = "--mode",
      paramLabel = "2|3",
      defaultValue = "3",
      description =
          "Whose rules hold: those of Prometheus 2.42, or of 3; ${DEFAULT-VALUE} unless told.")
  private String mode = "3";

  PromqlTestCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws BadInputException {
    List<PromqlScript> scripts = read();
    int evaluations = 0;
    int conforming = 0;
    Map<String, Integer> skipped = new TreeMap<>();
    for (PromqlScript script : scripts) {
      PromqlScriptReport report = script.run();
      report.failures().forEach(console.out()::println);
      evaluations += report.evaluations();
      conforming += report.conforming();
      report.skipped().forEach((what, count) -> skipped.merge(what, count, Integer::sum));
    }
    skipped.forEach((what, count) -> console.out().println("skipped " + count + ": " + what));
    console.out().println(conforming + " of " + evaluations + " evaluations conform");
    console.out().flush();
    return conforming == evaluations ? ExitCode.MET : ExitCode.FAILED;
  }

  private List<PromqlScript> read() throws BadInputException {
    Mode rules = rules();
    List<PromqlScript> scripts = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      try {
        scripts.add(PromqlScript.read(file.toString(), InputFiles.scriptText(file), rules));
      } catch (BadInputException e) {
        problems.addAll(e.problems());
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new BadInputException(problems);
    }
    return scripts;
  }

  private Mode rules() throws BadInputException {
    return switch (mode) {
      case "2" -> Mode.V2;
      case "3" -> Mode.V3;
      default -> throw new BadInputException("--mode must be 2 or 3, got " + mode);
    };
  }
}
