package dev.skew.world.fault;

/**
 * The one grammar in which faults are written: {@code chaos ...} lines, and the host commands of a
 * runbook ({@code tc}, {@code iptables}, {@code date}, {@code ntpdate}). Nothing is executed.
 */
public final class FaultGrammar {

  private FaultGrammar() {}

  /**
   * Reads a line: one command, or several joined by {@code &&}, with {@code sleep} between them.
   *
   * @throws FaultSyntaxException with everything that is wrong and what would be right
   */
  public static FaultScript parse(String line) throws FaultSyntaxException {
    return new LineParser(line).parse();
  }

  /** Writes a line that {@link #parse} reads back to an equal script. */
  public static String render(FaultScript script) {
    return CommandWriter.write(script);
  }

  /** Writes one command, as {@code chaos network partition --nodes 40% --duration 1m}. */
  public static String render(FaultCommand command) {
    return CommandWriter.write(command);
  }

  /**
   * Reads a selector as it stands after {@code --nodes}.
   *
   * @throws IllegalArgumentException with what would be right
   */
  public static NodeSelector selector(String text) {
    return SelectorText.read(text);
  }

  /**
   * The help text of {@code chaos} (for an empty topic), of a group ({@code network}) or of a verb
   * ({@code network partition}); for an unknown topic, says so and names the nearest.
   */
  public static String help(String topic) {
    return HelpText.of(topic);
  }
}
