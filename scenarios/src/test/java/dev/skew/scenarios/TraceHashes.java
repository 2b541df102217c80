package dev.skew.scenarios;

import dev.skew.kernel.SimTime;
import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.simulation.Report;
import dev.skew.rehearse.simulation.RunListener;
import dev.skew.rehearse.simulation.RunRequest;
import dev.skew.rehearse.simulation.Simulation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One line for each scenario: how its history begins. Can be had in a JVM of its own. */
final class TraceHashes {

  private static final long UNTIL_NANOS = 60 * SimTime.SECOND;

  private static final long SEED = 42;

  private TraceHashes() {}

  public static void main(String[] arguments) throws IOException {
    try (PrintStream out =
        new PrintStream(
            Files.newOutputStream(Path.of(arguments[0])), false, StandardCharsets.UTF_8)) {
      ofCatalog().forEach(out::println);
    }
  }

  static List<String> ofCatalog() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : Catalog.files()) {
      lines.add(file + " " + hash(Catalog.read(file)));
    }
    return lines;
  }

  private static String hash(Scenario scenario) {
    long untilNanos = Math.min(UNTIL_NANOS, scenario.duration().toNanos());
    RunRequest request = new RunRequest(scenario, SEED, List.of(), OptionalLong.of(untilNanos));
    Report report = new Simulation().run(request, RunListener.NONE);
    return report.traceHash() + " " + report.events();
  }
}
