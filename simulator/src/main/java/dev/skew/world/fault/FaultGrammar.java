package dev.skew.world.fault;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    return parse(line, Given.NOTHING);
  }

  /**
   * Reads a line to which something was said beside it.
   *
   * @throws FaultSyntaxException with everything that is wrong and what would be right
   */
  public static FaultScript parse(String line, Given given) throws FaultSyntaxException {
    return new LineParser(line, given).parse();
  }

  /**
   * What is said beside a line; a line must not say it again.
   *
   * @param nodes on which nodes it runs: a host command cannot say it itself
   * @param lasting how long its faults last
   */
  public record Given(@Nullable NodeSelector nodes, @Nullable Duration lasting) {

    public static final Given NOTHING = new Given(null, null);
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

  /** The help that a line asks for, if it holds {@code --help}. */
  public static Optional<String> helpFor(String line) {
    return HelpText.askedBy(line);
  }

  /**
   * The help text of {@code chaos} (for an empty topic), of a group ({@code network}) or of a verb
   * ({@code network partition}); for an unknown topic, says so and names the nearest.
   */
  public static String help(String topic) {
    return HelpText.of(topic);
  }

  /** All commands with their flags, as tables in Markdown. */
  public static String reference() {
    return HelpText.reference();
  }
}
