package dev.skew.world.fault;

import dev.skew.world.fault.FaultGrammar.Given;
import dev.skew.world.fault.FaultSyntaxException.Mistake;
import dev.skew.world.fault.Words.Word;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the commands that a runbook types on a node itself; each becomes the fault that it is. */
final class HostParser {

  /** A command of the host, from its words after the name to the faults it makes. */
  @FunctionalInterface
  interface HostCommand {
    /**
     * Reads what stands after the command's name.
     *
     * @throws IllegalArgumentException with what would be right
     */
    List<Fault> parse(Words words);
  }

  static final Map<String, HostCommand> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("tc", NetemCommand::parse);
    COMMANDS.put("iptables", FirewallCommand::parse);
    COMMANDS.put("date", ClockCommands::date);
    COMMANDS.put("ntpdate", ClockCommands::ntpdate);
    COMMANDS.put("systemctl", ClockCommands::systemctl);
  }

  private final Words words;
  private final Given given;
  private final List<Mistake> mistakes;

  HostParser(Words words, Given given, List<Mistake> mistakes) {
    this.words = words;
    this.given = given;
    this.mistakes = mistakes;
  }

  List<FaultCommand> parse(Word name) {
    HostCommand command = COMMANDS.get(name.text());
    if (command == null) {
      List<String> known = new java.util.ArrayList<>(List.of("chaos"));
      known.addAll(COMMANDS.keySet());
      mistakes.add(
          new Mistake(
              name.offset(),
              "there is no command " + name.text() + Nearest.hint(name.text(), known)));
      return List.of();
    }
    NodeSelector nodes = given.nodes();
    if (nodes == null) {
      mistakes.add(
          new Mistake(
              name.offset(),
              name.text() + " is typed on a node; say on which, beside the line, as nodes: 20%"));
    }
    try {
      NodeSelector on = nodes == null ? NodeSelector.ALL : nodes;
      return command.parse(words).stream().map(fault -> on(fault, on, given.lasting())).toList();
    } catch (IllegalArgumentException wrong) {
      mistakes.add(new Mistake(name.offset(), name.text() + ": " + wrong.getMessage()));
      return List.of();
    }
  }

  private static FaultCommand on(Fault fault, NodeSelector nodes, @Nullable Duration lasting) {
    return new FaultCommand(fault, nodes, FaultCommand.Require.ANY, lasting);
  }
}
