package dev.skew.world.fault;

import dev.skew.world.fault.FaultScript.Step;
import dev.skew.world.fault.NodeSelector.Group;
import java.time.Duration;
import java.util.Optional;

/** Writes commands in the form in which they are read back to equal ones. */
final class CommandWriter {

  private CommandWriter() {}

  static String write(FaultScript script) {
    StringBuilder line = new StringBuilder();
    Duration passed = Duration.ZERO;
    for (Step step : script.steps()) {
      line.append(line.isEmpty() ? "" : " && ");
      if (!step.after().equals(passed)) {
        line.append("sleep ").append(Quantities.duration(step.after().minus(passed)));
        line.append(" && ");
        passed = step.after();
      }
      line.append(write(step.command()));
    }
    return line.toString();
  }

  static String write(FaultCommand command) {
    Verb<?> verb = Verbs.of(command.fault());
    StringBuilder line = new StringBuilder(verb.call());
    verb.writeFlags(command.fault(), line);
    if (verb.nodes() != Verb.Nodes.NONE) {
      writeNodes(command, verb, line);
    }
    Optional<Duration> duration = command.duration();
    duration.ifPresent(time -> line.append(" --duration ").append(Quantities.duration(time)));
    return line.toString();
  }

  private static void writeNodes(FaultCommand command, Verb<?> verb, StringBuilder line) {
    NodeSelector nodes = command.nodes();
    NodeSelector absent = verb.who().fallback();
    NodeSelector.Amount standard = absent == null ? Group.ALL : absent.amount();
    if (verb.nodes() == Verb.Nodes.NEEDED || !nodes.amount().equals(standard)) {
      line.append(" --").append(verb.who().name()).append(' ');
      line.append(SelectorText.write(nodes.amount()));
    }
    if (nodes.role() != null) {
      line.append(" --role ").append(nodes.role());
    }
    if (nodes.region() != null) {
      line.append(" --region ").append(nodes.region());
    }
    if (command.require() != FaultCommand.Require.ANY) {
      line.append(" --require ").append(command.require().label());
    }
  }
}
