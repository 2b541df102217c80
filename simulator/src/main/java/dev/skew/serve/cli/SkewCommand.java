package dev.skew.serve.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that the others hang from. */
@Command(
    name = "skew",
    description = {
      "A deterministic sandbox of a distributed system.",
      "",
      "Break a cluster in virtual time, see what it does, and have the same history again."
    },
    footer = {
      "",
      "Exit codes: 0 met, 1 an expectation or a check failed, 2 bad input, 3 internal error."
    })
final class SkewCommand implements Runnable {

  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Option(
      names = "--debug",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show where in the program an internal error happened.")
  private boolean debug;

  boolean isDebug() {
    return debug;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "what shall be done? Name a command");
    }
  }
}
